# test/bi/r/reports.R
# What R has of the schema report through RPostgreSQL, whose dbListTables() shows no views: the list
# is information_schema's, and the types are those of the results.
# Depends on: DBI, RPostgreSQL and the libpq variables PGHOST and so on.
suppressPackageStartupMessages(library(RPostgreSQL))
connection <- dbConnect(PostgreSQL(), host = Sys.getenv("PGHOST"), port = as.integer(Sys.getenv("PGPORT")),
    dbname = Sys.getenv("PGDATABASE"), user = Sys.getenv("PGUSER"), password = Sys.getenv("PGPASSWORD"))
known <- c("character", "integer", "numeric", "double", "logical", "Date", "POSIXct")
reports <- dbGetQuery(connection, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'report' ORDER BY 1")$table_name
for (report in reports) {
    # of a type it does not know it warns, once with each way of asking
    result <- suppressWarnings(dbSendQuery(connection, sprintf('SELECT * FROM report."%s"', report)))
    columns <- suppressWarnings(dbColumnInfo(result))
    frame <- fetch(result, n = -1)
    dbClearResult(result)
    classes <- vapply(frame, function(column) class(column)[1], "")
    strange <- union(names(classes)[!classes %in% known], columns$name[columns$type == "UNKNOWN"])
    cat(report, nrow(columns), nrow(frame), paste(strange, collapse = ", "), sep = "\t")
    cat("\n")
}
invisible(dbDisconnect(connection))
