"""Which commands are mutations: all but those that somebody else has to record, each with the reason."""

from collections.abc import Iterator

from kyogikai_projections.filling import FORMS, Whole
from kyogikai_tenants.events import COMMANDS
from kyogikai_tenants.rights import area

SIGN_IN = "The sign-in records it: only there is the secret seen, and that the account is one's own."
ITSELF = "The server records it where it happens; nobody says it of themselves."
ADDRESS = "The console that sends the invitation keeps the address, so that nobody else signs in with it."
NO_HOST = "The municipality's host does not answer then; the operator's console records it."

SETTINGS = "The settings page records it: only there is kept what is not told: a secret, addresses."
CLIENTS = "The page of the client records it: only there is the secret made, kept and shown once."
CASE_DESK = "The case desk records it: what is said of a case goes in and out by its pages alone."

NOT_OFFERED: dict[str, str] = {
    "AcceptInvitation": SIGN_IN,
    "BindApiClient": CLIENTS,
    "ChangePassword": SIGN_IN,
    "CountSignInFailures": SIGN_IN,
    "EnrolSecondFactor": SIGN_IN,
    "MakeApiClientSecret": CLIENTS,
    "MakeCalendarLink": SIGN_IN,
    "RegisterApiClientDocument": CLIENTS,
    "RemoveApiClientDocument": CLIENTS,
    "RemoveSecondFactor": SIGN_IN,
    "RemoveSignInProvider": SETTINGS,
    "RemoveWebhook": CLIENTS,
    "RevokeApiClientSecret": CLIENTS,
    "RevokeCalendarLink": SIGN_IN,
    "RevokeSession": SIGN_IN,
    "SetSignInProvider": SETTINGS,
    "SetWebhook": CLIENTS,
    "SetWhereSealsGo": SETTINGS,
    "SignIn": SIGN_IN,
    "UnbindApiClient": CLIENTS,
    "InviteUser": ADDRESS,
    "RecordExport": ITSELF,
    "RecordImportCheck": ITSELF,
    "RecordOperatorAccess": ITSELF,
    "LinkIssueToCases": CASE_DESK,
    "RegisterTenant": NO_HOST,
    "ResumeTenant": NO_HOST,
}
"""The commands that are no mutations, and why."""
NOT_OFFERED |= {"LinkIssueToCases": CASE_DESK} | {
    command: CASE_DESK for command, event in COMMANDS.items() if area(event) == "case."
}


def offered() -> Iterator[tuple[str, Whole]]:
    """Every command that is a mutation, by its imperative."""
    return ((command, whole) for command, whole in FORMS.items() if command not in NOT_OFFERED)
