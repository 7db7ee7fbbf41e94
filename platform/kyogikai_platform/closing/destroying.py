"""A closed tenant's rows are deleted in every table, and its keys with them; what is left is a certificate.

One transaction, in three hands: the application's, which looks whether it may be; the closer's, which alone
may delete; and tenant zero's, which keeps the certificate. Who runs it logs in as somebody who may become all
of them: the login that brings the structure up to date, and never the one of a server that answers pages.
"""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.closing import certificate, exporting
from kyogikai_platform.closing.certificate import Facts
from kyogikai_platform.closing.ending import Closed, closed
from kyogikai_platform.onboarding.operator import Operator
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import OperatorAccess
from kyogikai_tenants.commands import Say
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log import destruction, notary
from kyogikai_tenants.log.connection import driver, tenant_setting
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.log.tables import APPLICATION
from kyogikai_tenants.municipalities import done_on
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Audience, TenantStatus

COUNTS = """
SELECT (SELECT count(*) FROM tenant_key WHERE tenant_id = %(t)s)
       + (SELECT count(*) FROM subject_key WHERE tenant_id = %(t)s AND wrapped IS NOT NULL),
  (SELECT count(*) FROM subject_key WHERE tenant_id = %(t)s AND wrapped IS NULL),
  (SELECT count(*) FROM file_bytes WHERE tenant_id = %(t)s),
  (SELECT coalesce(sum(length(bytes)), 0) FROM file_bytes WHERE tenant_id = %(t)s)
"""
ACT = "消去"


class NotClosed(Refused):
    """Only what is closed is destroyed."""

    CODE = "NOT_CLOSED"
    JA, EN = "利用を終了していない自治体は消去できません。", "A tenant is destroyed only once it is closed."


class NotDue(Refused):
    """Nothing is destroyed before the waiting period is over."""

    CODE = "NOT_DUE"
    JA, EN = "消去できるのは {due} からです。", "It may be destroyed from {due} on."


class NoExport(Refused):
    """What is destroyed was written to a file after its last entry, or a reason says why not."""

    CODE = "NO_EXPORT"
    JA = "最後の記録（{position}番）までを書き出したファイルがありません。書き出すか、理由を付けてください。"
    EN = "No file was written that holds everything up to position {position}: export it, or give a reason."


class NoCloser(Refused):
    """Whoever destroys may become the closer in the database."""

    CODE = "NO_CLOSER"
    JA = "このデータベース接続は消去の役割（kyogikai_closer）になれません。"
    EN = "This login may not become kyogikai_closer: grant it that role, or use the login that upgrades."


class Destroyed(NamedTuple):
    """What is left."""

    id: UUID
    facts: Facts
    body: str


def destroy(operator: Operator, tenant: Listed, without_export: str = "") -> Destroyed:
    """Destroy it. Raises NotClosed, NotDue, NoExport, NoCloser, ChainBroken, SomethingLeft."""
    here = operator.here
    origin = here.origin(here.tenant(tenant.host))
    engine = sa.create_engine(here.login, poolclass=sa.NullPool)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL ROLE {APPLICATION}")
            _scope(connection, here.zero)
            zero = Session(connection, ReadModels())  # its lock first, as in every act of an operator
            facts = _Destroying(operator, tenant, origin, without_export).run(connection)
            _scope(connection, here.zero)
            body = certificate.made(facts, origin, here.key)
            said = {
                "reason": f"{tenant.host}：{ACT}", "audience": Audience.SECRETARIAT,
                "effective": done_on(today()),
            }  # fmt: skip
            zero.execute(Say(OperatorAccess, None, said), actor=operator.actor)
            return Destroyed(certificate.keep(connection, facts, body), facts, body)
    except sa.exc.ProgrammingError as problem:
        if "permission denied to set role" in str(problem.orig):
            raise NoCloser from problem
        raise


def _scope(connection: sa.Connection, tenant_id: UUID) -> None:
    """From here on the transaction sees this tenant."""
    connection.exec_driver_sql(tenant_setting(tenant_id))
    connection.info["tenant_id"] = tenant_id


class _Destroying:
    """One tenant's end."""

    def __init__(self, operator: Operator, tenant: Listed, origin: str, without_export: str) -> None:
        self._operator, self._tenant = operator, tenant
        self._origin, self._reason = origin, without_export

    def run(self, connection: sa.Connection) -> Facts:
        """Look, count, delete; what to certify."""
        _scope(connection, self._tenant.tenant_id)
        log = Log.within(connection)
        log.lock()
        found = self._may(connection)
        head, note = log.verify(), notary.issue(connection, self._origin, self._operator.here.key)
        export = self._export(connection, head.position)
        row = driver(connection).execute(COUNTS, {"t": self._tenant.tenant_id}).fetchone()
        keys, erased, files, file_bytes = row or (0,) * 4
        return Facts(
            tenant_id=self._tenant.tenant_id, host=self._tenant.host, name=self._tenant.name,
            code=self._tenant.code, events=head.position, head=head.hash.hex(), root=note.root_hash.hex(),
            checkpoint=note.note, closed_on=found.on, due=found.due, reason=found.reason,
            closed_by=found.by, destroyed_at=datetime.now(UTC).replace(microsecond=0),
            destroyed_by=self._operator.actor.id, export=export,
            without_export="" if export else self._reason, keys=keys, erased_before=erased, files=files,
            file_bytes=file_bytes, rows=destruction.destroy(connection),
        )  # fmt: skip

    def _may(self, connection: sa.Connection) -> Closed:
        found = closed(connection)
        if found is None or self._tenant.status is not TenantStatus.CLOSED:
            raise NotClosed
        if not found.due or today() < date.fromisoformat(found.due):
            raise NotDue(due=found.due or "—")
        return found

    def _export(self, connection: sa.Connection, position: int) -> str:
        """The hash of the file that holds all of it, or of none, for a reason. Raises NoExport."""
        written: list[Any] = [e for e in exporting.kept(connection) if e.size == position]
        if not written and not self._reason:
            raise NoExport(position=position)
        return str(written[0].sha256) if written else ""
