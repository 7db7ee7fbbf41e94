"""What somebody did, in the order of the log, whatever sort of act it was; frozen as SQL."""

from pathlib import Path

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """An index of the trail."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split("\n--;\n"):
        driver(op.get_bind()).execute(statement)
