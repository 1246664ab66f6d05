// The facts of the star: one row an event, whose measures add up along every dimension; except
// option_exposure_month, a stock, whose measures are read at one month's end.

cube(`participation`, {
  sql_table: `report.participation`,
  joins: {
    organisation: { relationship: `many_to_one`, sql: `${CUBE}.organisation_id = ${organisation.id}` },
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    phase: { relationship: `many_to_one`, sql: `${CUBE}.phase_id = ${phase.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
    meeting_kind: { sql: `meeting_kind`, type: `string` },
  },
  measures: {
    invited: { sql: `invited_count`, type: `sum` },
    attended: { sql: `attended_count`, type: `sum` },
    persons: { sql: `person_count`, type: `sum` },
    attendance_rate: { sql: `${attended}::double precision / NULLIF(${invited}, 0)`, type: `number`, format: `percent` },
  },
});

cube(`contribution`, {
  sql_table: `report.contribution`,
  joins: {
    organisation: { relationship: `many_to_one`, sql: `${CUBE}.organisation_id = ${organisation.id}` },
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    phase: { relationship: `many_to_one`, sql: `${CUBE}.phase_id = ${phase.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
    kind: { sql: `contribution_kind_label`, type: `string` },
  },
  measures: {
    contributions: { sql: `contribution_count`, type: `sum` },
    hours: { sql: `contribution_hours`, type: `sum` },
  },
});

cube(`learning_share`, {
  sql_table: `report.learning_share`,
  joins: {
    giver: { relationship: `many_to_one`, sql: `${CUBE}.giver_id = ${giver.id}` },
    receiver: { relationship: `many_to_one`, sql: `${CUBE}.receiver_id = ${receiver.id}` },
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    phase: { relationship: `many_to_one`, sql: `${CUBE}.phase_id = ${phase.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
    medium: { sql: `medium`, type: `string` },
  },
  measures: { told: { sql: `told_count`, type: `sum` } },
});

cube(`learning_adoption`, {
  sql_table: `report.learning_adoption`,
  joins: {
    giver: { relationship: `many_to_one`, sql: `${CUBE}.giver_id = ${giver.id}` },
    receiver: { relationship: `many_to_one`, sql: `${CUBE}.organisation_id = ${receiver.id}` },
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    phase: { relationship: `many_to_one`, sql: `${CUBE}.phase_id = ${phase.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
    level: { sql: `adoption_level_label`, type: `string` },
  },
  measures: {
    adopted: { sql: `adopted_count`, type: `sum` },
    confirmed: { sql: `confirmed_count`, type: `sum` },
  },
});

cube(`phase_transition`, {
  sql_table: `report.phase_transition`,
  joins: {
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    phase: { relationship: `many_to_one`, sql: `${CUBE}.phase_id = ${phase.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
  },
  measures: {
    entered: { sql: `entered_count`, type: `sum` },
    left: { sql: `left_count`, type: `sum` },
    mean_days: { sql: `duration_days`, type: `avg` },
  },
});

cube(`option_event`, {
  sql_table: `report.option_event`,
  joins: {
    holder: { relationship: `many_to_one`, sql: `${CUBE}.holder_id = ${holder.id}` },
    supplier: { relationship: `many_to_one`, sql: `${CUBE}.supplier_id = ${supplier.id}` },
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
    kind: { sql: `event_kind_label`, type: `string` },
    // units of two codes and money of two currencies never add up: group by these
    unit: { sql: `unit_code`, type: `string` },
    currency: { sql: `currency`, type: `string` },
  },
  measures: {
    events: { sql: `event_count`, type: `sum` },
    net_units: { sql: `net_unit_count`, type: `sum` },
    net_amount: { sql: `net_amount`, type: `sum` },
  },
});

cube(`option_exposure_month`, {
  sql_table: `report.option_exposure_month`,
  joins: {
    holder: { relationship: `many_to_one`, sql: `${CUBE}.holder_id = ${holder.id}` },
    supplier: { relationship: `many_to_one`, sql: `${CUBE}.supplier_id = ${supplier.id}` },
    partnership: { relationship: `many_to_one`, sql: `${CUBE}.partnership_id = ${partnership.id}` },
    day: { relationship: `many_to_one`, sql: `${CUBE}.day_id = ${day.id}` },
  },
  dimensions: {
    id: { sql: `id`, type: `number`, primary_key: true },
    is_illustrative: { sql: `${CUBE}.is_illustrative`, type: `boolean` },
    // always group or filter by it: a stock is no sum over months
    month: { sql: `year_month`, type: `string` },
    unit: { sql: `unit_code`, type: `string` },
    currency: { sql: `currency`, type: `string` },
    is_projected: { sql: `is_projected`, type: `boolean` },
  },
  measures: {
    open_options_at_month_end: { sql: `open_option_count_at_month_end`, type: `sum` },
    open_units_at_month_end: { sql: `open_unit_count_at_month_end`, type: `sum` },
    open_amount_at_month_end: { sql: `open_amount_at_month_end`, type: `sum` },
  },
});
