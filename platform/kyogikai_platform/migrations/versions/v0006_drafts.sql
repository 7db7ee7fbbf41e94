CREATE TABLE form_draft (
	tenant_id UUID NOT NULL,
	id UUID NOT NULL,
	user_id UUID NOT NULL,
	command TEXT NOT NULL,
	sealed TEXT,
	entries TEXT DEFAULT '' NOT NULL,
	saved_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	CONSTRAINT form_draft_pkey PRIMARY KEY (tenant_id, user_id, id)
) WITH (fillfactor = 70)
--;
COMMENT ON TABLE form_draft IS 'Operational, owned by forms, kept for 30 days after it was last saved, never exported: what somebody typed and has not recorded yet, sealed under their own key.'
--;
CREATE INDEX form_draft_saved_at ON form_draft (tenant_id, saved_at)
--;
ALTER TABLE form_draft ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE form_draft FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON form_draft USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON form_draft TO kyogikai_app
