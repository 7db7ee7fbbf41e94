-- What PostGraphile serves: our tables as the public sees them today. The views act with the rights of whoever
-- asks (security_invoker), so that row-level security holds; tenant and day are settings of the transaction.
-- Keys and relations are told in smart tags, because a view has none.
DROP SCHEMA IF EXISTS bench_postgraphile CASCADE;
CREATE SCHEMA bench_postgraphile;
SET search_path = bench_postgraphile, public;

CREATE FUNCTION asked_day() RETURNS date LANGUAGE sql STABLE AS $$ SELECT current_setting('app.day')::date $$;

CREATE VIEW bodies WITH (security_invoker) AS
SELECT b.id, b.sort, b.name, upper(b.kind) AS kind, upper(b.existence) AS existence
FROM public.body b
WHERE b.known_to IS NULL AND b.valid_from <= (SELECT asked_day())
  AND (b.valid_to IS NULL OR b.valid_to > (SELECT asked_day()))
  AND b.audience IN ('public') AND b.existence IN ('live', 'unknown')
  AND NOT (b.existence = 'unknown' AND EXISTS (
    SELECT FROM public.council c
    WHERE c.id = b.council_id AND c.existence = 'not_yet' AND c.known_to IS NULL AND c.audience IN ('public')
      AND c.valid_from <= (SELECT asked_day()) AND (c.valid_to IS NULL OR c.valid_to > (SELECT asked_day()))));

CREATE VIEW meetings WITH (security_invoker) AS
SELECT m.id, m.sort, m.place, upper(m.state) AS state, m.date->>'value' AS date_value,
  m.date->>'precision' AS date_precision,
  CASE WHEN m.title <> '' THEN m.title
    WHEN m.number > 0 THEN coalesce(m.fiscal_year || '年度', '') || '第' || m.number || '回'
    ELSE (m.date->>'value') || 'の会議' END AS title
FROM public.meeting m
WHERE m.known_to IS NULL AND m.valid_from <= (SELECT asked_day())
  AND (m.valid_to IS NULL OR m.valid_to > (SELECT asked_day()))
  AND m.audience IN ('public') AND m.existence IN ('live', 'unknown');

CREATE VIEW meeting_bodies WITH (security_invoker) AS
SELECT l.id, l.sort, l.meeting_id, l.body_id
FROM public.meeting_body l
WHERE l.known_to IS NULL AND l.valid_from <= (SELECT asked_day())
  AND (l.valid_to IS NULL OR l.valid_to > (SELECT asked_day()))
  AND l.audience IN ('public')
  AND EXISTS (SELECT FROM public.body b
              WHERE b.id = l.body_id AND b.known_to IS NULL AND b.audience IN ('public'));

-- The meetings of a body with what they are sorted by, so that a page of them needs no second sort.
CREATE VIEW body_meetings WITH (security_invoker) AS
SELECT l.id, l.body_id, m.id AS meeting_id, m.sort AS meeting_sort
FROM bench_postgraphile.meeting_bodies l JOIN bench_postgraphile.meetings m ON m.id = l.meeting_id;

CREATE VIEW issues WITH (security_invoker) AS
SELECT i.id, i.sort, i.title, upper(i.state) AS state
FROM public.issue i
WHERE i.known_to IS NULL AND i.valid_from <= (SELECT asked_day())
  AND (i.valid_to IS NULL OR i.valid_to > (SELECT asked_day())) AND i.audience IN ('public');

CREATE VIEW agenda_items WITH (security_invoker) AS
SELECT a.id, a.sort, a.meeting_id, a.number::int AS number, a.title, upper(a.kind) AS kind, a.issue_id
FROM public.agenda_item a
WHERE a.known_to IS NULL AND a.valid_from <= (SELECT asked_day())
  AND (a.valid_to IS NULL OR a.valid_to > (SELECT asked_day()))
  AND a.audience IN ('public') AND a.existence IN ('live', 'unknown');

CREATE VIEW attendances WITH (security_invoker) AS
SELECT t.id, t.sort, t.meeting_id, t.name, upper(t.status) AS status
FROM public.attendance t
WHERE t.known_to IS NULL AND t.valid_from <= (SELECT asked_day())
  AND (t.valid_to IS NULL OR t.valid_to > (SELECT asked_day()))
  AND t.audience IN ('public') AND t.existence IN ('live', 'unknown');

CREATE VIEW referrals WITH (security_invoker) AS
SELECT r.id, r.sort, r.issue_id, upper(r.act) AS act, r.effective->>'value' AS effective_value
FROM public.referral r
WHERE r.known_to IS NULL AND r.valid_from <= (SELECT asked_day())
  AND (r.valid_to IS NULL OR r.valid_to > (SELECT asked_day()))
  AND r.audience IN ('public') AND r.existence IN ('live', 'unknown');

COMMENT ON VIEW bodies IS E'@primaryKey id';
COMMENT ON VIEW meetings IS E'@primaryKey id';
COMMENT ON VIEW issues IS E'@primaryKey id';
COMMENT ON VIEW meeting_bodies IS E'@primaryKey id\n'
  '@foreignKey (meeting_id) references meetings (id)|@fieldName meeting|@foreignFieldName bodies\n'
  '@foreignKey (body_id) references bodies (id)|@fieldName body|@foreignBehavior -list -connection';
COMMENT ON VIEW body_meetings IS E'@primaryKey id\n'
  '@foreignKey (body_id) references bodies (id)|@fieldName body|@foreignFieldName meetings\n'
  '@foreignKey (meeting_id) references meetings (id)|@fieldName meeting|@foreignBehavior -list -connection';
COMMENT ON VIEW agenda_items IS E'@primaryKey id\n'
  '@foreignKey (meeting_id) references meetings (id)|@fieldName meeting|@foreignFieldName agenda\n'
  '@foreignKey (issue_id) references issues (id)|@fieldName issue|@foreignBehavior -list -connection';
COMMENT ON VIEW attendances IS E'@primaryKey id\n'
  '@foreignKey (meeting_id) references meetings (id)|@fieldName meeting|@foreignFieldName attendance';
COMMENT ON VIEW referrals IS E'@primaryKey id\n'
  '@foreignKey (issue_id) references issues (id)|@fieldName issue|@foreignFieldName path';

GRANT USAGE ON SCHEMA bench_postgraphile TO kyogikai_app;
GRANT SELECT ON ALL TABLES IN SCHEMA bench_postgraphile TO kyogikai_app;
