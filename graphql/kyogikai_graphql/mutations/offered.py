"""Which commands are mutations: all but those that somebody else has to record, each with the reason."""

from collections.abc import Iterator

from kyogikai_projections.filling import FORMS, Whole

SIGN_IN = "The sign-in records it: only there is the secret seen, and that the account is one's own."
ITSELF = "The server records it where it happens; nobody says it of themselves."
ADDRESS = "The console that sends the invitation keeps the address, so that nobody else signs in with it."
NO_HOST = "The municipality's host does not answer then; the operator's console records it."

SETTINGS = "The settings page records it: only there is the secret of the provider kept."

NOT_OFFERED: dict[str, str] = {
    "AcceptInvitation": SIGN_IN,
    "ChangePassword": SIGN_IN,
    "CountSignInFailures": SIGN_IN,
    "EnrolSecondFactor": SIGN_IN,
    "MakeCalendarLink": SIGN_IN,
    "RemoveSecondFactor": SIGN_IN,
    "RemoveSignInProvider": SETTINGS,
    "RevokeCalendarLink": SIGN_IN,
    "RevokeSession": SIGN_IN,
    "SetSignInProvider": SETTINGS,
    "SignIn": SIGN_IN,
    "InviteUser": ADDRESS,
    "RecordExport": ITSELF,
    "RecordImportCheck": ITSELF,
    "RecordOperatorAccess": ITSELF,
    "RegisterTenant": NO_HOST,
    "ResumeTenant": NO_HOST,
}
"""The commands that are no mutations, and why."""


def offered() -> Iterator[tuple[str, Whole]]:
    """Every command that is a mutation, by its imperative."""
    return ((command, whole) for command, whole in FORMS.items() if command not in NOT_OFFERED)
