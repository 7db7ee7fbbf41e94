"""What was uploaded and never recorded goes again: the dry run after its time, then the bytes of its file."""

from datetime import timedelta

import sqlalchemy as sa

from kyogikai_platform.retention import forget
from kyogikai_tenants.log.connection import driver
from kyogikai_tenants.retention import Kept

UNNAMED = timedelta(days=1)
"""How long bytes are kept that nothing names: a form may be about to."""
BYTES = """
DELETE FROM file_bytes f WHERE f.tenant_id = %s AND f.stored_at < now() - %s
  AND NOT EXISTS (SELECT FROM job j WHERE j.tenant_id = f.tenant_id AND j.given ->> 'sha256' = f.sha256)
  AND NOT EXISTS (SELECT FROM document d WHERE d.tenant_id = f.tenant_id AND d.sha256 = f.sha256)
  AND NOT EXISTS (SELECT FROM source_document s WHERE s.tenant_id = f.tenant_id AND s.sha256 = f.sha256
    AND s.known_to IS NULL)
"""
"""A file of which something stands on record is what that record came from, and stays."""


def sweep(connection: sa.Connection) -> tuple[int, int]:
    """Delete them in the transaction of a municipality; how many dry runs, and how many files."""
    tenant, own = connection.info["tenant_id"], driver(connection)
    checks = forget(connection, Kept.UPLOADS)
    return checks, own.execute(BYTES, (tenant, UNNAMED)).rowcount
