"""The first step at /tenants/new: code, name, kind and host name; with it a tenant begins."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Response, request

from kyogikai_platform.onboarding import code_list, codes
from kyogikai_platform.onboarding.operator import Member
from kyogikai_platform.web.console.desk import Desk, Errors, typed
from kyogikai_platform.web.console.members import JOINT
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.municipalities import HOST, RESERVED, BadCode, BadHost, ReservedHost, is_code
from kyogikai_tenants.vocabulary import MunicipalityKind

FIELDS = ("code", "name", "reading", "kind", "parent_name", "host", "fictitious", "members")


def show(site: Site) -> Response:
    """The form, as it was left."""
    desk, draft = Desk.at(site), _draft(request.args.get("draft", ""))
    return _page(desk, draft, desk.saved(draft), {})


def send(site: Site) -> Response:
    """Register it, or keep what was typed for later."""
    desk, draft = Desk.by_form(site), _draft(request.form.get("draft", ""))
    given = {name: text for name, text in typed().items() if name in FIELDS}
    if request.form.get("do") == "save":
        desk.save(draft, "register", given)
        return onward(f"/tenants/new?draft={draft}&saved=1")
    errors: Errors = {}
    if request.form.get("do") == "look-up":
        return _page(desk, draft, given | _looked_up(desk, given, errors), errors)
    facts, members = _facts(given, errors, desk.lang), _members(given, errors, desk.lang)
    if not errors:
        try:
            tenant = desk.operator.register(members, **facts)
        except Refused as refused:
            field = {"member_code": "members"}.get(refused.field, refused.field)
            errors[field if field in FIELDS else "name"] = refused.message(desk.lang)
        else:
            desk.drop(draft)
            return onward(f"/tenants/{tenant.tenant_id}/settings")
    desk.save(draft, "register", given)
    return _page(desk, draft, given, errors, HTTPStatus.BAD_REQUEST)


def _page(
    desk: Desk, draft: UUID, given: dict[str, str], errors: Errors, status: int = HTTPStatus.OK
) -> Response:
    kinds = [(kind.value, word(kind, desk.lang)) for kind in MunicipalityKind]
    return desk.step(
        None, "register", status, typed=given, errors=errors, draft=draft, kinds=kinds,
        base=desk.operator.here.settings.base_domain,
    )  # fmt: skip


def _looked_up(desk: Desk, given: dict[str, str], errors: Errors) -> dict[str, str]:
    """What the list says of the code: put into the form, to be seen before it is registered."""
    code = codes.plain(given.get("code", ""))
    try:
        if not is_code(code):
            raise BadCode(code=code)
        found = code_list.look_up(desk.operator.here.settings.codes, code)
    except Refused as refused:
        errors["code"] = refused.message(desk.lang)
        return {}
    return found._asdict() | {"code": code, "kind": found.kind.value}


def _facts(given: dict[str, str], errors: Errors, lang: str) -> dict[str, Any]:
    """What becomes the registration; each thing that is wrong is told at its field."""
    kind = next((k for k in MunicipalityKind if k.value == given.get("kind")), None)
    fictitious, code = given.get("fictitious") == "yes", codes.plain(given.get("code", ""))
    prefecture = _prefecture(code, errors, lang)
    if "code" not in errors and not is_code(code) and (code or not (fictitious or kind in JOINT)):
        errors["code"] = BadCode(code=code).message(lang) if code else words("console_code_missing", lang)
    for field, wrong in (("name", not given.get("name")), ("kind", kind is None)):
        if wrong:
            errors[field] = words(f"console_{field}_missing", lang)
    if kind is MunicipalityKind.ADMINISTRATIVE_WARD and not given.get("parent_name"):
        errors["parent_name"] = words("console_city_missing", lang)
    host = given.get("host", "").lower()
    if not HOST.fullmatch(host):
        errors["host"] = BadHost(host=host).message(lang) if host else words("console_host_missing", lang)
    elif host in RESERVED:
        errors["host"] = ReservedHost(host=host).message(lang)
    return {
        "code": code, "name": given.get("name", ""), "reading": given.get("reading", ""), "kind": kind,
        "parent_name": given.get("parent_name") or prefecture, "host": host, "fictitious": fictitious,
    }  # fmt: skip


def _prefecture(code: str, errors: Errors, lang: str) -> str:
    try:
        return codes.prefecture_of(code)
    except codes.NoPrefecture as refused:
        errors["code"] = refused.message(lang)
        return ""


def _members(given: dict[str, str], errors: Errors, lang: str) -> list[Member]:
    """The municipalities of a joint council: a code and a name in each line."""
    found = []
    lines = given.get("members", "").splitlines()
    for line in filter(None, map(str.strip, lines if given.get("kind") in {k.value for k in JOINT} else ())):
        code, _, name = line.replace("\u3000", " ").partition(" ")
        member = Member(codes.plain(code), name.strip())
        if not is_code(member.code) or not member.name:
            errors["members"] = words("console_members_bad", lang, line=line)
        found.append(member)
    return found


def _draft(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
