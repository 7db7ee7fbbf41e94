"""What a tenant needs before it goes into use, each line read off its log and its accounts.

Whether there is something is told, never what: the operator sees no content.
"""

from typing import NamedTuple

import sqlalchemy as sa

from kyogikai_tenants.log.connection import driver

NEEDED = ("settings", "council", "bodies", "administrator_invited", "administrator_accepted", "checkpoint")
OPTIONAL = ("second_factor", "licence", "contact", "history")
LINES = f"""
WITH administrator AS (
  SELECT u.id, u.accepted FROM role_grant g JOIN user_account u ON u.tenant_id = g.tenant_id
    AND u.id = g.user_id AND u.known_to IS NULL AND u.existence = 'live' AND u.valid_to IS NULL
  WHERE g.tenant_id = %(tenant)s AND g.known_to IS NULL AND g.existence = 'live' AND g.valid_to IS NULL
    AND g.role = 'tenant_administrator'),
profile AS (
  SELECT licence, contact FROM municipality_profile
  WHERE tenant_id = %(tenant)s AND known_to IS NULL AND valid_to IS NULL)
SELECT EXISTS (SELECT FROM events WHERE tenant_id = %(tenant)s
    AND topic = 'tenant.settings_changed') {NEEDED[0]},
  EXISTS (SELECT FROM council WHERE tenant_id = %(tenant)s AND known_to IS NULL) {NEEDED[1]},
  EXISTS (SELECT FROM body WHERE tenant_id = %(tenant)s AND known_to IS NULL) {NEEDED[2]},
  EXISTS (SELECT FROM administrator) {NEEDED[3]},
  EXISTS (SELECT FROM administrator WHERE accepted) {NEEDED[4]},
  EXISTS (SELECT FROM checkpoint WHERE tenant_id = %(tenant)s) {NEEDED[5]},
  EXISTS (SELECT FROM administrator a WHERE
    EXISTS (SELECT FROM account_totp t WHERE t.tenant_id = %(tenant)s AND t.user_id = a.id
      AND t.confirmed_at IS NOT NULL)
    OR EXISTS (SELECT FROM account_passkey k WHERE k.tenant_id = %(tenant)s
      AND k.user_id = a.id)) {OPTIONAL[0]},
  EXISTS (SELECT FROM profile WHERE licence <> '') {OPTIONAL[1]},
  EXISTS (SELECT FROM profile WHERE contact <> '') {OPTIONAL[2]},
  EXISTS (SELECT FROM source_document WHERE tenant_id = %(tenant)s AND known_to IS NULL) {OPTIONAL[3]}
"""  # noqa: S608 - constants


class Line(NamedTuple):
    """Something to be done, by its name."""

    name: str
    done: bool
    needed: bool


def read(connection: sa.Connection) -> list[Line]:
    """The lines of the tenant whose connection it is, what is needed first."""
    given = {"tenant": connection.info["tenant_id"]}
    row = driver(connection).execute(LINES, given).fetchone() or ()
    names = (*NEEDED, *OPTIONAL)
    return [Line(name, done, name in NEEDED) for name, done in zip(names, row, strict=True)]
