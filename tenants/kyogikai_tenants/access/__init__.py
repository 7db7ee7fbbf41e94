"""利用者と権限: who may enter a municipality's book, in which role, and what was done at its doors.

All of it is the office's to see, never the public's. What is secret (hashes of passwords and tokens,
factors, sessions) stands in operational tables, not here.
"""

from kyogikai_tenants.access.clients import (
    SCOPES,
    ApiClientBound,
    ApiClientDocumentRegistered,
    ApiClientDocumentRemoved,
    ApiClientRegistered,
    ApiClientRevoked,
    ApiClientSecretMade,
    ApiClientSecretRevoked,
    ApiClientState,
    ApiClientUnbound,
    WebhookRemoved,
    WebhookSet,
)
from kyogikai_tenants.access.roles import ADMINISTERS
from kyogikai_tenants.access.setting_up import OnlyBeforeUse
from kyogikai_tenants.access.sign_ins import (
    CalendarLinkMade,
    CalendarLinkRevoked,
    PasswordChanged,
    SealsSentTo,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SessionRevoked,
    SignedIn,
    SignInFailuresCounted,
    SignInProviderRemoved,
    SignInProviderSet,
)
from kyogikai_tenants.access.users import (
    InvitationAccepted,
    PersonLinked,
    RoleGrant,
    RoleGranted,
    RoleRevoked,
    UserInvited,
    UserResumed,
    UserState,
    UserSuspended,
    email_of,
)
from kyogikai_tenants.access.visits import ExportMade, ImportChecked, OperatorAccess
from kyogikai_tenants.rights import may_record

__all__ = [
    "ADMINISTERS",
    "SCOPES",
    "ApiClientBound",
    "ApiClientDocumentRegistered",
    "ApiClientDocumentRemoved",
    "ApiClientRegistered",
    "ApiClientRevoked",
    "ApiClientSecretMade",
    "ApiClientSecretRevoked",
    "ApiClientState",
    "ApiClientUnbound",
    "CalendarLinkMade",
    "CalendarLinkRevoked",
    "ExportMade",
    "ImportChecked",
    "InvitationAccepted",
    "OnlyBeforeUse",
    "OperatorAccess",
    "PasswordChanged",
    "PersonLinked",
    "RoleGrant",
    "RoleGranted",
    "RoleRevoked",
    "SealsSentTo",
    "SecondFactorEnrolled",
    "SecondFactorRemoved",
    "SessionRevoked",
    "SignInFailuresCounted",
    "SignInProviderRemoved",
    "SignInProviderSet",
    "SignedIn",
    "UserInvited",
    "UserResumed",
    "UserState",
    "UserSuspended",
    "WebhookRemoved",
    "WebhookSet",
    "email_of",
    "may_record",
]
