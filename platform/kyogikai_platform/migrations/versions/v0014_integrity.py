"""What seals and reviews the log, frozen as SQL."""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the tables, and the trail's indexes in the order in which it is read."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
