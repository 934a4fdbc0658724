-- The failures of all jobs by when they happened. Measured images have no entry, so that recording them costs what it did.
CREATE INDEX ix_image_results_failed_times ON image_results(finished_at, job_id, visit_no, image_no, run) WHERE reason IS NOT NULL;

-- Earlier versions guessed at dates, month first, and did not know the basic form of ISO 8601. This says the same as VisitDate.Find.
CREATE FUNCTION retailpulse_date_of(visit_time text) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  part text[] := regexp_match(visit_time,
    '^\s*([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:[Tt ]([0-9]{2})(?:(:?)([0-9]{2})(?:\6([0-9]{2})(?:[.,]([0-9]+))?)?)?(?:[Zz]|([-+−])([0-9]{2})(?::?([0-9]{2}))?)?)?\s*$');
  of_day interval;
  ahead interval;
  found timestamp;
BEGIN
  IF part IS NULL OR coalesce(part[5]::integer, 0) > 24 OR coalesce(part[7]::integer, 0) > 59 OR coalesce(part[8]::integer, 0) > 59 OR coalesce(part[12]::integer, 0) > 59 THEN
    RETURN NULL;
  END IF;
  of_day := make_interval(hours => coalesce(part[5], '0')::integer, mins => coalesce(part[7], '0')::integer, secs => coalesce(part[8], '0')::integer)
    + ('0.' || left(coalesce(part[9], '0'), 6))::numeric * interval '1 second';
  ahead := make_interval(hours => coalesce(part[11], '0')::integer, mins => coalesce(part[12], '0')::integer);
  IF of_day > interval '24 hours' OR ahead > interval '14 hours' THEN
    RETURN NULL;
  END IF;
  BEGIN
    found := make_date(part[1]::integer, part[3]::integer, part[4]::integer) + of_day - CASE WHEN part[10] = '+' THEN ahead ELSE -ahead END;
  EXCEPTION WHEN datetime_field_overflow THEN
    RETURN NULL;
  END;
  RETURN CASE WHEN found >= '0001-01-01' AND found < '10000-01-01' THEN found AT TIME ZONE 'UTC' END;
END $$;

-- Texts of the usual form are not looked at: their dates were right.
UPDATE visits SET visit_date = retailpulse_date_of(visit_time)
WHERE (visit_date IS NULL OR visit_time !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$')
  AND visit_date IS DISTINCT FROM retailpulse_date_of(visit_time);
DROP FUNCTION retailpulse_date_of;
