-- The next delivery to each host, past any number of those that wait for another.
CREATE INDEX ix_webhook_deliveries_host ON webhook_deliveries(host, next_attempt_at) WHERE state = 'pending';
