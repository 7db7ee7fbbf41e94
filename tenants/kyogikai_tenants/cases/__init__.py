"""個別事例: confidential cases. Outside of those whom one is open to, not even that there is one is known.

Their texts are sealed under a key of each case's own, and stand in no column, no index and no export; to read
them is an event; to destroy the key is the end of it.
"""

from kyogikai_tenants.cases.acts import (
    BreakGlassUsed,
    CaseAbstractApproved,
    CaseAbstractDrafted,
    CaseAccessGranted,
    CaseAccessRevoked,
    CaseClosed,
    CaseConferenceHeld,
    CaseConsentRecorded,
    CaseConsentWithdrawn,
    CaseKeyDestroyed,
    CaseLinkedToIssue,
    CasePresented,
    CaseRegistered,
    CaseViewed,
)  # fmt: skip
from kyogikai_tenants.cases.case import Case, opened
from kyogikai_tenants.cases.emergencies import BreakGlass
from kyogikai_tenants.cases.links import IssueLinkedToCases, LinkCase
from kyogikai_tenants.cases.rules import (
    a_case_conference_is_one,
    a_case_is_opened_to_case_workers,
    outside_the_case_conference_an_abstract_is_presented,
)  # fmt: skip
from kyogikai_tenants.cases.withdrawals import WithdrawConsent
from kyogikai_tenants.cases.words import CaseCorrection, CaseState, ErasureReason, LookedAs, ShareGround

RULES = (
    a_case_is_opened_to_case_workers, outside_the_case_conference_an_abstract_is_presented,
    a_case_conference_is_one,
)  # fmt: skip
__all__ = [
    "RULES",
    "BreakGlass",
    "BreakGlassUsed",
    "Case",
    "CaseAbstractApproved",
    "CaseAbstractDrafted",
    "CaseAccessGranted",
    "CaseAccessRevoked",
    "CaseClosed",
    "CaseConferenceHeld",
    "CaseConsentRecorded",
    "CaseConsentWithdrawn",
    "CaseCorrection",
    "CaseKeyDestroyed",
    "CaseLinkedToIssue",
    "CasePresented",
    "CaseRegistered",
    "CaseState",
    "CaseViewed",
    "ErasureReason",
    "IssueLinkedToCases",
    "LinkCase",
    "LookedAs",
    "ShareGround",
    "WithdrawConsent",
    "opened",
]
