"""One account at /users/…: its roles given and revoked with a reason, suspended, helped after a loss."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, abort, request

from kyogikai_graphql import ids
from kyogikai_platform.accounts.staff import Account
from kyogikai_platform.web.account.by_mail import links
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.account.staffing import Staffing
from kyogikai_platform.web.account.users import invitation
from kyogikai_platform.web.roles.trail_page import last_month
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Role

DONE = {
    "invited": "account_done_invited", "unsent": "account_done_unsent", "grant": "account_done_grant",
    "revoke": "account_done_revoke", "suspend": "account_done_suspend", "resume": "account_done_resume",
    "factors": "account_done_factors",
}  # fmt: skip
"""What an act has done, in words."""


def show(site: Site, user: UUID) -> Response:
    """One account, and what may be done to it."""
    staffing = Staffing.at(site)
    return _page(staffing, _found(staffing, user), {})


def act(site: Site, user: UUID, act: str) -> Response:
    """One act of those that there are, with its reason."""
    staffing = Staffing.by_form(site)
    staffing.acting_only()
    account = _found(staffing, user)
    if act == "invite":
        return _invited(site, staffing, account)
    own = user == staffing.acting.own.user_id
    if act not in ACTS or (own and act in NOT_ONES_OWN):
        abort(HTTPStatus.NOT_FOUND)
    errors: Errors = {}
    reason = staffing.reason(errors)
    try:
        done = ACTS[act](staffing, user, reason, errors)
    except Refused as refused:
        errors, done = {"reason": refused.message(staffing.lang)}, False
        return _page(staffing, account, errors, HTTPStatus.CONFLICT, act)
    if not done:
        return _page(staffing, account, errors, HTTPStatus.BAD_REQUEST, act)
    return onward(f"/users/{user}?done={act}")


def _grant(staffing: Staffing, user: UUID, reason: str, errors: Errors) -> bool:
    given = staffing.given(errors)
    if errors or given is None:
        return False
    staffing.staff.grant(user, given, reason)
    return True


def _revoke(staffing: Staffing, user: UUID, reason: str, errors: Errors) -> bool:
    name, _, body = request.form.get("held", "").partition(":")
    held = next((role for role in Role if role.value == name), None)
    if held is None:
        errors["held"] = words("account_role_missing", staffing.lang)
    if errors or held is None:
        return False
    known = next((found for found in staffing.bodies if str(found) == body), None)
    staffing.staff.revoke(user, held, known, reason)
    return True


def _suspend(staffing: Staffing, user: UUID, reason: str, errors: Errors) -> bool:
    if not errors:
        staffing.staff.suspend(user, reason)
    return not errors


def _resume(staffing: Staffing, user: UUID, reason: str, errors: Errors) -> bool:
    if not errors:
        staffing.staff.resume(user, reason)
    return not errors


def _factors(staffing: Staffing, user: UUID, reason: str, errors: Errors) -> bool:
    if not errors:
        staffing.staff.remove_factors(user, reason)
    return not errors


ACTS: dict[str, Callable[[Staffing, UUID, str, Errors], bool]] = {
    "grant": _grant, "revoke": _revoke, "suspend": _suspend, "resume": _resume, "factors": _factors,
}  # fmt: skip

NOT_ONES_OWN = frozenset({"factors"})
"""What one does to one's own account at /account, with the passphrase."""


def _invited(site: Site, staffing: Staffing, account: Account) -> Response:
    """The invitation again, for who has not yet come in."""
    if account.ways.came or account.listed.suspended:
        abort(HTTPStatus.NOT_FOUND)
    user, name = account.listed.id, account.listed.known.name
    sent = links(site).invite(user, invitation(staffing, name))
    return onward(f"/users/{user}?done={'invited' if sent else 'unsent'}")


def _found(staffing: Staffing, user: UUID) -> Account:
    found = next((one for one in staffing.staff.all() if one.listed.id == user), None)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return found


def _page(
    staffing: Staffing, account: Account, errors: Errors, status: int = HTTPStatus.OK, act: str = ""
) -> Response:
    done = DONE.get(request.args.get("done", "")) if not act else None
    own = account.listed.id == staffing.acting.own.user_id
    actor = ids.encode(ids.ACTOR, str(account.listed.id))
    first, last = last_month(staffing.acting.visit.asker.day)
    return staffing.page(
        "account/user.html", status, user=staffing.told(account), act=act, story=f"/trail/of/{actor}",
        last_month=f"/trail?{urlencode({'who': actor, 'from': first, 'to': last})}",
        errors={f"{act}-{field}": text for field, text in errors.items()}, own=own,
        done=words(done, staffing.lang) if done else "", sent=request.args.get("done") != "unsent",
    )  # fmt: skip
