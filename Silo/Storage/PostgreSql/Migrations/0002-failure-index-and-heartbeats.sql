-- The errors of a job are told from its failures alone, however many images were measured.
CREATE INDEX ix_image_results_failed ON image_results(job_id) WHERE reason IS NOT NULL;

-- No heartbeat lies in the future: a silo whose clock is fast, or is set back, and which then dies, would seem to live until that time has come.
UPDATE OrleansQuery SET QueryText = replace(QueryText, '@IAmAliveTime', 'least(@IAmAliveTime, now())')
WHERE QueryKey IN ('InsertMembershipKey', 'UpdateMembershipKey', 'UpdateIAmAlivetimeKey');
