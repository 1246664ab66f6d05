// test/bi/cube/check.js
// Cube: its driver reads every report; its scaffolder finds keys, measures and joins by their names; and
// the model of bi/cube compiles, and the SQL that Cube makes of it gives the figures of the reports.
// usage: node check.js reports | model     (reports: a line a report, as test/t/BiClient.pm reads; model: TAP)
// Depends on: the packages of bi/cube/package-lock.json (NODE_PATH), and the libpq variables PGHOST and so on.
// Without Cube's native part, which npm does not carry: no Jinja, and the planner in JavaScript.
process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false';
process.env.CUBEJS_TRANSPILATION_NATIVE = 'false';
const fs = require('fs');
const path = require('path');
const { PostgresDriver } = require('@cubejs-backend/postgres-driver');
const { prepareCompiler, PostgresQuery, ScaffoldingTemplate } = require('@cubejs-backend/schema-compiler');

const env = process.env;
const driver = new PostgresDriver({ host: env.PGHOST, port: env.PGPORT, database: env.PGDATABASE, user: env.PGUSER, password: env.PGPASSWORD });
const KNOWN = new Set(['text', 'bigint', 'int', 'integer', 'double', 'boolean', 'date', 'timestamp', 'timestamptz', 'decimal', 'string']);

async function reports() {
  const { report } = await driver.tablesSchema();
  for (const name of Object.keys(report).sort()) {
    let strange = [];
    let rows = [];
    try {
      const result = await driver.downloadQueryResults(`SELECT * FROM report.${name}`, [], { streamImport: false });
      strange = result.types.filter((column) => !KNOWN.has(column.type.replace(/\(.*/, ''))).map((column) => `${column.name} ${column.type}`);
      rows = result.rows;
    } catch (error) {
      strange = [error.message];
    }
    console.log([name, report[name].length, rows.length, strange.join(', ')].join('\t'));
  }
}

let tests = 0;
function ok(holds, name, found) {
  tests += 1;
  console.log(`${holds ? '' : 'not '}ok ${tests} - ${name}${holds ? '' : `: ${JSON.stringify(found)}`}`);
}

const FACTS = ['participation', 'contribution', 'learning_share', 'learning_adoption', 'phase_transition', 'option_event', 'option_exposure_month'];

async function scaffolding() {
  const schema = await driver.tablesSchema();
  const scaffold = new ScaffoldingTemplate({ report: schema.report }, driver);
  const files = scaffold.generateFilesByTableNames(FACTS.concat('organisation', 'partnership', 'phase', 'day').map((name) => `report.${name}`));
  for (const name of FACTS) {
    const found = files.find((one) => path.basename(one.fileName, '.js').toLowerCase().replace(/_/g, '') === name.replace(/_/g, ''));
    const file = found ? found.content : JSON.stringify(files.map((one) => one.fileName));
    ok(/primary_?[kK]ey: true/.test(file), `scaffolder: ${name} has its key`, file.slice(0, 200));
    ok(['partnership', 'day'].every((dimension) => new RegExp(`^\\s+${dimension}: \\{`, 'mi').test(file)), `scaffolder: ${name} joins partnership and day`, file.slice(0, 200));
  }
}

const OPEN = "'conditional', 'not_yet_open', 'exercisable', 'partly_exercised', 'suspended'";

// what the model is asked, and the report that must say the same
const QUESTIONS = [
  [{ measures: ['participation.attended', 'participation.invited'], dimensions: ['organisation.name'] },
    'SELECT organisation_name, sum(attended_count) AS attended, sum(invited_count) AS invited FROM report.participation_by_org GROUP BY 1 HAVING sum(invited_count) > 0'],
  [{ measures: ['participation.attendance_rate'], dimensions: ['phase.label'] },
    'SELECT phase_label, sum(attended_count)::float8 / sum(invited_count) FROM report.participation_by_org GROUP BY 1 HAVING sum(invited_count) > 0'],
  [{ measures: ['participation.persons'], dimensions: ['partnership.name'], filters: [{ member: 'participation.persons', operator: 'set' }] },
    'SELECT p.name, sum(a.person_count) FROM report.participation a JOIN report.partnership p ON p.id = a.partnership_id GROUP BY 1 HAVING sum(a.person_count) IS NOT NULL'],
  [{ measures: ['contribution.contributions', 'contribution.hours'], dimensions: ['organisation.name'] },
    'SELECT organisation_name, sum(contribution_count) AS contributions, sum(contribution_hours) FROM report.participation_by_org WHERE contribution_count > 0 GROUP BY 1'],
  [{ measures: ['learning_share.told'], dimensions: ['giver.name', 'receiver.name'] },
    'SELECT giver_name, receiver_name, shared_count FROM report.knowledge_flow WHERE shared_count > 0'],
  [{ measures: ['learning_adoption.adopted'], dimensions: ['giver.name', 'receiver.name'], filters: [{ member: 'learning_adoption.adopted', operator: 'gt', values: ['0'] }] },
    // who adopts what it wrote itself is no flow, and no row of knowledge_flow
    'SELECT g.name AS giver, r.name AS receiver, sum(a.adopted_count) FROM report.learning_adoption a JOIN report.organisation g ON g.id = a.giver_id JOIN report.organisation r ON r.id = a.organisation_id GROUP BY 1, 2 HAVING sum(a.adopted_count) > 0'],
  [{ measures: ['learning_adoption.confirmed'], dimensions: ['receiver.name'] },
    'SELECT o.name, count(*) FILTER (WHERE a.is_confirmed AND a.adopted_count = 1) FROM report.learning_adoption a JOIN report.organisation o ON o.id = a.organisation_id GROUP BY 1'],
  [{ measures: ['phase_transition.left', 'phase_transition.mean_days'], dimensions: ['phase.label'], filters: [{ member: 'phase_transition.left', operator: 'gt', values: ['0'] }] },
    'SELECT phase_label, count(*), avg(duration_days) FROM report.time_in_phase WHERE NOT is_running GROUP BY 1'],
  [{ measures: ['phase_transition.entered'], dimensions: ['phase.label'], filters: [{ member: 'phase.label', operator: 'notEquals', values: ['Closed'] }] },
    // nobody stays in what is closed
    'SELECT phase_label, count(*) FROM report.time_in_phase GROUP BY 1'],
  [{ measures: ['option_event.net_units'], dimensions: ['partnership.name', 'option_event.unit'], filters: [{ member: 'option_event.net_units', operator: 'gt', values: ['0'] }] },
    'SELECT partnership_title, unit_code, sum(exercised_unit_count) FROM report.option_status GROUP BY 1, 2 HAVING sum(exercised_unit_count) > 0'],
  [{ measures: ['option_event.net_amount'], dimensions: ['partnership.name', 'option_event.currency'], filters: [{ member: 'option_event.net_amount', operator: 'gt', values: ['0'] }] },
    'SELECT partnership_title, currency, sum(exercised_amount) FROM report.option_status GROUP BY 1, 2 HAVING sum(exercised_amount) > 0'],
  [{ measures: ['option_event.events'], timeDimensions: [{ dimension: 'day.date', granularity: 'year' }] },
    "SELECT date_trunc('year', effective_on::timestamp), count(*) FROM report.option_event_trail GROUP BY 1"],
  [{ measures: ['option_exposure_month.open_units_at_month_end'], dimensions: ['holder.name', 'option_exposure_month.unit'],
    filters: [{ member: 'option_exposure_month.month', operator: 'equals', values: ['2020-06'] }, { member: 'option_exposure_month.open_units_at_month_end', operator: 'gt', values: ['0'] }] },
    // as_of is that month's end: what is left then is what is open
    `SELECT holder_name, unit_code, sum(left_unit_count) FROM report.option_status WHERE state IN (${OPEN}) GROUP BY 1, 2 HAVING sum(left_unit_count) > 0`],
  [{ measures: ['option_exposure_month.open_amount_at_month_end'], dimensions: ['holder.name', 'option_exposure_month.currency'],
    filters: [{ member: 'option_exposure_month.month', operator: 'equals', values: ['2020-06'] }, { member: 'option_exposure_month.open_amount_at_month_end', operator: 'gt', values: ['0'] }] },
    `SELECT holder_name, currency, sum(coalesce(left_amount, left_unit_count * unit_price_amount)) AS amount FROM report.option_status WHERE state IN (${OPEN}) GROUP BY 1, 2
     HAVING sum(coalesce(left_amount, left_unit_count * unit_price_amount)) > 0`],
  [{ measures: ['option_exposure_month.open_options_at_month_end'], dimensions: ['holder.name'],
    filters: [{ member: 'option_exposure_month.month', operator: 'equals', values: ['2020-06'] }, { member: 'option_exposure_month.open_options_at_month_end', operator: 'gt', values: ['0'] }] },
    "SELECT o.name, sum(e.open_option_count_at_month_end) FROM report.option_exposure_month e JOIN report.organisation o ON o.id = e.holder_id WHERE e.month_end_on = '2020-06-30' GROUP BY 1 HAVING sum(e.open_option_count_at_month_end) > 0"],
];

const plain = (rows) => rows.map((row) => Object.values(row).map((value) => {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return value.slice(0, 10);
  return value !== null && value !== '' && Number.isFinite(Number(value)) ? Math.round(Number(value) * 1e6) / 1e6 : value;
}).map(String).join('|')).sort();

async function model() {
  await scaffolding();
  const folder = path.join(__dirname, '../../../bi/cube/model');
  const files = fs.readdirSync(folder).map((fileName) => ({ fileName, content: fs.readFileSync(path.join(folder, fileName), 'utf8') }));
  const compilers = prepareCompiler({ localPath: () => folder, dataSchemaFiles: async () => files }, { nativeInstance: { newJinjaEngine: () => ({}) } });
  await compilers.compiler.compile();
  ok(FACTS.every((name) => compilers.cubeEvaluator.cubeExists(name)), 'the model compiles, with every fact', compilers.cubeEvaluator.cubeNames());
  const asked = new Set(QUESTIONS.flatMap(([question]) => question.measures));
  const unasked = FACTS.flatMap((name) => Object.keys(compilers.cubeEvaluator.measuresForCube(name)).map((measure) => `${name}.${measure}`)).filter((measure) => !asked.has(measure));
  ok(unasked.length === 0, 'every measure of every fact is asked', unasked);
  for (const [question, sql] of QUESTIONS) {
    const [made, parameters] = new PostgresQuery(compilers, { ...question, timezone: 'UTC', rowLimit: 50000 }).buildSqlAndParams();
    const answer = plain(await driver.query(made, parameters));
    const report = plain(await driver.query(sql, []));
    ok(report.length > 0 && JSON.stringify(answer) === JSON.stringify(report), `${question.measures} by ${question.dimensions || 'year'}`, { answer, report });
  }
  console.log(`1..${tests}`);
}

(process.argv[2] === 'reports' ? reports() : model())
  .then(() => driver.release())
  .catch((error) => { console.error(error.stack); process.exit(1); });
