"""The first structure: the log, and a read table for each state."""

from alembic import op

from kyogikai_projections import tables as read_tables
from kyogikai_tenants.log import tables as log_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    log_tables.metadata.create_all(op.get_bind())
    for statement in (*log_tables.ddl(), *read_tables.ddl()):
        op.execute(statement)
