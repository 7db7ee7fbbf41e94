"""The operational table of jobs."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from kyogikai_tenants.log.tables import metadata, row_security

MOMENT = sa.DateTime(timezone=True)
job = sa.Table(
    "job",
    metadata,
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("given", pg.JSON, nullable=False),
    sa.Column("result", pg.JSON),
    sa.Column("done", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("total", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("tries", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
    sa.Column("started_at", MOMENT),
    sa.Column("seen_at", MOMENT),
    sa.Column("finished_at", MOMENT),
    sa.PrimaryKeyConstraint("tenant_id", "id", name="job_pkey"),
    sa.Index(
        "job_open", "tenant_id", "created_at", postgresql_where=sa.text("state IN ('waiting', 'running')")
    ),
    postgresql_with={"fillfactor": 70},
    comment="Operational, owned by jobs, kept after it ended as long as the municipality says, "
    "never exported: what is to be done "
    "for a municipality, how far it is, and what came of it.",
)
TABLES = (job,)


def ddl() -> Sequence[str]:
    """Row security; what is over is deleted."""
    return row_security(job.name, "SELECT, INSERT, UPDATE, DELETE")
