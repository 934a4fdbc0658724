-- What makes two images the same: XxHash128 of the whole body, seeded by the tenant, high byte first. NULL when it was not measured, or before
-- this schema.
ALTER TABLE image_results ADD COLUMN content_hash BLOB NULL;

-- The first entry of a hash is the first place that has it.
CREATE INDEX ix_image_results_content ON image_results(content_hash, job_id, visit_no, image_no) WHERE content_hash IS NOT NULL;
