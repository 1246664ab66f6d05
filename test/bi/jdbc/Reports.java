// test/bi/jdbc/Reports.java
// What pgjdbc's DatabaseMetaData tells a tool of the schema report, and every row read by getObject().
// Depends on: pgjdbc on the class path, and the libpq variables PGHOST and so on.
import java.sql.*;
import java.util.*;

public class Reports
{
	// what BI tools chart without being told how
	static final Set<Integer> KNOWN = Set.of(Types.VARCHAR, Types.BIGINT, Types.INTEGER, Types.DOUBLE,
		Types.NUMERIC, Types.BIT, Types.BOOLEAN, Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);

	public static void main(String[] arguments) throws SQLException
	{
		Map<String, String> env = System.getenv();
		Properties properties = new Properties();
		properties.setProperty("user", env.get("PGUSER"));
		properties.setProperty("password", env.get("PGPASSWORD"));
		String url = "jdbc:postgresql://" + env.get("PGHOST") + ":" + env.get("PGPORT") + "/" + env.get("PGDATABASE");
		try (Connection connection = DriverManager.getConnection(url, properties))
		{
			DatabaseMetaData metadata = connection.getMetaData();
			try (ResultSet tables = metadata.getTables(null, "report", "%", null))
			{
				while (tables.next())
					describe(connection, metadata, tables.getString("TABLE_NAME"), tables.getString("TABLE_TYPE"), tables.getString("REMARKS"));
			}
		}
	}

	static void describe(Connection connection, DatabaseMetaData metadata, String report, String kind, String remarks) throws SQLException
	{
		List<String> names = new ArrayList<>();
		List<String> strange = new ArrayList<>();
		if (!"VIEW".equals(kind) || remarks == null)
			strange.add("(report) " + kind + " " + remarks);
		try (ResultSet columns = metadata.getColumns(null, "report", report, "%"))
		{
			while (columns.next())
			{
				String name = columns.getString("COLUMN_NAME");
				int type = columns.getInt("DATA_TYPE");
				names.add(name);
				if (!KNOWN.contains(type) || columns.getString("REMARKS") == null)
					strange.add(name + " " + JDBCType.valueOf(type));
				// a numeric without precision is one that tools round as they like
				if (type == Types.NUMERIC && (columns.getInt("COLUMN_SIZE") == 0 || columns.getObject("DECIMAL_DIGITS") == null))
					strange.add(name + " without a scale");
			}
		}
		int rows = 0;
		try (Statement statement = connection.createStatement();
			 ResultSet result = statement.executeQuery("SELECT * FROM \"report\".\"" + report + "\""))
		{
			while (result.next())
			{
				for (int no = 1; no <= names.size(); no++)
					result.getObject(no);
				rows++;
			}
		}
		System.out.println(String.join("\t", report, "" + names.size(), "" + rows, String.join(", ", strange)));
	}
}
