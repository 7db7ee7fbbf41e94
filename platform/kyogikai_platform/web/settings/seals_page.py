"""Where signed notes go, at /settings/seals: mail addresses, and a witness outside with its key."""

import re
from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.fetching import NotFetched, plain
from kyogikai_platform.integrity.outside import Outside
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.settings.setting import Setting
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.log.checkpoints import KeyInvalid, WitnessKey
from kyogikai_tenants.log.personal_data import NoMasterKey

TEMPLATE = "settings/seals.html"
ADDRESS = re.compile(r"[^\s@<>\",;:\\()\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
MOST = 10
"""Addresses."""
LONGEST_URL, LONGEST_KEY = 200, 400
FIELDS = ("addresses", "witness_url", "witness_key", "current")
"""In the order of the form, and so of its errors."""


def show(site: Site) -> Response:
    """The form; an auditor finds what is set at /settings as text."""
    setting = Setting.at(site)
    if not setting.acts:
        return onward("/settings")
    return _page(setting, {}, HTTPStatus.OK)


def change(site: Site) -> Response:
    """Send them there from the next seal on. Raises StaleForm, Elsewhere."""
    setting = Setting.by_form(site)
    errors: Errors = {}
    given = _typed(setting.lang, errors, loopback=site.door.here.settings.witness_loopback)
    if errors:
        return _page(setting, errors, HTTPStatus.BAD_REQUEST)
    errors, problem = setting.acting.confirmed()
    if errors:
        return setting.acting.refused(_page(setting, errors, HTTPStatus.BAD_REQUEST), problem)
    try:
        setting.kept.send_seals_to(given)
    except NoMasterKey as problem:
        errors = {"addresses": problem.message(setting.lang)}
        return _page(setting, errors, HTTPStatus.SERVICE_UNAVAILABLE)
    return onward("/settings?done=seals")


def _page(setting: Setting, errors: Errors, status: int) -> Response:
    if request.method == "POST":
        typed = {name: request.form.get(name, "") for name in FIELDS}
    else:
        known = setting.kept.seals()
        typed = known._asdict() | {"addresses": "\n".join(known.addresses)}
    own = setting.acting.visit.asker.name
    errors = {name: errors[name] for name in FIELDS if name in errors}
    return setting.page(TEMPLATE, status, errors=errors, typed=typed, own=own, most=MOST)


def _typed(lang: str, errors: Errors, *, loopback: bool) -> Outside:
    """What stands in the form; what is wrong goes into the errors."""
    addresses = tuple(dict.fromkeys(request.form.get("addresses", "").split()))
    if len(addresses) > MOST:
        errors["addresses"] = words("seals_too_many", lang, most=MOST)
    for wrong in (one for one in addresses if not ADDRESS.fullmatch(one)):
        errors["addresses"] = words("seals_no_address", lang, address=wrong[:80])
    url, key = (request.form.get(name, "").strip() for name in ("witness_url", "witness_key"))
    if not url and not key:
        return Outside(addresses)
    if not _is_web(url, loopback=loopback):
        errors["witness_url"] = words("seals_no_url", lang)
    try:
        WitnessKey.parse(key)
    except KeyInvalid:
        errors["witness_key"] = words("seals_no_key", lang)
    return Outside(addresses, url, key)


def _is_web(url: str, *, loopback: bool) -> bool:
    """Whether a witness may stand at an address; where it leads is looked at when it is asked."""
    try:
        parts = plain(url)
    except NotFetched:
        return False
    return len(url) <= LONGEST_URL and not parts.query and (parts.scheme == "https" or loopback)
