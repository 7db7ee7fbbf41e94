-- What the second revision adds, frozen: statements are parted by a line of its own that says `--;`.
CREATE TABLE tenant_position (
	tenant_id UUID NOT NULL,
	content BIGINT NOT NULL,
	rights BIGINT NOT NULL,
	rebuilt TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
	PRIMARY KEY (tenant_id)
) WITH (fillfactor = 50)
--;
COMMENT ON TABLE tenant_position IS 'The last events that changed what readers see, and who may see it: what a kept answer rests on.'
--;
ALTER TABLE tenant_position ENABLE ROW LEVEL SECURITY
--;
ALTER TABLE tenant_position FORCE ROW LEVEL SECURITY
--;
CREATE POLICY own_tenant ON tenant_position USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid))
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_position TO kyogikai_app
