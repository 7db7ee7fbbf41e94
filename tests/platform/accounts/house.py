"""A municipality at a host of its own, with accounts that sign in: what tests of the door begin with."""

import atexit
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from os import getpid
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kyogikai_platform.accounts.passwords import Hashing
from kyogikai_platform.accounts.people import People
from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_platform.settings import Settings
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log import directory
from kyogikai_tenants.municipalities import TenantActivated, TenantRegistered, done_on
from kyogikai_tenants.vocabulary import MunicipalityKind, Role, TenantStatus
from tests.book import Book

FAST = Hashing(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSPHRASE = "みほんのとても長い合言葉です、はい"
ADMINISTRATOR = "admin@example.jp"
HOME = Path(gettempdir()) / f"kyogikai-tests-{getpid()}"
"""Where an installation of this run keeps what it makes: the key of its notes."""
atexit.register(rmtree, HOME, ignore_errors=True)


def installation(application: sa.URL) -> Installation:
    """The test's database as an installation, with operators of its own: its master key is its own too."""
    return Installation(Settings(None, HOME, "localhost"), application, application, zero=new_id())


@dataclass(frozen=True)
class House:
    """A municipality, its host label, and the application that serves it."""

    here: Installation
    tenant: Tenant
    label: str

    @classmethod
    def opened(cls, here: Installation, *, administered: bool = True) -> "House":
        """A new one, with an administrator."""
        tenant_id, label = new_id(), f"t{new_id().hex[20:]}"
        tenant = Tenant(here.engine, tenant_id)
        city = MunicipalityKind.CITY
        listed = directory.Listed(tenant_id, label, "", "架空市", city, TenantStatus.ACTIVE, fictitious=True)
        with here.engine.begin() as connection:
            directory.register(connection, listed)
        own: dict[str, Any] = {
            "name": "架空市",
            "kind": "city",
            "host": label,
            "fictitious": True,
            "audience": "public",
        }
        operator = Book(tenant, Actor("operator", Role.PLATFORM_OPERATOR))
        operator.say(TenantRegistered, tenant_id, "undated", **own)
        operator.say(TenantActivated, tenant_id, done_on(today()))
        if administered:
            first = People(tenant, hashing=FAST)
            first.grant(first.invite("管理者", ADMINISTRATOR), Role.TENANT_ADMINISTRATOR)
        return cls(here, tenant, label)

    @property
    def host(self) -> str:
        """What a browser asks."""
        return f"{self.label}.localhost"

    @property
    def book(self) -> Book:
        """Its record, in the secretariat's hand."""
        return Book(self.tenant)

    @cached_property
    def people(self) -> People:
        """Its accounts, in the administrator's hand."""
        return People(self.tenant, hashing=FAST).as_(ADMINISTRATOR)

    def account(self, email: str, *roles: Role, person: UUID | None = None) -> UUID:
        """Somebody who may sign in."""
        user = self.people.invite(f"{email.partition('@')[0]} さん", email, person)
        for role in roles:
            self.people.grant(user, role)
        self.people.passphrase(user, email, PASSPHRASE)
        return user

    def client(self, *scopes: str) -> str:
        """The secret of a token of a new client."""
        return self.people.token(self.people.register("県の集計", list(scopes))).secret

    def browser(self) -> "Browser":
        """A browser, at a server of its own."""
        return Browser(self, create_app(self.here).test_client())


@dataclass(frozen=True)
class Browser:
    """Somebody's browser, or program, at a house."""

    house: House
    client: FlaskClient

    def send(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Any request to the house; underscores in headers' names are hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(path, method=method, json=json, headers={"Host": self.house.host} | named)

    def sign_in(self, email: str, passphrase: str = PASSPHRASE) -> TestResponse:
        """Sign in."""
        return self.send("POST", "/sign-in", {"email": email, "password": passphrase})

    def ask(self, query: str, **headers: str) -> TestResponse:
        """Ask the API, from our own page."""
        given = {"Sec_Fetch_Site": "same-origin"} | headers
        return self.send("POST", "/graphql", {"query": query}, **given)

    def at(self, other: House) -> "Browser":
        """The same browser at another house's host, with all that it carries."""
        found = Browser(other, self.client)
        cookie = self.client.get_cookie("kyogikai", domain=self.house.host)
        if cookie is not None:
            self.client.set_cookie("kyogikai", cookie.value, domain=other.host)
        return found


def code(response: TestResponse) -> str:
    """The code of a refusal."""
    body: Mapping[str, Any] = response.get_json(silent=True) or {}
    return str(body["errors"][0]["extensions"]["code"]) if "errors" in body else ""
