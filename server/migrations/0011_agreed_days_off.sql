-- A disbursement keeps the days off that its schedule was made with, where the schedule depends on working days. Loans that are disbursed
-- already keep those of now.
UPDATE loan_event e
   SET event = e.event || jsonb_build_object('daysOff', jsonb_build_object(
         'weekdays', (SELECT coalesce(jsonb_agg(day ORDER BY array_position(
                        '{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY}'::text[], day)), '[]') FROM non_working_day),
         'once', (SELECT coalesce(jsonb_agg(DISTINCT h.date::text), '[]') FROM (SELECT date, is_annually_recurring AS recurring FROM general_holiday
                          UNION ALL SELECT date, is_annually_recurring FROM branch_holiday b WHERE b.branch_key = a.assigned_branch_key) h
                   WHERE NOT h.recurring AND h.date::text >= e.event ->> 'valueDate'),
         'everyYear', (SELECT coalesce(jsonb_agg(DISTINCT substr(h.date::text, 6)), '[]') FROM (SELECT date, is_annually_recurring AS recurring FROM general_holiday
                          UNION ALL SELECT date, is_annually_recurring FROM branch_holiday b WHERE b.branch_key = a.assigned_branch_key) h WHERE h.recurring)))
  FROM loan_account a
 WHERE a.encoded_key = e.account_key AND e.event ->> 'type' = 'DISBURSED' AND NOT e.event ? 'daysOff'
   AND (a.terms #>> '{schedule,repaymentReschedulingMethod}' <> 'NONE' OR a.terms #>> '{interest,daysInYear}' = 'BUS_252');
