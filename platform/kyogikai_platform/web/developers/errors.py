"""/developers/errors: every limit, every code, and every rule that may refuse what is recorded."""

from functools import cache
from typing import NamedTuple

from flask import Response

from kyogikai_graphql.api_errors import refusals
from kyogikai_graphql.codes import CODES
from kyogikai_graphql.described.limits import Limit, told
from kyogikai_platform.accounts.client_documents import MOST
from kyogikai_platform.settings import Settings
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.labels import word


class Code(NamedTuple):
    """A code of a question that goes wrong."""

    code: str
    status: int | None
    text: str


class Rule(NamedTuple):
    """A rule that refuses a command."""

    code: str
    name: str
    text: str
    may_allow: list[str]


def show(site: Site) -> Response:
    """All of them."""
    visit = Visit.at(site)
    limits = [(one.name, one.value, one.words.said(visit.lang)) for one in of(site.door.here.settings)]
    return visit.page(
        "developers/errors.html", visit.ask("frame"), limits=limits, codes=codes(visit.lang),
        rules=rules(visit.lang),
    )  # fmt: skip


def of(settings: Settings) -> list[Limit]:
    """The limits of an installation."""
    points = {"POINTS_KNOWN": settings.points_known, "POINTS_PUBLIC": settings.points_public}
    return list(told({"DOCUMENTS": MOST, **points}))


@cache
def codes(lang: str) -> list[Code]:
    """The codes of questions."""
    return [Code(code, one.status, one.ja if lang == "ja" else one.en) for code, one in sorted(CODES.items())]


@cache
def rules(lang: str) -> list[Rule]:
    """The rules of commands."""
    found = sorted(set(refusals()), key=lambda rule: (rule.CODE, rule.__name__))
    return [
        Rule(one.CODE, one.__name__, one.JA if lang == "ja" else one.EN,
             [word(role, lang) for role in one.MAY_ALLOW])
        for one in found
    ]  # fmt: skip
