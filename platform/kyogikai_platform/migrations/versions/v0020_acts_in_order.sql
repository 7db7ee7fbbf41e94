CREATE INDEX audit_entry_actor_position ON audit_entry (tenant_id, actor, position)
