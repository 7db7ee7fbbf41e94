ALTER TABLE webhook_delivery DROP CONSTRAINT webhook_delivery_position
--;
ALTER TABLE webhook_delivery ADD CONSTRAINT webhook_delivery_once UNIQUE (tenant_id, webhook_id, run, position, subject_id)
