"""The operational tables of verifications, of where signed notes go, and of what witnesses answered."""

from collections.abc import Sequence

import sqlalchemy as sa

from kyogikai_tenants.log.tables import metadata, row_security

MOMENT = sa.DateTime(timezone=True)
verification = sa.Table(
    "log_verification",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("verified_at", MOMENT, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("checkpoint", sa.BigInteger, nullable=False),
    sa.Column("checkpoints", sa.BigInteger, nullable=False),
    sa.Column("cosignatures", sa.BigInteger, nullable=False),
    sa.Column("broken_at", sa.BigInteger),
    sa.Column("reason", sa.Text),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="log_verification_pkey"),
    sa.CheckConstraint("(broken_at IS NULL) = (reason IS NULL)", name="log_verification_broken"),
    sa.Index("log_verification_at", "tenant_id", "verified_at"),
    comment="Operational, owned by integrity, kept for good, never exported: when the log was verified, "
    "up to which entry and by which signed note, and where it broke.",
)
outside = sa.Table(
    "checkpoint_outside",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("witness_url", sa.Text, nullable=False),
    sa.Column("witness_key", sa.Text, nullable=False),
    sa.Column("changed_at", MOMENT, nullable=False, server_default=sa.func.now()),
    comment="Operational, owned by integrity, kept while in use, never exported: where signed notes go: mail "
    "addresses, sealed with the municipality's key, and a witness.",
)
delivery = sa.Table(
    "checkpoint_delivery",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("letters", sa.BigInteger, nullable=False),
    sa.Column("at", MOMENT, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="checkpoint_delivery_pkey"),
    sa.Index("checkpoint_delivery_size", "tenant_id", "size"),
    comment="Operational, owned by integrity, kept for good, never exported: that a signed note went "
    "outside, and what came of it; no addresses.",
)
cosignature = sa.Table(
    "checkpoint_cosignature",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("witness_key", sa.Text, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("signed_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "size", "witness_key", name="checkpoint_cosignature_pkey"),
    comment="Operational, owned by integrity, kept for good: what a witness signed of a note, verified.",
)


def ddl() -> Sequence[str]:
    """Row security: only where notes go is changed, and only a setting is taken back."""
    return [
        *row_security(verification.name, "SELECT, INSERT"),
        *row_security(outside.name, "SELECT, INSERT, UPDATE, DELETE"),
        *row_security(delivery.name, "SELECT, INSERT"),
        *row_security(cosignature.name, "SELECT, INSERT"),
    ]
