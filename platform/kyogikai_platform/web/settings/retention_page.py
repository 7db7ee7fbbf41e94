"""保存期間 at /settings/retention: how long things beside the record are kept, each within its bounds."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from unicodedata import normalize

from flask import Response, request

from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.settings.setting import Setting
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.retention import BOUNDS, Kept

TEMPLATE = "settings/retention.html"
WHY = {
    Kept.SESSIONS: "retention_why_sessions", Kept.API_LOG: "retention_why_api_log",
    Kept.CONTACT_LOOKS: "retention_why_contact_looks", Kept.LETTERS: "retention_why_letters",
    Kept.DRAFTS: "retention_why_drafts", Kept.UPLOADS: "retention_why_uploads",
    Kept.JOBS: "retention_why_jobs", Kept.DELIVERIES: "retention_why_deliveries",
}  # fmt: skip
"""Why no shorter and no longer."""
LONGEST = 5
"""Digits of a number of days that is read at all."""


def show(site: Site) -> Response:
    """The form; an auditor finds what is set at /settings as text."""
    setting = Setting.at(site)
    if not setting.acts:
        return onward("/settings")
    return _page(setting, setting.kept.periods(), {}, HTTPStatus.OK)


def change(site: Site) -> Response:
    """Keep them so long from today on. Raises StaleForm, Elsewhere."""
    setting = Setting.by_form(site)
    errors, before = dict[str, str](), setting.kept.periods()
    typed = {what: request.form.get(what.value, "").strip() for what in Kept}
    days = {what: _days(what, text, setting.lang, errors) for what, text in typed.items()}
    changed = {what: count for what, count in days.items() if count != before[what]}
    if not errors and not changed:
        errors[next(iter(Kept)).value] = words("retention_none", setting.lang)
    if errors:
        return _page(setting, typed, errors, HTTPStatus.BAD_REQUEST)
    errors, problem = setting.acting.confirmed()
    if errors:
        return setting.acting.refused(_page(setting, typed, errors, HTTPStatus.BAD_REQUEST), problem)
    try:
        setting.kept.keep_so_long(changed)
    except Refused as refused:
        wrong = {next(iter(changed)).value: refused.message(setting.lang)}
        return _page(setting, typed, wrong, HTTPStatus.CONFLICT)
    return onward("/settings?done=retention")


def _days(what: Kept, text: str, lang: str, errors: Errors) -> int:
    bounds = BOUNDS[what]
    text = normalize("NFKC", text)  # full-width digits too
    days = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
    if not bounds.least <= days <= bounds.most:
        said = words("retention_bad", lang, least=bounds.least, most=bounds.most)
        errors[what.value] = words("form_at_field", lang, label=word(what, lang), text=said)
    return days


def _hint(what: Kept, lang: str) -> str:
    """Between which days, and why."""
    return words("retention_bounds", lang, **BOUNDS[what]._asdict(), why=words(WHY[what], lang))


def _page(setting: Setting, typed: Mapping[Kept, Any], errors: Errors, status: int) -> Response:
    lang = setting.lang
    fields = [
        {"name": what.value, "label": word(what, lang), "value": typed[what], "hint": _hint(what, lang)}
        for what in BOUNDS
    ]
    return setting.page(TEMPLATE, status, errors=errors, fields=fields, own=setting.acting.visit.asker.name)
