"""The operational table of files, by what their bytes hash to."""

from collections.abc import Sequence

import sqlalchemy as sa

from kyogikai_tenants.log.tables import metadata, row_security

file_bytes = sa.Table(
    "file_bytes",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
    sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "sha256", name="file_bytes_pkey"),
    comment="Operational, owned by files, kept as long as a document of the log has this hash, exported with "
    "the documents: the bytes, which the log can always be asked to vouch for.",
)
TABLES = (file_bytes,)


def ddl() -> Sequence[str]:
    """Row security; bytes are added, or taken back where nothing refers to them, and never changed."""
    grants = "SELECT, INSERT, DELETE"
    return [statement for table in TABLES for statement in row_security(table.name, grants)]
