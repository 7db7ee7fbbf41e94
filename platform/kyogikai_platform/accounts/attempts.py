"""Sign-ins are slowed down, not locked out: after a few failures each next one waits twice as long.

An attempt counts as failed before its passphrase is looked at, in one statement, so that however many
workers try at once, all share one limit; one that succeeds is taken back.
"""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver

FREE, FREE_FROM_ONE_PLACE = 5, 100
"""Failures without a delay: of one e-mail address, and from one network address."""
SLOWEST = 300
"""Seconds: the longest delay, so that nobody is shut out for long by somebody else."""
TAKE = """
INSERT INTO sign_in_attempt AS a (tenant_id, whose, failures, since, last_at, free_at)
VALUES (%(tenant)s, %(whose)s, 1, clock_timestamp(), clock_timestamp(), clock_timestamp())
ON CONFLICT (tenant_id, whose) DO UPDATE SET (failures, since, last_at, free_at) = (
  SELECT n, CASE WHEN n = 1 THEN clock_timestamp() ELSE a.since END, clock_timestamp(), clock_timestamp()
    + make_interval(secs => CASE WHEN n < %(free)s THEN 0
      ELSE least(%(slowest)s, 2 ^ least(n - %(free)s, 20)) END)
  FROM (SELECT CASE WHEN a.last_at < clock_timestamp() - interval '1 day' THEN 1
    ELSE a.failures + 1 END AS n) counted)
WHERE a.free_at <= clock_timestamp()
RETURNING failures
"""
WAIT = """
SELECT greatest(1, ceil(extract(epoch FROM free_at - clock_timestamp())))::int FROM sign_in_attempt
WHERE tenant_id = %(tenant)s AND whose = %(whose)s
"""
OLD = """
DELETE FROM sign_in_attempt WHERE tenant_id = %(tenant)s AND whose IN (
  SELECT whose FROM sign_in_attempt
  WHERE tenant_id = %(tenant)s AND last_at < now() - interval '1 day' FOR UPDATE SKIP LOCKED)
"""


class Delayed(Exception):
    """The next attempt waits."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Failures(NamedTuple):
    """How often it failed before, since when."""

    number: int
    since: datetime


def take(connection: sa.Connection, whose: bytes, free: int = FREE) -> int:
    """Count an attempt, and say the how-manieth since the last success it is. Raises Delayed."""
    given = {"tenant": connection.info["tenant_id"], "whose": whose}
    row = driver(connection).execute(TAKE, given | {"free": free, "slowest": SLOWEST}).fetchone()
    if row is None:
        waiting = driver(connection).execute(WAIT, given).fetchone()
        raise Delayed(waiting[0] if waiting else 1)
    return int(row[0])


def succeeded(connection: sa.Connection, whose: bytes, own: int = 1) -> Failures | None:
    """Begin anew after a success, and say what failed before it; what is a day old is forgotten.

    ``own`` is how many of the attempts counted are the one that succeeds: none if it was taken back.
    """
    tenant = connection.info["tenant_id"]
    driver(connection).execute(OLD, {"tenant": tenant})
    gone = "DELETE FROM sign_in_attempt WHERE tenant_id = %s AND whose = %s RETURNING failures - %s, since"
    row = driver(connection).execute(gone, (tenant, whose, own)).fetchone()
    return Failures(*row) if row and row[0] > 0 else None


def take_back(connection: sa.Connection, whose: bytes) -> None:
    """One attempt from a network address was no failure."""
    driver(connection).execute(
        "UPDATE sign_in_attempt SET failures = greatest(failures - 1, 0), free_at = now() "
        "WHERE tenant_id = %s AND whose = %s",
        (connection.info["tenant_id"], whose),
    )


def so_far(connection: sa.Connection, whose: bytes) -> Failures | None:
    """What has failed until now."""
    query = "SELECT failures, since FROM sign_in_attempt WHERE tenant_id = %s AND whose = %s"
    row = driver(connection).execute(query, (connection.info["tenant_id"], whose)).fetchone()
    return Failures(*row) if row else None
