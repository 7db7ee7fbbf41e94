"""Ids: UUIDv7 made by the application; uuid5 where the same input must give the same id again."""

import os
import time
from uuid import UUID, uuid5


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorted by time of making, no sequence to share between servers."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    return UUID(int=value & ~(0x3 << 62) | 2 << 62)


def part_id(stream_id: UUID, key: str) -> UUID:
    """The id of a part of a record: the same whenever it is derived."""
    return uuid5(stream_id, key)


def import_id(tenant_id: UUID, key: str) -> UUID:
    """The id of what an import file calls ``key``, so that a second run changes nothing."""
    return uuid5(tenant_id, f"import:{key}")
