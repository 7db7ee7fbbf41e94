"""The accounts of the municipality at /users: who may sign in, in which roles; and inviting somebody."""

from http import HTTPStatus

from flask import Response, request

from kyogikai_platform.accounts.links import Wording
from kyogikai_platform.accounts.passwords import LONGEST
from kyogikai_platform.web.account.by_mail import links, wording
from kyogikai_platform.web.account.refusals import Errors
from kyogikai_platform.web.account.staffing import EMAIL, Staffing
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site, onward
from kyogikai_platform.web.words import words
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.fiscal_year import today


def show(site: Site) -> Response:
    """Everybody, as of today."""
    staffing = Staffing.at(site)
    accounts = [staffing.told(account) for account in staffing.staff.all()]
    return staffing.page("account/users.html", accounts=accounts, day=label(today(), staffing.lang))


def show_new(site: Site) -> Response:
    """The form for an invitation."""
    staffing = Staffing.at(site)
    staffing.acting_only()
    return staffing.page("account/user_new.html")


def invite(site: Site) -> Response:
    """Open an account, and send a link to its address."""
    staffing = Staffing.by_form(site)
    staffing.acting_only()
    errors: Errors = {}
    name, email = _name(staffing, errors), _email(staffing, errors)
    given = staffing.given(errors)
    if errors or given is None:
        return staffing.page("account/user_new.html", HTTPStatus.BAD_REQUEST, errors=errors)
    try:
        user = staffing.staff.invite(name, email, [given])
    except Refused as refused:
        field = {"email": "email", "body_id": "body"}.get(refused.field, "role")
        errors = {field: refused.message(staffing.lang)}
        return staffing.page("account/user_new.html", HTTPStatus.CONFLICT, errors=errors)
    sent = links(site).invite(user, invitation(staffing, name))
    return onward(f"/users/{user}?done={'invited' if sent else 'unsent'}")


def invitation(staffing: Staffing, name: str) -> Wording:
    """What an invitation says."""
    municipality = staffing.acting.municipality
    return wording("account_mail_invited_subject", "account_mail_invited", name=municipality, who=name)


def _name(staffing: Staffing, errors: Errors) -> str:
    text = " ".join(request.form.get("name", "").split())
    if not text or len(text) > LONGEST:
        errors["name"] = words("account_name_missing", staffing.lang)
    return text


def _email(staffing: Staffing, errors: Errors) -> str:
    text = request.form.get("email", "").strip()
    if len(text) > LONGEST or not EMAIL.fullmatch(text) or not text.isprintable():
        errors["email"] = words("account_email_bad", staffing.lang)
    return text
