"""The first structure: the log, the operational tables, and a read table for each state.

Frozen as SQL, so that what a later version of the code declares changes nothing here.
"""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)  # without parameters a percent sign is itself
