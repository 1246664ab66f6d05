// The dimensions of the star.  The same organisation is met in several parts: who gave, who received,
// who holds, who supplies.

cube(`organisation`, {
  sql_table: `report.organisation`,
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    name: { sql: `name`, type: `string` },
    level: { sql: `level_label`, type: `string` },
    country: { sql: `country_code`, type: `string` },
    is_public: { sql: `is_public`, type: `boolean` },
  },
  measures: { count: { type: `count` } },
});
cube(`giver`, { extends: organisation });
cube(`receiver`, { extends: organisation });
cube(`holder`, { extends: organisation });
cube(`supplier`, { extends: organisation });

cube(`partnership`, {
  sql_table: `report.partnership`,
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    name: { sql: `name`, type: `string` },
    need: { sql: `need_title`, type: `string` },
    programme: { sql: `programme_name`, type: `string` },
    stage: { sql: `stage_label`, type: `string` },
    is_illustrative: { sql: `is_illustrative`, type: `boolean` },
  },
  measures: { count: { type: `count` } },
});

cube(`phase`, {
  sql_table: `report.phase`,
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    label: { sql: `phase_label`, type: `string` },
    // a phase is ordered by this, never by its label
    position: { sql: `phase_order`, type: `number` },
  },
});

cube(`day`, {
  sql_table: `report.day`,
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    // a date is a day everywhere: no time zone moves it
    date: { sql: `(${CUBE}.date_on::timestamp AT TIME ZONE 'UTC')`, type: `time` },
    is_working_day: { sql: `is_working_day`, type: `boolean` },
  },
});
