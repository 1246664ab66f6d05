-- A registry of :n organisations, on a connection whose search_path sees innopart, registry, report.
-- Half of them follow one partnership and hold an option; they meet, share and adopt.
SELECT set_config('test.n', :'n', false) \g /dev/null
DO $$
DECLARE
    n integer := current_setting('test.n')::integer;
    orgs bigint[] := '{}';
    works bigint[] := '{}';
    partnership bigint;
    lesson bigint;
    organisation bigint;
BEGIN
    FOR i IN 1..n LOOP
        orgs := orgs || record_organisation(format('Organisation %s i en kommune med et ganske langt navn', i), admin_level => CASE WHEN i % 3 = 0 THEN 'la' ELSE 'ra' END::innopart.admin_level);
    END LOOP;
    FOR i IN 1..(n + 5) / 6 LOOP
        partnership := record_partnership(format('Partnership %s', i), lead_id => orgs[i], started_on => date '2018-01-01' + 40 * i);
        works := works || partnership;
        PERFORM enter_phase(partnership, 'need', date '2018-01-01' + 40 * i);
        PERFORM enter_phase(partnership, 'dialogue', date '2018-03-01' + 41 * i);
        FOR k IN 1..least(n - 1, 60) LOOP
            organisation := orgs[1 + (i + k) % n];
            CONTINUE WHEN organisation = orgs[i];
            PERFORM invite(partnership, organisation, effective_on => date '2018-02-01' + 40 * i);
            PERFORM record_contribution(partnership, organisation, 'need_input', hours => k, effective_on => date '2018-04-01' + 41 * i + k % 7)
            FROM generate_series(1, 1 + k % 4);
        END LOOP;
        lesson := share_lesson(partnership, orgs[i], format('Lesson %s', i), 'What was learned',
                               ARRAY(SELECT orgs[1 + (i + k) % n] FROM generate_series(1, least(n - 1, 25)) AS k WHERE 1 + (i + k) % n <> i)::bigint[], effective_on => date '2018-05-01' + 41 * i);
        IF n > 1 THEN
            PERFORM adopt_lesson(lesson, orgs[1 + (i + 1) % n], 'adopted', 'adapted', learned_from_id => orgs[i], effective_on => date '2018-06-01' + 41 * i);
        END IF;
    END LOOP;
    FOR i IN 1..n LOOP
        CONTINUE WHEN works = '{}' OR orgs[i] = orgs[1];
        CONTINUE WHEN i > 60;
        PERFORM name_option(works[1], orgs[i], format('Option of organisation %s in the partnership', i),
                            format('max %s, 2020-01-01..%s', 10 * i, date '2020-12-31' + 10 * i)::innopart.option_right, named_on => '2018-05-01');
    END LOOP;
END $$;
