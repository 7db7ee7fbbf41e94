"""Whoever looks at the settings: an administrator, who sets, or an auditor, who reads."""

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import Response, abort

from kyogikai_graphql.asker import Asker
from kyogikai_platform.accounts.oidc.kept import Provider
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.accounts.tenant_settings import TenantSettings
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.entry import host_of
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Moment
from kyogikai_projections.standing import Keeper
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.municipalities import Accent, EraDisplay, Notation
from kyogikai_tenants.permission import READERS, Reading
from kyogikai_tenants.vocabulary import BodyKind, Role

WRITTEN = ("notation", "era", "licence", "licence_url", "contact", "accent")
"""What is set as a text, by the names of the form's fields."""


def reads_settings(asker: Asker | None) -> bool:
    """Whether somebody reads what is set."""
    return asker is not None and not READERS[Reading.SETTINGS].isdisjoint(asker.holds.roles)


@dataclass(frozen=True)
class Setting:
    """Somebody on a page of settings."""

    acting: Acting
    kept: TenantSettings

    @classmethod
    def at(cls, site: Site) -> "Setting":
        """Who may read settings; for all others there is no such page. Raises Elsewhere."""
        return cls._of(Acting.at(site))

    @classmethod
    def by_form(cls, site: Site) -> "Setting":
        """Who may set them, by a form of ours. Raises StaleForm, Elsewhere."""
        found = cls._of(Acting.by_form(site))
        if not found.acts:
            abort(HTTPStatus.NOT_FOUND)
        return found

    @classmethod
    def _of(cls, acting: Acting) -> "Setting":
        if not reads_settings(acting.visit.asker):
            abort(HTTPStatus.NOT_FOUND)
        return cls(acting, TenantSettings(acting.own.tenant, acting.own.user_id))

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.acting.lang

    @property
    def acts(self) -> bool:
        """Whether they may change what they see."""
        return Role.TENANT_ADMINISTRATOR in self.acting.visit.asker.holds.roles

    @cached_property
    def written(self) -> dict[str, str]:
        """What is set of how the municipality writes, as its form has it."""
        own = self.acting.visit.read(lambda reading: Keeper(Moment(today())).fetch(reading, [None]))[None]
        called = {f"word_{one['kind']}": one["word"] for one in own["vocabulary"]}
        return called | {name: own[name] or "" for name in WRITTEN}

    def page(self, template: str, status: int = HTTPStatus.OK, **facts: Any) -> Response:
        """A page in its frame."""
        lang = self.lang
        given = {
            "errors": {}, "longest": LONGEST, "acts": self.acts, "written": self.written,
            "confirming": self.acting.confirming.value,
            "notations": [(n.value, word(n, "ja")) for n in Notation],
            "eras": [(e.value, word(e, lang)) for e in EraDisplay],
            "accents": [("", words("settings_no_accent", lang)), *((a.value, word(a, lang)) for a in Accent)],
            "kinds": [(k.value, word(k, lang)) for k in BodyKind],
        }  # fmt: skip
        frame = self.acting.visit.ask("frame")
        return self.acting.visit.page(template, frame, status, **(given | facts))

    def told(self, provider: Provider | None) -> dict[str, Any]:
        """The provider as its form has it; its secret is told to nobody."""
        return provider._asdict() if provider else {}


def origin_of(site: Site) -> str:
    """Where this municipality is asked, as the provider has to know it."""
    return host_of(site).origin
