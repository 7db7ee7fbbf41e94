"""Keeping bytes under what they hash to, within one municipality."""

from hashlib import sha256

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver

PUT = (
    "INSERT INTO file_bytes (tenant_id, sha256, bytes) VALUES (%s, %s, %s) "
    "ON CONFLICT ON CONSTRAINT file_bytes_pkey DO NOTHING"
)
GET = "SELECT bytes FROM file_bytes WHERE tenant_id = %s AND sha256 = %s"
FORGET = (
    "DELETE FROM file_bytes f WHERE f.tenant_id = %s AND f.sha256 = %s AND NOT EXISTS "
    "(SELECT FROM document d WHERE d.tenant_id = f.tenant_id AND d.sha256 = f.sha256)"
)


class Damaged(Exception):
    """The store holds other bytes than it was given."""


def put(connection: sa.Connection, content: bytes) -> str:
    """Keep bytes; what they hash to, in hexadecimal. The same bytes are kept once."""
    digest = sha256(content).hexdigest()
    driver(connection).execute(PUT, (connection.info["tenant_id"], digest, content))
    return digest


def get(connection: sa.Connection, digest: str) -> bytes | None:
    """The bytes that hash to this, or None where they are not kept here. Raises Damaged."""
    row = driver(connection).execute(GET, (connection.info["tenant_id"], digest)).fetchone()
    if row is None:
        return None
    content = bytes(row[0])
    if sha256(content).hexdigest() != digest:
        raise Damaged(digest)
    return content


def forget(connection: sa.Connection, digest: str) -> None:
    """Take bytes back that no document on record has: it was refused."""
    driver(connection).execute(FORGET, (connection.info["tenant_id"], digest))
