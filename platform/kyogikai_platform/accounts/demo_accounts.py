"""Accounts and tokens of the fictitious municipality, so that a newcomer may ask as anybody.

Their secrets follow from the demo's master key: the same on every start, and other ones in another home.
They have no second factor, so that the printed line is enough; whoever wants one enrols it at /account.
"""

import hmac
from base64 import b32encode, urlsafe_b64encode
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kyogikai_platform.accounts import passwords
from kyogikai_platform.accounts.passwords import address_of
from kyogikai_platform.accounts.people import NoSuchAccount, People
from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import operators
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.access.offices import HEADS
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.log.connection import driver, transaction
from kyogikai_tenants.log.personal_data import Key, Keys
from kyogikai_tenants.vocabulary import Role

DAY = date(2025, 4, 1)
"""On which they were invited."""
ADMINISTRATOR = "admin@mihon.example"
OPERATOR = "operator@kyogikai.example"
PEOPLE = (
    (Role.TENANT_ADMINISTRATOR, "見本 管理", ADMINISTRATOR),
    (Role.SECRETARIAT, "見本 事務", "office@mihon.example"),
    (Role.CHAIR, "見本 部会長", "chair@mihon.example"),
    (Role.MEMBER, "見本 委員", "member@mihon.example"),
    (Role.CASE_WORKER, "見本 支援", "worker@mihon.example"),
    (Role.AUDITOR, "見本 監査", "auditor@mihon.example"),
    (Role.VIEWER, "見本 庁内", "viewer@mihon.example"),
)
SCOPES = (
    ("公開データの利用者", ("published:read",)),
    ("庁内の集計", ("council:read", "changes:read")),
    ("会議支援ソフト", ("council:read", "meetings:write", "changes:read")),
)
SITTING = """
SELECT m.person_id FROM membership m LEFT JOIN term t ON t.tenant_id = m.tenant_id AND t.id = m.term_id
  AND t.known_to IS NULL AND t.existence = 'live'
WHERE m.tenant_id = %(tenant)s AND m.known_to IS NULL AND m.existence = 'live' AND m.person_id IS NOT NULL
  AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
  AND (m.term_id IS NULL OR coalesce(t.planned_end ->> 'latest', '') >= %(iso)s)
  AND CASE WHEN %(heads)s THEN m.office = ANY(%(offices)s) ELSE m.office = '' END
ORDER BY (m.office <> '部会長'), m.sort COLLATE "C", m.id LIMIT 1
"""


class Account(NamedTuple):
    """How to sign in as somebody of a role."""

    role: Role
    email: str
    passphrase: str


class Token(NamedTuple):
    """How to ask as a program."""

    scopes: tuple[str, ...]
    secret: str


def prepared(here: Installation, tenant: Tenant) -> tuple[list[Account], list[Token]]:
    """Make what is not there yet, and say how to come in. Raises NotForDevelopment, Refused."""
    here.require_demo("accounts with known passphrases")
    master = Key.configured()
    accounts = [Account(role, email, _passphrase(master, email)) for role, _, email in PEOPLE]
    for account, (_, name, _) in zip(accounts, PEOPLE, strict=True):
        _account(tenant, account, name)
    people = People(tenant, day=DAY).as_(ADMINISTRATOR)
    return accounts, [_token(people, master, name, scopes) for name, scopes in SCOPES]


def operator(here: Installation) -> Account:
    """The platform's operator, at the console. Raises NotForDevelopment."""
    here.require_demo("accounts with known passphrases")
    account = Account(Role.PLATFORM_OPERATOR, OPERATOR, _passphrase(Key.configured(), OPERATOR))
    own = operators.tenant_zero(here)
    user = operators.operator(here, "見本 運営", OPERATOR)
    if not _has_passphrase(own, OPERATOR):
        People(own, Actor(str(user), Role.PLATFORM_OPERATOR)).passphrase(user, OPERATOR, account.passphrase)
    return account


def _account(tenant: Tenant, account: Account, name: str) -> None:
    first = account.email == ADMINISTRATOR
    people = People(tenant, day=DAY) if first else People(tenant, day=DAY).as_(ADMINISTRATOR)
    try:
        user = people.find(account.email)
    except NoSuchAccount:
        user = people.invite(name, account.email, _person(tenant, account.role))
    if account.role not in {Role.CHAIR, Role.MEMBER}:
        people.grant(user, account.role, key=f"demo-accounts-{account.role}")
    if not _has_passphrase(tenant, account.email):
        people.passphrase(user, account.email, account.passphrase)


def _person(tenant: Tenant, role: Role) -> UUID | None:
    """Somebody who sits in a body today: as its head, or without an office."""
    if role not in {Role.CHAIR, Role.MEMBER}:
        return None
    given = {"tenant": tenant.id, "day": today(), "iso": today().isoformat(), "offices": sorted(HEADS)}
    with transaction(tenant.engine, tenant.id) as connection:
        row = driver(connection).execute(SITTING, given | {"heads": role is Role.CHAIR}).fetchone()
    return row[0] if row else None


def _has_passphrase(tenant: Tenant, email: str) -> bool:
    with transaction(tenant.engine, tenant.id) as connection:
        found = passwords.find(connection, Keys(connection).fingerprint(address_of(email)))
    return bool(found and found.hash)


def _token(people: People, master: Key, name: str, scopes: tuple[str, ...]) -> Token:
    client = people.register(name, list(scopes), key=f"demo-accounts-{name}")
    text = urlsafe_b64encode(_derived(master, f"token {name}")).decode().rstrip("=")
    return Token(scopes, people.token(client, text=f"kyo_{text}").secret)


def _passphrase(master: Key, email: str) -> str:
    text = b32encode(_derived(master, f"passphrase {email}")[:15]).decode().lower()
    return "-".join(text[n : n + 6] for n in range(0, 24, 6))


def _derived(master: Key, what: str) -> bytes:
    return hmac.digest(master.secret, f"kyogikai demo {what}".encode(), "sha256")
