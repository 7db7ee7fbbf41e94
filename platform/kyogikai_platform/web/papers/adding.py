"""Adding a paper: its bytes are kept first, then the log is told what they hash to.

So the log never names bytes that were lost on the way; bytes of a refused paper are taken back.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from kyogikai_platform.files import kinds, store
from kyogikai_platform.files.kinds import NotTaken
from kyogikai_platform.tenant import Tenant
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.era_typed import NotADay, parse
from kyogikai_projections.labels import word
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.vocabulary import Audience

MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE
"""Bytes of a paper."""
LONGEST = 200
"""Characters of a title or number."""
KEY = re.compile(r"[0-9a-f-]{36}")
NOT_TAKEN = {"empty": "paper_bad_empty", "kind": "paper_bad_kind", "macros": "paper_bad_macros"}
OFFERED = (Audience.PUBLIC, Audience.COUNCIL, Audience.BODY, Audience.SECRETARIAT)


class Given(NamedTuple):
    """What the form holds."""

    title: str = ""
    number: str = ""
    day: str = ""
    audience: str = ""
    key: str = ""
    content: bytes = b""
    media_type: str = ""


def new_key() -> str:
    """What makes a form count once, however often it is sent."""
    return str(uuid4())


def audiences(lang: str) -> list[tuple[str, str]]:
    """For whom a paper may be, and in words."""
    return [(one.name, word(one, lang)) for one in OFFERED]


def given(form: Mapping[str, str], files: Mapping[str, Any], lang: str) -> tuple[Given, dict[str, str]]:
    """What was typed and chosen, and what is wrong with it by field."""
    typed = {name: form.get(name, "").strip() for name in ("title", "number", "day", "audience", "key")}
    errors = {
        name: words("paper_long", lang, most=LONGEST)
        for name in ("title", "number")
        if len(typed[name]) > LONGEST
    }
    found = files.get("file")
    name, content = (found.filename or "", found.read(LARGEST + 1)) if found else ("", b"")
    media = ""
    try:
        media = kinds.media_type(content, name)
    except NotTaken as problem:
        errors["file"] = words(NOT_TAKEN[problem.why], lang)
    if len(content) > LARGEST:
        errors["file"] = words("paper_too_large", lang, most=LARGEST // MEGABYTE)
    if not typed["title"]:
        typed["title"] = name.rpartition(".")[0][:LONGEST]
    if not typed["title"]:
        errors["title"] = words("paper_untitled", lang)
    if typed["audience"] not in {"", *(one.name for one in OFFERED)}:
        errors["audience"] = words("paper_audience_unknown", lang)
    try:
        parse(typed["day"])
    except NotADay as problem:
        errors["day"] = words(f"bad_{problem.why.name.lower()}", lang)
    return Given(**typed, content=content, media_type=media), errors


def add(visit: Visit, meeting: str, paper: Given) -> dict[str, str]:
    """Keep a paper and record it; what the rules have against it, by field."""
    tenant = Tenant(visit.site.door.here.engine, visit.asker.tenant_id)
    with transaction(tenant.engine, tenant.id) as connection:
        digest = store.put(connection, paper.content)
    answer = visit.ask("papers/attach", input=_input(meeting, paper, digest))["attachDocument"]
    problems = answer["userErrors"] if answer else ()
    if problems:
        with transaction(tenant.engine, tenant.id) as connection:
            store.forget(connection, digest)
    return {_field(problem): problem["message"] for problem in problems}


def _input(meeting: str, paper: Given, digest: str) -> dict[str, Any]:
    document = {
        "title": paper.title, "mediaType": paper.media_type,
        "byteCount": len(paper.content), "sha256": digest,
        **({"number": paper.number} if paper.number else {}),
    }  # fmt: skip
    return {
        "meetingId": meeting, "document": document, "effective": {"value": parse(paper.day).isoformat()},
        **({"audience": paper.audience} if paper.audience else {}),
        **({"idempotencyKey": paper.key} if KEY.fullmatch(paper.key) else {}),
    }  # fmt: skip


def _field(problem: Mapping[str, Any]) -> str:
    """The form's field that a refusal is about; else the file."""
    path = problem["field"] or ["file"]
    return {"title": "title", "number": "number", "effective": "day", "audience": "audience"}.get(
        path[-1], "file"
    )
