"""How the municipality writes, at /settings/display: notation, years, its own words, terms and contact."""

from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.accounts.tenant_settings import Display
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.settings.setting import Setting
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import Accent, EraDisplay, Notation
from kyogikai_tenants.vocabulary import BodyKind

LONGEST_WORD = 40
"""Characters of a word for a kind of body."""
LONGEST_LINE = 200
TEMPLATE = "settings/display.html"


def show(site: Site) -> Response:
    """The form; an auditor finds it at /settings as text."""
    setting = Setting.at(site)
    if not setting.acts:
        return onward("/settings")
    return setting.page(TEMPLATE, typed=setting.written)


def change(site: Site) -> Response:
    """Write so from today on."""
    setting = Setting.by_form(site)
    errors: Errors = {}
    display = _typed(setting.lang, errors)
    if errors or display is None:
        return setting.page(TEMPLATE, HTTPStatus.BAD_REQUEST, errors=errors, typed=request.form)
    if _as_form(display) == {name: text for name, text in setting.written.items() if text}:
        return onward("/settings?done=display")  # what is so already is no entry of the log
    try:
        setting.kept.write_so(display)
    except Refused as refused:
        errors = {refused.field or "notation": refused.message(setting.lang)}
        return setting.page(TEMPLATE, HTTPStatus.CONFLICT, errors=errors, typed=request.form)
    site.door.forget_all(setting.kept.tenant)
    return onward("/settings?done=display")


def _typed(lang: str, errors: Errors) -> Display | None:
    notation = next((one for one in Notation if one.value == request.form.get("notation")), None)
    era = next((one for one in EraDisplay if one.value == request.form.get("era")), None)
    for name, found in (("notation", notation), ("era", era)):
        if found is None:
            errors[name] = words("settings_choose", lang)
    accent = next((one for one in Accent if one.value == request.form.get("accent")), None)
    if accent is None and request.form.get("accent"):
        errors["accent"] = words("settings_choose", lang)
    own = {kind: _line(f"word_{kind.value}", LONGEST_WORD, lang, errors) for kind in BodyKind}
    plain = {name: _line(name, LONGEST_LINE, lang, errors) for name in ("licence", "licence_url", "contact")}
    if notation is None or era is None:
        return None
    return Display(notation, era, {kind: word for kind, word in own.items() if word}, **plain, accent=accent)


def _as_form(display: Display) -> dict[str, str]:
    """What is set of it, as the form names it."""
    own = display._asdict()
    called = {f"word_{kind.value}": word for kind, word in own.pop("vocabulary").items()}
    return called | {name: str(text) for name, text in own.items() if text}


def _line(name: str, longest: int, lang: str, errors: Errors) -> str:
    text = " ".join(request.form.get(name, "").split())
    if len(text) > longest or not text.isprintable():
        errors[name] = words("too_long", lang, most=longest)
    return text
