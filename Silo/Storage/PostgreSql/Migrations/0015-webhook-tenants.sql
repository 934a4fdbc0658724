-- The tenant of a delivery's job. Tenants take turns, and each of them finds its next delivery past any number of deliveries of others, and of its own
-- to a receiver that is busy.
ALTER TABLE webhook_deliveries ADD COLUMN tenant text NOT NULL DEFAULT 'default';
UPDATE webhook_deliveries SET tenant = (SELECT tenant FROM jobs WHERE jobs.job_id = webhook_deliveries.job_id)
WHERE EXISTS (SELECT 1 FROM jobs WHERE jobs.job_id = webhook_deliveries.job_id AND jobs.tenant <> 'default');
CREATE INDEX ix_webhook_deliveries_tenant ON webhook_deliveries(tenant, next_attempt_at) WHERE state = 'pending';
CREATE INDEX ix_webhook_deliveries_receiver ON webhook_deliveries(tenant, host, next_attempt_at) WHERE state = 'pending';
DROP INDEX ix_webhook_deliveries_due;
DROP INDEX ix_webhook_deliveries_host;
