"""The addresses of this family."""

from kyogikai_graphql.asker import Asker
from kyogikai_platform.web.account import (
    authenticator,
    by_mail,
    by_provider,
    calendar,
    demo_mail,
    entry,
    overview,
    passkey_pages,
    passphrase,
    session_pages,
    user_pages,
    users,
)
from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_tenants.permission import READERS, Reading

POST = ("POST",)
SIGNING_IN = (
    Page("/sign-in/code", "code", entry.show_code),
    Page("/sign-in/code", "send_code", entry.send_code, POST),
    Page("/sign-in/passkey/options", "ask_passkey", entry.ask_passkey, POST),
    Page("/sign-in/passkey", "enter_with_passkey", entry.enter_with_passkey, POST),
    Page(by_provider.OUT, "to_provider", by_provider.go),
    Page(by_provider.BACK, "from_provider", by_provider.back),
    Page("/forgotten", "forgotten", by_mail.show_forgotten),
    Page("/forgotten", "send_forgotten", by_mail.send_forgotten, POST),
    Page("/forgotten/<secret>", "reset", by_mail.show_reset),
    Page("/forgotten/<secret>", "send_reset", by_mail.reset, POST),
    Page("/invitation/<secret>", "invitation", by_mail.show_invitation),
    Page("/invitation/<secret>", "accept", by_mail.accept, POST),
)
OWN = (
    Page("/account", "account", overview.show),
    Page("/account/passphrase", "passphrase", passphrase.show),
    Page("/account/passphrase", "change_passphrase", passphrase.change, POST),
    Page("/account/totp", "totp", authenticator.show),
    Page("/account/totp", "begin_totp", authenticator.begin, POST),
    Page("/account/totp/confirm", "confirm_totp", authenticator.confirm, POST),
    Page("/account/totp/remove", "totp_removal", authenticator.show_removal),
    Page("/account/totp/remove", "remove_totp", authenticator.remove, POST),
    Page("/account/recovery-codes", "recovery_codes", authenticator.show_renewal),
    Page("/account/recovery-codes", "renew_recovery_codes", authenticator.renew, POST),
    Page("/account/passkeys/new", "new_passkey", passkey_pages.show_new),
    Page("/account/passkeys/options", "offer_passkey", passkey_pages.offer, POST),
    Page("/account/passkeys/new", "add_passkey", passkey_pages.add, POST),
    Page("/account/passkeys/<handle>", "passkey", passkey_pages.show),
    Page("/account/passkeys/<handle>", "rename_passkey", passkey_pages.rename, POST),
    Page("/account/passkeys/<handle>/remove", "remove_passkey", passkey_pages.remove, POST),
    Page("/account/sessions", "end_session", session_pages.end, POST),
)
CALENDAR = (
    Page("/account/calendar", "calendar_link", calendar.show),
    Page("/account/calendar", "make_calendar_link", calendar.make, POST),
    Page("/account/calendar/revoke", "revoke_calendar_link", calendar.revoke, POST),
)
USERS = (
    Page("/users", "users", users.show),
    Page("/users/new", "new_user", users.show_new),
    Page("/users/new", "invite", users.invite, POST),
    Page("/users/<uuid:user>", "user", user_pages.show),
    Page("/users/<uuid:user>/<act>", "act_on_user", user_pages.act, POST),
)


def reads_accounts(asker: Asker | None) -> bool:
    """Whether somebody reads whose accounts there are."""
    return asker is not None and not READERS[Reading.ACCOUNTS].isdisjoint(asker.holds.roles)


DEMO_MAIL = Page("/demo/mail", "demo_mail", demo_mail.show)
FAMILY = Family(
    (*SIGNING_IN, *OWN, *CALENDAR, *USERS, DEMO_MAIL),
    (Entry("users", "/users", reads_accounts),),
)

BY_PROVIDER = frozenset({by_provider.OUT, by_provider.BACK})
OF_OPERATORS = Family((*(page for page in SIGNING_IN if page.rule not in BY_PROVIDER), *OWN, DEMO_MAIL))
"""What of it an operator has at the console: no meetings to put into a calendar, no accounts of others,
and no provider to sign in at."""
