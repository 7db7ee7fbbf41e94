"""委員名簿 of a body on a day at /bodies/<id>/roster.docx and .pdf; a term's by ``?term=<id>``."""

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Response, abort, request

from kyogikai_platform.web.public.columns import Answer
from kyogikai_platform.web.public.paper import Paper, Section, Table
from kyogikai_platform.web.public.papers import COMMAS, given, known_form, rests, speaking, stands, whose
from kyogikai_platform.web.public.reading import whole
from kyogikai_platform.web.seating import by_seat
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Elsewhere, Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.vocabulary import Existence

HEAD = (
    "public_no", "public_office", "public_name", "public_organization", "public_category", "public_remark",
)  # fmt: skip


def show_as(site: Site, body: str, form: str) -> Response:
    """As much as the reader may see."""
    known_form(form)
    visit = Visit.at(site)
    answer = whole(visit, "roster", "body", "memberships", body)
    if not answer["body"]:
        abort(HTTPStatus.NOT_FOUND)
    if request.args.get("term"):
        raise Elsewhere(visit.when.at(_day_of(visit, answer["body"], request.args["term"])))
    held = answer["body"]["memberships"]
    held["nodes"] = by_seat(visit, held["nodes"])
    paper = paper_of(visit, answer)
    return given(visit, answer, paper, form, f"roster-{visit.when.day.isoformat()}")


def _day_of(visit: Visit, body: Answer, term: str) -> date:
    """The day whose roster is a term's: the one nearest to today; 404 for another's term."""
    found = next((one for one in body["terms"] if one["id"] == term), None)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    last = (found["to"] or {}).get("latest")
    day = min(date.fromisoformat(last), visit.when.today) if last else visit.when.today
    first = (found["from"] or {}).get("earliest")
    return max(date.fromisoformat(first), day) if first else day


def paper_of(visit: Visit, answer: dict[str, Any]) -> Paper:
    """The document."""
    body, lang = answer["body"], visit.lang
    w = speaking(lang)
    rows = [_row(n, one, lang) for n, one in enumerate(body["memberships"]["nodes"], 1)]
    head = [w(name) for name in HEAD]
    table = Section(w("public_members"), table=Table(w("public_members"), head, rows))
    empty = Section(w("public_members"), paragraphs=[w("public_no_members")])
    title = w("public_roster_of", name=body["name"])
    return Paper(
        title=title, whose=whose(answer), lang=lang, stands=stands(visit),
        facts=list(_facts(visit, body)), sections=[table if rows else empty, *rests(body, lang)],
    )  # fmt: skip


def _facts(visit: Visit, body: Answer) -> Iterator[tuple[str, str]]:
    w, lang = speaking(visit.lang), visit.lang
    yield w("public_as_of"), visit.when.label(lang)
    if body["label"] != body["name"]:
        yield w("kind"), body["label"]
    if body["existence"] != Existence.LIVE.name:
        yield w("state"), word(Existence[body["existence"]], lang)
    of = {one["term"]["id"] for one in body["memberships"]["nodes"] if one["term"]}
    for term in body["terms"]:
        if term["id"] in of:
            until = (term["to"] or {}).get("label") or ""
            yield w("public_term"), f"{term['from']['label']} {until}".strip()
    if body["memberships"]["nodes"]:
        yield w("public_count"), w("public_persons", count=len(body["memberships"]["nodes"]))
    if body["rosterExhaustive"] is False:
        yield w("public_minds"), w("flag_not_exhaustive")


def _row(number: int, one: Answer, lang: str) -> tuple[str, ...]:
    person, organization = (one["person"] or {}).get("name"), (one["organization"] or {}).get("name")
    name = person or one["jobTitle"] or organization or ""
    at = " ".join(text for text in (organization, one["jobTitle"]) if text and text != name)
    name = words("public_vacant", lang) if one["vacant"] else name
    marks = [(one["exOfficio"], "public_ex_officio"), (one["substitute"], "public_substitute")]
    told = [words(mark, lang) for there, mark in marks if there]
    told += [one["to"]["label"]] if one["to"] else []
    return (
        str(number),
        one["office"] or "",
        name,
        at,
        one["category"] or "",
        COMMAS[lang].join(told),
    )
