"""Under which terms a municipality publishes, and whom to ask; none are stated until somebody says them.

Frozen as SQL, so that what a later version of the code declares changes nothing here.
"""

from alembic import op

from kyogikai_tenants.log.connection import driver

revision = "0004"
down_revision = "0003"
COLUMNS = ("licence", "licence_url", "contact")


def upgrade() -> None:
    """Add what the profile did not have."""
    for column in COLUMNS:
        added = f"ALTER TABLE municipality_profile ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
        driver(op.get_bind()).execute(added)
        driver(op.get_bind()).execute(f"ALTER TABLE municipality_profile ALTER COLUMN {column} DROP DEFAULT")
