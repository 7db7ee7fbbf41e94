"""What the operator does to tenants: each act is an event of their log, and a visit in tenant zero's.

Tenant zero is told which tenant and which act, and no content. It is told first and commits last, so that
no act stands in a tenant's log that tenant zero does not know of.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from kyogikai_platform.accounts import passwords
from kyogikai_platform.accounts.passwords import address_of
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import checklist
from kyogikai_platform.onboarding.entering import enter
from kyogikai_platform.onboarding.templates import Template
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.access import OperatorAccess, RoleGranted, UserInvited
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Event
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory, notary
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.log.personal_data import Keys
from kyogikai_tenants.municipalities import (
    MunicipalityJoined,
    MunicipalityLeft,
    TenantActivated,
    TenantRegistered,
    TenantResumed,
    TenantSettingsChanged,
    TenantSuspended,
    done_on,
)
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Audience, Role

ON_THE_COMMAND_LINE = Actor("console", Role.PLATFORM_OPERATOR)


class CodeTaken(Refused):
    """A municipality is a tenant once."""

    CODE = "CODE_TAKEN"
    JA = "コード「{code}」の自治体は、{host} として登録済みです。"
    EN = "The municipality with the code {code} is registered already, as {host}."


class NotReady(Refused):
    """A tenant goes into use when nothing is missing that it needs."""

    CODE = "NOT_READY"
    JA = "利用開始の前に必要なことが残っています：{missing}"
    EN = "Something that is needed is still missing: {missing}"


class Member(NamedTuple):
    """A municipality of a joint council."""

    code: str
    name: str


@dataclass(frozen=True)
class Operator:
    """An operator at work in an installation."""

    here: Installation
    actor: Actor = ON_THE_COMMAND_LINE

    def register(self, members: Sequence[Member] = (), **given: Any) -> Listed:
        """A new tenant, not in use yet. Raises Refused."""
        self.free(given.get("code", ""))
        with self._noted(given["host"], TenantRegistered), self._of(new_id()) as (connection, session):
            listed = enter(connection, session, self.actor, **given)
            for member in members:
                said = {"member_code": member.code, "member_name": member.name}
                self._say(session, MunicipalityJoined, listed.tenant_id, **said)
            return listed

    def settings(self, tenant: Listed, **given: Any) -> None:
        """All settings anew. Raises Refused."""
        self._one(tenant, TenantSettingsChanged, **given)

    def template(self, tenant: Listed, template: Template) -> UUID:
        """Record a council's beginning as one batch; its id. Raises Refused."""
        with self._noted(tenant.host, *template.events), self._of(tenant.tenant_id) as (_, session):
            return template.record(session, self.actor)

    def invite(self, tenant: Listed, name: str, email: str) -> UUID:
        """The first administrator's account. Raises Refused."""
        noted = self._noted(tenant.host, UserInvited, RoleGranted)
        with noted, self._of(tenant.tenant_id) as (conn, session):
            given = {"name": name, "email": email, "audience": Audience.SECRETARIAT}
            user = self._say(session, UserInvited, None, **given)
            passwords.keep(conn, user, Keys(conn).fingerprint(address_of(email)), "")
            self._say(session, RoleGranted, user, role=Role.TENANT_ADMINISTRATOR)
            return user

    def checkpoint(self, tenant: Listed) -> int:
        """Sign the log as it stands; up to which position."""
        origin = self.here.origin(self.here.tenant(tenant.host))
        with transaction(self.here.engine, tenant.tenant_id) as connection:
            return notary.issue(connection, origin, self.here.key).size

    def activate(self, tenant: Listed) -> None:
        """Put it into use, if nothing is missing. Raises NotReady, Refused."""
        with self._noted(tenant.host, TenantActivated), self._of(tenant.tenant_id) as (connection, session):
            missing = [line.name for line in checklist.read(connection) if line.needed and not line.done]
            if missing:
                raise NotReady(missing=", ".join(missing))
            self._say(session, TenantActivated, tenant.tenant_id)

    def join(self, tenant: Listed, member: Member) -> None:
        """A municipality joins a joint council. Raises Refused."""
        said = {"member_code": member.code, "member_name": member.name}
        self._one(tenant, MunicipalityJoined, **said)

    def leave(self, tenant: Listed, code: str, reason: str) -> None:
        """A municipality leaves a joint council. Raises Refused."""
        self._one(tenant, MunicipalityLeft, member_code=code, reason=reason)

    def suspend(self, tenant: Listed, reason: str) -> None:
        """Close it to everybody for a while. Raises Refused."""
        self._one(tenant, TenantSuspended, reason=reason)

    def resume(self, tenant: Listed) -> None:
        """Open it again. Raises Refused."""
        self._one(tenant, TenantResumed)

    def _one(self, tenant: Listed, event: type[Event], **given: Any) -> None:
        with self._noted(tenant.host, event), self._of(tenant.tenant_id) as (_, session):
            self._say(session, event, tenant.tenant_id, **given)

    def _say(self, session: Session, event: type[Event], subject: UUID | None, **given: Any) -> UUID:
        say = Say(event, subject, {"effective": done_on(today())} | given)
        return session.execute(say, actor=self.actor).record_id

    def _noted(self, host: str, *events: type[Event]) -> AbstractContextManager[None]:
        return self.noted(host, "・".join(event.LABEL for event in dict.fromkeys(events)))

    @contextmanager
    def noted(self, host: str, acts: str) -> Iterator[None]:
        """What is done meanwhile stands in tenant zero's log, or nothing is done."""
        with transaction(self.here.engine, self.here.zero) as connection:
            said = {
                "reason": f"{host}：{acts}",
                "audience": Audience.SECRETARIAT,
                "effective": done_on(today()),
            }
            Session(connection, ReadModels()).execute(Say(OperatorAccess, None, said), actor=self.actor)
            yield

    @contextmanager
    def _of(self, tenant_id: UUID) -> Iterator[tuple[sa.Connection, Session]]:
        with transaction(self.here.engine, tenant_id) as connection:
            yield connection, Session(connection, ReadModels())

    def free(self, code: str) -> None:
        """No municipality of this code is a tenant. Raises CodeTaken."""
        with self.here.engine.connect() as connection:
            known = [t for t in directory.tenants(connection) if code and t.code == code]
        for other in known:
            raise CodeTaken(field="code", code=code, host=other.host)
