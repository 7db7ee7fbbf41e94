"""The municipality's provider of identities, at /settings/provider: set, tried, and taken away again."""

import re
from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.accounts.oidc.kept import Provider
from kyogikai_platform.accounts.oidc.problems import NotByProvider
from kyogikai_platform.accounts.passwords import Busy
from kyogikai_platform.fetching import NotFetched, plain
from kyogikai_platform.web.account.by_provider import BACK, SAID
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.settings.setting import Setting, origin_of
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.log.personal_data import NoMasterKey

TEMPLATE = "settings/provider.html"
CLAIM = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,99}")
SHOWN_TEXT = re.compile(r"[!-~]{1,255}")
"""What a client is called, and its secret: visible ASCII."""
FIELDS = ("issuer", "client_id", "client_secret", "label_ja", "label_en", "claim", "current")
"""In the order of the form, and so of its errors."""
LABEL = 40
LONGEST_ISSUER = 200


def show(site: Site) -> Response:
    """The form; an auditor finds what is set at /settings as text."""
    setting = Setting.at(site)
    if not setting.acts:
        return onward("/settings")
    return _page(site, setting, {}, HTTPStatus.OK)


def change(site: Site) -> Response:
    """Sign in there too, if it is there and says of itself what it should."""
    setting = Setting.by_form(site)
    errors: Errors = {}
    provider, secret = _typed(setting.lang, errors), request.form.get("client_secret", "").strip()
    known = setting.kept.provider()
    same = known is not None and (known.issuer, known.client_id) == (provider.issuer, provider.client_id)
    if (secret or not same) and not SHOWN_TEXT.fullmatch(secret):
        errors["client_secret"] = words("settings_secret_missing", setting.lang)
    _issuer(site, setting.lang, provider, errors)
    return _confirmed(site, setting, errors) or _set(site, setting, provider, secret)


def remove(site: Site) -> Response:
    """Sign in here alone."""
    setting = Setting.by_form(site)
    refused = _confirmed(site, setting, {})
    if refused is not None:
        return refused
    setting.kept.sign_in_here_alone()
    return onward("/settings?done=provider-removed")


def _set(site: Site, setting: Setting, provider: Provider, secret: str) -> Response:
    try:
        setting.kept.sign_in_at(provider, secret)
    except NoMasterKey as problem:
        errors = {"client_secret": problem.message(setting.lang)}
        return _page(site, setting, errors, HTTPStatus.SERVICE_UNAVAILABLE)
    return onward("/settings?done=provider")


def _confirmed(site: Site, setting: Setting, errors: Errors) -> Response | None:
    """The form again where something is wrong, the passphrase among it, or None."""
    if errors:
        return _page(site, setting, errors, HTTPStatus.BAD_REQUEST)
    errors, problem = setting.acting.confirmed()
    if errors:
        return setting.acting.refused(_page(site, setting, errors, HTTPStatus.BAD_REQUEST), problem)
    return None


def _page(site: Site, setting: Setting, errors: Errors, status: int) -> Response:
    errors = {name: errors[name] for name in FIELDS if name in errors}
    known = setting.kept.provider()
    typed = request.form if request.method == "POST" and "issuer" in request.form else setting.told(known)
    return setting.page(
        TEMPLATE, status, errors=errors, typed=typed, known=known, back=origin_of(site) + BACK,
        own=setting.acting.visit.asker.name,
    )  # fmt: skip


def _typed(lang: str, errors: Errors) -> Provider:
    """What stands in the form; what is wrong goes into the errors."""
    given = {n: " ".join(request.form.get(n, "").split()) for n in Provider._fields if n != "second_factor"}
    for name in ("label_ja", "label_en"):
        if not 0 < len(given[name]) <= LABEL or not given[name].isprintable():
            errors[name] = words("settings_label_missing", lang, most=LABEL)
    if not SHOWN_TEXT.fullmatch(given["client_id"]):
        errors["client_id"] = words("settings_client_missing", lang)
    if not CLAIM.fullmatch(given["claim"]):
        errors["claim"] = words("settings_claim_missing", lang)
    return Provider(**given, second_factor=request.form.get("second_factor") == "1")


def _issuer(site: Site, lang: str, provider: Provider, errors: Errors) -> None:
    """It is an address, and there is a provider who says that it is that one, to the letter."""
    try:
        parts = plain(provider.issuer)
    except NotFetched:
        errors["issuer"] = words("settings_issuer_bad", lang)
        return
    loopback = site.by_provider.asking.fetching.loopback
    if (parts.scheme != "https" and not loopback) or parts.query or len(provider.issuer) > LONGEST_ISSUER:
        errors["issuer"] = words("settings_issuer_bad", lang)
    elif not errors:
        try:
            site.by_provider.asking.metadata(provider)
        except NotByProvider as problem:
            errors["issuer"] = words(SAID[problem.why], lang)
        except Busy:
            errors["issuer"] = words("busy", lang)
