"""Who grants roles to whom, and that somebody always can: rules across accounts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from kyogikai_tenants.access.users import RoleGrant, role_of
from kyogikai_tenants.changes import Change
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import MunicipalityProfile
from kyogikai_tenants.record import Derived
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Version
from kyogikai_tenants.vocabulary import Role

ADMINISTERS: dict[Role, frozenset[Role]] = {
    Role.TENANT_ADMINISTRATOR: frozenset(
        {
            Role.TENANT_ADMINISTRATOR,
            Role.SECRETARIAT,
            Role.MEMBER,
            Role.CASE_WORKER,
            Role.AUDITOR,
            Role.VIEWER,
        }
    ),
    Role.PLATFORM_OPERATOR: frozenset({Role.TENANT_ADMINISTRATOR}),
}
"""Who grants and revokes which roles. A chair's follows from the office held, the public's from nothing."""


class NotYoursToGrant(Refused):
    """Nobody grants or revokes a role that they do not administer; the operator: the first administrator."""

    CODE = "NOT_YOURS_TO_GRANT"
    JA = "役割 {role} は {by} が付与・取消しできるものではありません。"
    EN = "{by} does not administer the role {role}."
    MAY_ALLOW = (Role.TENANT_ADMINISTRATOR,)


class LastAdministrator(Refused):
    """A tenant that has an administrator has one on every later day."""

    CODE = "LAST_ADMINISTRATOR"
    JA = "{day} から管理者がいなくなります。先に別の管理者を置いてください。"
    EN = "From {day} there would be no administrator; appoint another first."


def _grants(derived: Derived | None) -> set[Version]:
    return {v for v in (derived.versions if derived else ()) if isinstance(v.state, RoleGrant)}


def _administrators(reads: Reads) -> list[Version]:
    """Every administrator's grant, as known now."""
    return [k.version for k in reads.versions(RoleGrant, role=[Role.TENANT_ADMINISTRATOR.value])]


@rule
def a_role_is_granted_by_who_administers_it(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Whether granted, revoked, corrected or annulled: whatever moves a grant is judged.

    Operators make operators where no municipality is, which is tenant zero, and nowhere else.
    """
    for change in changes:
        if change.record.kind == "user_account" and change.role is not None:
            may = ADMINISTERS.get(change.role, frozenset())
            if change.role is Role.PLATFORM_OPERATOR and not reads.versions(MunicipalityProfile):
                may |= {Role.PLATFORM_OPERATOR}
            moved = {role_of(v) for v in _grants(change.before) ^ _grants(change.after)}
            for role in sorted(r for r in moved - may if r):
                yield NotYoursToGrant(role=role, by=change.role)
            if change.role is Role.PLATFORM_OPERATOR and _others(reads, change.record.id):
                yield NotYoursToGrant(role=Role.TENANT_ADMINISTRATOR, by=change.role)


def _others(reads: Reads, user: UUID) -> bool:
    """Whether somebody else is, was or will be an administrator."""
    return any(isinstance(v.state, RoleGrant) and v.state.user_id != user for v in _administrators(reads))


@rule
def there_is_always_an_administrator(reads: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Coverage changes only where a grant begins or ends, so these are the days to look at."""
    had = [
        v
        for c in changes
        if c.record.kind == "user_account" and _grants(c.before) - _grants(c.after)
        for v in _grants(c.before)
        if role_of(v) is Role.TENANT_ADMINISTRATOR
    ]
    now = _administrators(reads) if had else []
    days = sorted({v.valid_from for v in had} | {v.valid_to for v in now if v.valid_to})
    if alone := next((d for d in days if _covered(had, d) and not _covered(now, d)), None):
        yield LastAdministrator(day=alone)


def _covered(versions: Iterable[Version], day: date) -> bool:
    return any(v.covers(day) for v in versions)
