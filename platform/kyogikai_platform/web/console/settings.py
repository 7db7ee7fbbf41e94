"""The second step: how the municipality writes, and what stands at the foot of its pages."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request

from kyogikai_platform.web.console import steps
from kyogikai_platform.web.console.desk import Desk, Errors, typed
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.municipalities import Accent, EraDisplay, Notation, OwnWord
from kyogikai_tenants.vocabulary import BodyKind

PLAIN = ("licence", "licence_url", "contact")
WORD, LONGEST_WORD = "word-", 40


def show(site: Site, tenant_id: UUID) -> Response:
    """The form, as it was left, or with what most have."""
    desk = Desk.at(site)
    tenant = desk.tenant(tenant_id)
    return _page(desk, tenant, desk.saved(steps.draft_of(tenant, "settings")) or _common(), {})


def send(site: Site, tenant_id: UUID) -> Response:
    """Record all of them, or keep what was typed for later."""
    desk, given = Desk.by_form(site), typed()
    tenant = desk.tenant(tenant_id)
    desk.save(draft := steps.draft_of(tenant, "settings"), "settings", given)
    if request.form.get("do") == "save":
        return onward(f"/tenants/{tenant_id}/settings?saved=1")
    errors: Errors = {}
    facts = _facts(given, errors, desk.lang)
    if not errors:
        try:
            desk.operator.settings(tenant, **facts)
        except Refused as refused:
            errors[refused.field if refused.field in PLAIN else "notation"] = refused.message(desk.lang)
        else:
            desk.drop(draft)
            return onward(f"/tenants/{tenant_id}/template")
    return _page(desk, tenant, given, errors, HTTPStatus.BAD_REQUEST)


def _common() -> dict[str, str]:
    return {"notation": Notation.KANJI.value, "era": EraDisplay.JAPANESE.value}


def _page(
    desk: Desk, tenant: Listed, given: dict[str, str], errors: Errors, status: int = HTTPStatus.OK
) -> Response:
    lang = desk.lang
    return desk.step(
        tenant, "settings", status, typed=given, errors=errors, longest_word=LONGEST_WORD,
        notations=[(n.value, n.word) for n in Notation],
        eras=[(e.value, word(e, desk.lang)) for e in EraDisplay],
        accents=[("", words("settings_no_accent", lang)), *((a.value, word(a, lang)) for a in Accent)],
        bodies=[(WORD + kind.value, word(kind, desk.lang)) for kind in BodyKind],
    )  # fmt: skip


def _facts(given: dict[str, str], errors: Errors, lang: str) -> dict[str, Any]:
    facts: dict[str, Any] = {name: given.get(name, "") for name in PLAIN}
    for name, kind in (("notation", Notation), ("era", EraDisplay)):
        if given.get(name) not in {one.value for one in kind}:
            errors[name] = words("console_choose_one", lang)
        facts[name] = given.get(name)
    if given.get("accent") not in {None, "", *(one.value for one in Accent)}:
        errors["accent"] = words("console_choose_one", lang)
    facts["accent"] = given.get("accent") or None
    own = {WORD + body.value: body for body in BodyKind if given.get(WORD + body.value)}
    for name in own:
        if len(given[name]) > LONGEST_WORD:
            errors[name] = words("too_long", lang, most=LONGEST_WORD)
    return facts | {"vocabulary": [OwnWord(kind=body, word=given[name]) for name, body in own.items()]}
