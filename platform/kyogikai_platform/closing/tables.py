"""The operational tables of the closing: files that were written to their end, and certificates."""

from collections.abc import Sequence

import sqlalchemy as sa

from kyogikai_tenants.log.tables import metadata, row_security

MOMENT = sa.DateTime(timezone=True)
export = sa.Table(
    "tenant_export",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("keys", sa.Boolean, nullable=False),
    sa.Column("finished_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.PrimaryKeyConstraint("tenant_id", "size", name="tenant_export_pkey"),
    comment="Operational, owned by closing, kept as long as the tenant, never exported: files with "
    "everything of a tenant that were written to their end, and up to which position.",
)
certificate = sa.Table(
    "closing_certificate",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("closed_id", sa.Uuid, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("issued_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("body", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="closing_certificate_pkey"),
    comment="Operational, owned by closing, in tenant zero alone, kept for good, never exported: "
    "what of a tenant was destroyed, signed; no content.",
)
TABLES = (export, certificate)


def ddl() -> Sequence[str]:
    """Row security; both are written once and never changed."""
    return [statement for table in TABLES for statement in row_security(table.name, "SELECT, INSERT")]
