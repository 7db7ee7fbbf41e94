"""The enumerations of the API: those of the domain, by name."""

from enum import Enum, auto
from typing import Any

import graphene

from kyogikai_tenants import vocabulary as v
from kyogikai_tenants.effective import Basis as Bases
from kyogikai_tenants.effective import Kind
from kyogikai_tenants.effective import Precision as Precisions
from kyogikai_tenants.municipalities import EraDisplay


class Languages(Enum):
    """The languages of labels and sentences."""

    JA = auto()
    EN = auto()


def _enum(members: type[Enum], name: str = "") -> Any:
    """The members by their upper-case names, described by the enumeration's docstring."""
    return graphene.Enum.from_enum(members, name=name or members.__name__, description=_described(members))


def _described(members: type[Enum]) -> Any:
    text = (members.__doc__ or "").strip()
    return lambda member: None if member else text


Precision = _enum(Precisions)
EffectiveKind = _enum(Kind, "EffectiveKind")
Basis = _enum(Bases)
Lang = _enum(Languages, "Lang")
Years = _enum(EraDisplay, "Years")
Existence = _enum(v.Existence)
MunicipalityKind = _enum(v.MunicipalityKind)
CouncilStanding = _enum(v.CouncilStanding)
NameKind = _enum(v.NameKind)
StatementKind = _enum(v.StatementKind)
SecretariatMode = _enum(v.SecretariatMode)
BodyKind = _enum(v.BodyKind)
LineageChange = _enum(v.LineageChange)
NumberingScheme = _enum(v.NumberingScheme)
MeetingKind = _enum(v.MeetingKind)
MeetingMode = _enum(v.MeetingMode)
MeetingState = _enum(v.MeetingState)
Openness = _enum(v.Openness)
AgendaItemKind = _enum(v.AgendaItemKind)
AttendanceAnswer = _enum(v.AttendanceAnswer)
AttendanceStatus = _enum(v.AttendanceStatus)
MinutesState = _enum(v.MinutesState)
IssueState = _enum(v.IssueState)
ReferralAct = _enum(v.ReferralAct)
RecommendationKind = _enum(v.RecommendationKind)
ActivityKind = _enum(v.ActivityKind)
ActivityState = _enum(v.ActivityState)
PhaseState = _enum(v.PhaseState)
Role = _enum(v.Role)


def years() -> graphene.Argument:
    """How years are said in Japanese: in their era, unless asked for otherwise."""
    return graphene.Argument(Years, default_value=EraDisplay.JAPANESE)
