"""Every command asks for what its event declares: no more, no less, and in words."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any

import pytest

from kyogikai_projections.filling import FORMS, form
from kyogikai_projections.forms import Asked, Form, Shape, form_of_event
from kyogikai_tenants.acting import acting_fields
from kyogikai_tenants.events import COMMANDS, DECLARED, Begins, Event, EventCorrected, Fact

CARD = """
TenantRegistered TenantSettingsChanged TenantActivated TenantSuspended TenantResumed TenantClosed
MunicipalityJoined MunicipalityLeft AudienceChanged
UserInvited InvitationAccepted RoleGranted RoleRevoked SignedIn SessionRevoked SignInFailuresCounted
PasswordChanged SecondFactorEnrolled ApiClientRegistered ApiClientRevoked OperatorAccess ExportMade
ImportChecked
CouncilEstablished CouncilRenamed CouncilRestarted CouncilStatementRecorded SecretariatAssigned
LegalBasisRecorded RuleEnacted RuleAmended RuleRepealed
BodyGroupDefined BodyCreated BodyRenamed BodyKindChanged BodyMoved BodySucceeded BodyMerged BodySplit
BodyDissolved BodyPurposeDefined BodyCompositionDefined BodyCadenceSet
TermStarted TermExtended TermEnded OrganizationsListed OrganizationEnrolled OrganizationWithdrawn SeatDefined
MemberAppointed MemberReplaced MemberResigned OfficerElected OfficerVacated
MeetingScheduled MeetingConvened AttendanceAnswered MeetingRescheduled MeetingCancelled MeetingHeld
AttendanceRecorded OpennessDecided ObserversAdmitted DocumentAttached DecisionMade MinutesDrafted
MinutesConfirmed MinutesPublished MinutesWithdrawn
IssueRouteDefined IssueRaised IssueScreened IssueReferred IssueEscalated IssueReturned IssueDeferred
IssueProgressReported IssueFeedbackGiven IssueResolved IssueClosed IssueReopened
RecommendationAdopted RecommendationDelivered ResponseReceived
ActivityPlanned ActivityHeld ActivityCancelled PhasePlanned PhaseStarted PhaseCompleted AnnualScheduleAdopted
AnnualThemeSet ActivityResultReported
SourceDocumentRegistered EventCorrected EventAnnulled EventAnnotated ExternalContextNoted
"""
"""The domain card's events of the first tier (section 3); those about cases come with the audit review."""
TIER_1 = CARD.split()

FLATTENED = {"source": ("source_id", "source_locator")}
NOT_ASKED = {"originator_id", "originator_version"}


def walked(asked: tuple[Asked, ...]) -> Iterator[Asked]:
    """The fields, and those within them."""
    for field in asked:
        yield field
        yield from walked(field.fields)


@pytest.mark.parametrize("name", TIER_1)
def test_every_event_of_the_first_tier_has_a_form(name: str) -> None:
    (event,) = (e for e in DECLARED.values() if e.__name__ == name)
    assert form(event.COMMAND).event is event


@pytest.mark.parametrize("command", sorted(FORMS))
def test_a_form_and_each_of_its_fields_are_in_words(command: str) -> None:
    asked = form(command)
    assert asked.text.endswith("."), "the event's docstring says what it means"
    for lang in ("ja", "en"):
        assert asked.label(lang)
        assert all(f.label(lang) for f in walked(asked.everything))
        assert all(f.options(lang) for f in walked(asked.fields) if f.shape is Shape.CHOICE)
    assert all(f.text for f in walked(asked.fields) if f.shape is Shape.GROUP)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"CorrectEvent", "ReplaceMember"}))
def test_a_form_asks_for_what_the_event_declares(command: str) -> None:
    asked, event = form(command), COMMANDS[command]
    names = {f.name for f in asked.fields}
    internal = issubclass(event, Begins) and "audience" not in names
    target = {"target"} if asked.subject and asked.subject.kinds == ("entry",) else set[str]()
    declared = (
        {f.name for f in fields(event)}
        - NOT_ASKED
        - {*acting_fields(event)}
        - target
        - ({"audience"} if internal else set())
    )
    assert names == {flat for name in declared for flat in FLATTENED.get(name, (name,))}


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"CorrectEvent"}))
def test_what_has_a_default_is_optional_and_nothing_else(command: str) -> None:
    event = COMMANDS[command]
    must = {
        f.name for f in fields(event) if f.default is MISSING and f.default_factory is MISSING
    } - NOT_ASKED
    must -= {*acting_fields(event)}
    must -= {"audience"} if issubclass(event, Begins) else set()
    asked = form(command)
    about_an_entry = asked.subject is not None and asked.subject.kinds == ("entry",)
    must -= {"target"} if about_an_entry else set()
    assert {f.name for f in asked.fields if f.required} == must


def test_only_openings_take_no_subject_and_what_may_come_later_takes_one_at_will() -> None:
    for command, event in COMMANDS.items():
        subject = form(command).subject
        if issubclass(event, Begins):
            assert (subject is not None) == event.ADDS_TOO
            assert subject is None or not subject.required
        else:
            assert subject is not None
            assert subject.required


def test_a_correction_asks_for_no_old_value() -> None:
    assert {f.name for f in form("CorrectEvent").fields} == {"field", "new", "reason"}
    assert form("CorrectEvent").event is EventCorrected


def test_a_field_of_a_type_that_no_form_knows_is_found_at_once() -> None:
    planted = _planted("thing", complex)
    with pytest.raises(TypeError, match="thing: no form knows"):
        form_of_event("Plant", planted)


def test_an_event_without_a_docstring_is_found() -> None:
    planted = _planted("thing", str)
    planted.__doc__ = None
    assert not _said(form_of_event("Plant", planted))


def _said(asked: Form) -> bool:
    return asked.text.endswith(".")


def _planted(name: str, hint: Any) -> type[Event]:
    """An event that is declared nowhere."""

    @dataclass(frozen=True, kw_only=True)
    class Planted(Fact):
        """It was planted."""

        LABEL, LABEL_EN, SUBJECTS = "試験", "Planted", ("body",)
        __annotations__ = {name: hint}

    return Planted
