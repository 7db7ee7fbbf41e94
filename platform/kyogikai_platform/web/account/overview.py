"""One's own account at /account: who one is, how one signs in, where one is signed in, and what happened."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, request

from kyogikai_graphql import ids
from kyogikai_platform.accounts.own_account import Factors
from kyogikai_platform.web.account.acting import Acting
from kyogikai_platform.web.account.moments import minute
from kyogikai_platform.web.moment import label
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit
from kyogikai_platform.web.words import words
from kyogikai_projections.at_the_door import DoorEntry, Lately
from kyogikai_projections.calendar_feed import person_of
from kyogikai_projections.labels import word
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.permission import Reading, may_read
from kyogikai_tenants.vocabulary import Role

DONE = {
    "passphrase": "account_done_passphrase",
    "totp": "account_done_totp",
    "totp-removed": "account_done_totp_removed",
    "passkey": "account_done_passkey",
    "passkey-renamed": "account_done_passkey_renamed",
    "passkey-removed": "account_done_passkey_removed",
    "calendar": "account_done_calendar",
    "session": "account_done_session",
    "sessions": "account_done_sessions",
    "welcome": "account_done_welcome",
}
"""What a page that came before has done, in words."""
METHODS = {
    "password": "account_by_password",
    "password+totp": "account_by_password_totp",
    "password+recovery-code": "account_by_recovery",
    "passkey": "account_by_passkey",
    "invitation": "account_by_invitation",
    "oidc": "account_by_oidc",
    "oidc-first": "account_by_oidc_first",
    "oidc-anew": "account_by_oidc",
    "oidc+totp": "account_by_oidc_totp",
    "oidc+recovery-code": "account_by_oidc_recovery",
}
"""How somebody signed in, in words."""
FACTORS = {
    "totp": "account_factor_totp",
    "passkey": "account_factor_passkey",
    "recovery-codes": "account_factor_recovery",
    "all": "account_factor_all",
}
TOPICS = {
    "user.signed_in": "account_event_signed_in",
    "user.invitation_accepted": "account_event_accepted",
    "user.session_revoked": "account_event_session",
    "user.sign_in_failures_counted": "account_event_failures",
    "user.password_changed": "account_event_passphrase",
    "user.second_factor_enrolled": "account_event_enrolled",
    "user.second_factor_removed": "account_event_removed",
    "user.calendar_link_made": "account_event_calendar",
    "user.calendar_link_revoked": "account_event_calendar_ended",
}


class Shown(NamedTuple):
    """An entry, or a session, in words."""

    text: str
    when: str
    more: str = ""


def show(site: Site) -> Response:
    """All of it on one page."""
    acting = Acting.at(site)
    visit, lang = acting.visit, acting.lang
    answer = visit.ask("account/overview")
    factors = acting.own.factors()
    entries = visit.read(Lately(acting.own.user_id).fetch)
    done = DONE.get(request.args.get("done", ""))
    return visit.page(
        "account/overview.html", answer, done=words(done, lang) if done else "",
        held=[_role(role, lang) for role in answer["viewer"]["roles"]],
        factors=factors, passkeys=[_passkey(p, lang) for p in factors.passkeys],
        open=_sessions(factors, lang), entries=[entry(e, lang) for e in entries],
        administers=_administers(visit.asker.holds), person=_person(visit, acting.own.user_id),
    )  # fmt: skip


def _person(visit: Visit, user: UUID) -> str:
    """Who of the record one is: where one's own contact details are."""
    found = None if visit.site.of_operators else visit.read(lambda reading: person_of(reading, user))
    return ids.encode("Person", found) if found else ""


def _administers(holds: Any) -> bool:
    try:
        may_read(holds, Reading.ACCOUNTS)
    except Refused:
        return False
    return True


def _role(role: dict[str, Any], lang: str) -> dict[str, str]:
    return {
        "role": word(Role[role["role"]], lang),
        "body": role["body"]["name"] if role["body"] else "",
        "since": _day(role["from"], lang),
        "until": _day(role["to"], lang),
    }


def _day(iso: str | None, lang: str) -> str:
    return label(date.fromisoformat(iso), lang) if iso else ""


def _passkey(found: Any, lang: str) -> dict[str, str]:
    return {
        "handle": found.handle,
        "name": found.name,
        "created": minute(found.created, lang),
        "used": minute(found.used, lang),
    }


def _sessions(factors: Factors, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "handle": s.handle, "device": s.device or words("account_device_unknown", lang),
            "network": s.network,
            "method": method(s.method, lang), "begun": minute(s.begun, lang), "seen": minute(s.seen, lang),
            "own": s.own,
        }
        for s in factors.sessions
    ]  # fmt: skip


def method(name: str, lang: str) -> str:
    """How somebody signed in, in words."""
    return words(METHODS[name], lang) if name in METHODS else name


def entry(found: DoorEntry, lang: str) -> Shown:
    """An entry of the log about one's own account, in words."""
    text = words(TOPICS[found.topic], lang)
    if found.topic == "user.signed_in":
        more = method(found.method, lang)
    elif found.topic == "user.sign_in_failures_counted":
        more = words("account_times", lang, count=found.times)
    else:
        more = words(FACTORS[found.method], lang) if found.method in FACTORS else ""
    if found.by_other:
        more = " ".join(filter(None, (more, words("account_by_administrator", lang))))
    return Shown(text, minute(found.at, lang), more)
