"""The console's host: behind it stands tenant zero, and nothing of any municipality."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Request
from typing_extensions import override
from werkzeug.exceptions import SecurityError

from kyogikai_graphql.asker import Asker
from kyogikai_platform.accounts.door import HouseDoor, unknown_municipality
from kyogikai_platform.api import Wsgi
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import asked as asked_of
from kyogikai_platform.tenancy import CONSOLE, label_of
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.site import NoAnswer, Site
from kyogikai_platform.web.words import words


@dataclass(frozen=True)
class ConsoleDoor(HouseDoor):
    """The door of tenant zero: a session of it is good here alone."""

    LISTED: ClassVar[bool] = False

    @override
    def named_by(self, asked: Request) -> Tenant:
        """Tenant zero. Raises HttpProblem (404) at any other host."""
        try:
            label = label_of(asked.host, self.here.settings.base_domain)
        except SecurityError:
            label = None
        if label != CONSOLE:
            raise unknown_municipality()
        asked_of.of_tenant(self.here.zero, asked_of.CONSOLE)
        return Tenant(self.here.engine, self.here.zero)


@dataclass(frozen=True)
class ConsoleSite(Site):
    """Its pages: tenant zero has no council, so the frame is said here and not asked of the API."""

    of_operators: ClassVar[bool] = True

    @override
    def answer(self, asker: Asker, document: str, **variables: Any) -> dict[str, Any]:
        """What the pages of accounts ask for their frame. Raises NoAnswer for all else."""
        if document not in FRAMES:
            raise NoAnswer(document)
        lang = str(variables["lang"]).lower()
        named = {"name": words("console_name", lang), "statements": []}
        held = [{"role": h.role.name, "body": None, "from": None, "to": None} for h in asker.holds.held]
        viewer = {"name": asker.name, "roles": held}
        return {"municipality": {"name": words("product", lang)}, "council": named, "viewer": viewer}


FRAMES = frozenset({"frame", "home", "account/overview"})


def by_host(here: Installation, console: Wsgi, otherwise: Wsgi) -> Wsgi:
    """The console at its host, everything else at all others."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        label = label_of(environ.get("HTTP_HOST", ""), here.settings.base_domain)
        return (console if label == CONSOLE else otherwise)(environ, start_response)

    return application
