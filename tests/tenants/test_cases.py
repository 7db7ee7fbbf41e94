"""個別事例: who may say what of a case, when it may be shared, and that its end is the end."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.cases import (
    BreakGlass,
    CaseAbstractApproved,
    CaseAbstractDrafted,
    CaseAccessGranted,
    CaseAccessRevoked,
    CaseClosed,
    CaseConferenceHeld,
    CaseConsentRecorded,
    CaseConsentWithdrawn,
    CaseCorrection,
    CaseKeyDestroyed,
    CasePresented,
    CaseRegistered,
    CaseViewed,
    WithdrawConsent,
    opened,
)  # fmt: skip
from kyogikai_tenants.cases import presented as presented_module
from kyogikai_tenants.cases import refusals as no
from kyogikai_tenants.cases.states import CasePresentation
from kyogikai_tenants.commands import AnnulEvent
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import NotFound, Refused
from kyogikai_tenants.events import AudienceChanged, EventAnnotated
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.personal_data import ERASED, MASTER_KEY, Key, Keys
from kyogikai_tenants.log.recorder import Log
from kyogikai_tenants.rights import ReadOnlyRole
from tests import case_book
from tests.book import Book
from tests.case_book import CaseBook

pytestmark = pytest.mark.check
CLERICAL = CaseCorrection.CLERICAL_ERROR
LATER = "at 2026-05-10"
TEXTS: dict[str, Any] = {**case_book.TEXTS}


@pytest.fixture(scope="module", autouse=True)
def master() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MASTER_KEY, b64encode(Key.generate().secret).decode())
        yield


@pytest.fixture(scope="module")
def book(engine: sa.Engine) -> CaseBook:
    return CaseBook.made(Tenant(engine, new_id()))


def texts(book: CaseBook, case: UUID) -> CaseRegistered:
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        first = opened(Log.within(connection), Keys(connection), case).said[0]
    assert isinstance(first, CaseRegistered)
    return first


def refused(rule: type[Refused]) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(rule)


def test_a_case_reads_back_and_has_a_number_that_says_nothing(book: CaseBook) -> None:
    case, other = book.register(), book.register()
    first = texts(book, case)
    assert (first.person, first.situation, first.wish) == tuple(TEXTS.values())
    rows = book.by("worker").query("SELECT * FROM case_file WHERE id IN (:a, :b)", a=case, b=other)
    numbers = {row["reference"] for row in rows}
    assert len(numbers) == 2
    assert all(len(n) == 13 and n.startswith("K-") for n in numbers)
    assert {row["audience"] for row in rows} == {"case"}
    assert {row["worker_id"] for row in rows} == {book.people["worker"]}


def test_whoever_a_case_is_not_open_to_finds_none(book: CaseBook) -> None:
    case = book.register()
    never = new_id()
    for name in ("other",):
        said = []
        for one in (case, never):
            with pytest.raises(NotFound) as found:
                book.act(CaseClosed, one, by=name)
            said.append(found.value.message("ja").replace(str(one), "ID").replace("record", "case_file"))
        assert said[0] == said[1]
    for name in ("office", "auditor"):
        with refused(ReadOnlyRole):
            book.act(CaseClosed, case, by=name)


def test_nobody_says_who_records(book: CaseBook) -> None:
    with refused(errors.BadInput):
        book.act(CaseRegistered, None, audience="case", worker_id=book.people["other"], **TEXTS)
    with refused(errors.NotCorrectable):
        book.by("worker").correct(
            book.register(), 1, "worker_id", str(book.people["other"]), CaseCorrection.CLERICAL_ERROR
        )


def test_sharing_needs_consent_or_a_legal_ground(book: CaseBook) -> None:
    case, other = book.register(), book.people["other"]
    with refused(no.SharingNeedsGround) as found:
        book.act(CaseAccessGranted, case, user_id=other)
    assert found.value.MAY_ALLOW
    book.act(CaseConsentRecorded, case, on="at 2026-05-03", ground="legal_ground", details="法による")
    with refused(no.SharingNeedsGround):  # not before the day of the ground
        book.act(CaseAccessGranted, case, user_id=other)
    book.act(CaseAccessGranted, case, on="at 2026-05-03", user_id=other)
    with refused(no.SharingNeedsGround):
        book.tenant.execute(AnnulEvent(case, 2, CaseCorrection.CLERICAL_ERROR), actor=book.by("worker").actor)


def test_what_is_opened_to_somebody_may_be_taken_back(book: CaseBook) -> None:
    case, other = book.consented(), book.people["other"]
    book.act(CaseAccessGranted, case, user_id=other)
    book.act(CaseViewed, case, by="other", looked_as="granted")
    for wrong in ("own", "break_glass", "abstract"):
        with refused(NotFound):
            book.act(CaseViewed, case, by="other", looked_as=wrong)
    book.act(CaseAccessRevoked, case, user_id=other)
    with refused(NotFound):
        book.act(CaseViewed, case, by="other", looked_as="granted")
    with refused(no.NotOpened):
        book.act(CaseAccessRevoked, case, user_id=book.people["worker"])
    book.act(CaseAccessGranted, case, on=LATER, user_id=other)
    with refused(no.RevokedBeforeOpened):  # or by day it would be open for ever
        book.act(CaseAccessRevoked, case, on="at 2026-05-09", user_id=other)
    book.act(CaseAccessRevoked, case, on=LATER, user_id=other)
    with refused(no.NotACaseWorker):
        book.act(CaseAccessGranted, case, user_id=book.people["auditor"])


def test_outside_the_case_conference_an_abstract_is_needed(book: CaseBook) -> None:
    case = book.consented()
    book.act(CasePresented, case, on=LATER, meeting_id=book.conference)
    with refused(no.AbstractNeeded) as found:
        book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    assert found.value.MAY_ALLOW
    book.act(CaseAbstractDrafted, case, abstract="一人で暮らす人の支え方")
    with refused(no.AbstractNeeded):
        book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    with refused(no.AbstractByAnother):
        book.act(CaseAbstractApproved, case, drafted=4)
    with refused(no.LastAbstractOnly):
        book.act(CaseAbstractDrafted, case, abstract="書き直し")
        book.act(CaseAbstractApproved, case, by="office", drafted=4)
    book.act(CaseAbstractApproved, case, by="office", on="at 2026-05-11", drafted=5)
    with refused(no.AbstractNeeded):  # not by the day of the meeting
        book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    book.act(CaseAbstractApproved, case, by="office", on=LATER, drafted=5)
    book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    with refused(no.ApprovedAbstractStands):
        book.by("worker").correct(case, 5, "abstract", "別の文", CaseCorrection.CLERICAL_ERROR)


def test_what_was_at_a_meeting_carries_its_day(book: CaseBook) -> None:
    case, meeting = book.consented(), dict[str, Any](meeting_id=book.conference)
    noted: dict[str, Any] = {"attended": "本人", "agreed": "見守り", **meeting}
    for on in ("at 2026-05-09", "at 2026-05-11"):
        with refused(no.PresentedOnAnotherDay):
            book.act(CasePresented, case, on=on, **meeting)
        with refused(no.PresentedOnAnotherDay):
            book.act(CaseConferenceHeld, case, on=on, **noted)
    book.act(CaseConferenceHeld, case, on=LATER, **noted)
    book.act(CasePresented, case, on=LATER, **meeting)
    with refused(no.PresentedOnAnotherDay):
        book.by("worker").correct(case, 4, "effective", Effective.parse("at 2026-05-12"), CLERICAL)


def test_nothing_is_written_beside_what_is_sealed(book: CaseBook) -> None:
    case, worker = book.register(), book.by("worker")
    with refused(no.CaseStaysSealed):
        worker.say(EventAnnotated, case, target=1, note="架空花子")
    with refused(no.CaseStaysSealed):
        worker.say(AudienceChanged, case, audience="public", reason="公開")
    with refused(no.CaseStaysSealed):
        worker.correct(case, 1, "person", "架空 華子", "花子さんの字")
    with refused(no.CaseStaysSealed):
        worker.say(CaseRegistered, None, DAY_AS_WRITTEN, audience="case", **TEXTS)
    with refused(no.CaseStaysSealed):
        worker.say(CaseRegistered, None, "at 2026-05-01", audience="council", **TEXTS)
    worker.correct(case, 1, "person", "架空 華子", CaseCorrection.CLERICAL_ERROR)
    assert texts(book, case).person == "架空 華子"


DAY_AS_WRITTEN = {"kind": "at", "value": "2026-05-01", "as_written": "花子さんが来た日"}


def test_the_glass_is_broken_with_a_reason_and_for_one_look(book: CaseBook) -> None:
    case, office = book.register(), book.by("office").actor
    with refused(NotFound):
        book.act(CaseViewed, case, by="office", looked_as="break_glass")
    with refused(no.NamesAPerson):
        book.tenant.execute(BreakGlass(case, "生年月日 昭和60年1月1日の人"), actor=office)
    with refused(errors.BadInput):
        book.tenant.execute(BreakGlass(case, " "), actor=office)
    receipt = book.tenant.execute(BreakGlass(case, "命に関わる連絡"), actor=office)
    assert len(receipt.positions) == 2
    with refused(NotFound):
        book.act(CaseViewed, case, by="office", looked_as="break_glass")
    for name in ("worker", "auditor"):
        with refused(ReadOnlyRole):
            book.tenant.execute(BreakGlass(case, "見たい"), actor=book.by(name).actor)


def test_after_its_key_is_destroyed_nothing_is_read_and_nothing_recorded(book: CaseBook) -> None:
    with refused(no.CloseFirst):
        book.act(CaseKeyDestroyed, book.register(), reason="retention_over")
    case = book.destroyed()
    first = texts(book, case)
    assert {first.person, first.situation, first.wish} == {ERASED}
    for event, more in (
        (CaseViewed, {"looked_as": "own"}),
        (CaseConsentRecorded, {"ground": "consent", "details": "後から"}),
        (CaseKeyDestroyed, {"reason": "retention_over"}),
    ):
        with refused(no.NothingAfterErasure):
            book.act(event, case, **more)
    assert book.by("worker").sound()


def test_what_is_closed_is_shared_no_more(book: CaseBook) -> None:
    case = book.consented()
    book.act(CaseClosed, case)
    book.act(CaseViewed, case, looked_as="own")
    with refused(no.CaseIsClosed):
        book.act(CasePresented, case, on=LATER, meeting_id=book.conference)


def test_that_a_case_was_registered_or_opened_is_not_annulled(book: CaseBook) -> None:
    case = book.consented()
    book.act(CaseAccessGranted, case, user_id=book.people["other"])
    for version in (1, 3):
        with refused(errors.NotCorrectable):
            book.tenant.execute(
                AnnulEvent(case, version, CaseCorrection.CLERICAL_ERROR), actor=book.by("worker").actor
            )


def test_an_event_and_the_destruction_of_the_key_are_one(
    book: CaseBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: were the key left, the text would still be read."""
    monkeypatch.setattr(CaseKeyDestroyed, "ERASES", False)
    case = book.destroyed()
    assert texts(book, case).person == TEXTS["person"]


def test_no_refusal_tells_that_a_case_was_there(book: CaseBook, monkeypatch: pytest.MonkeyPatch) -> None:
    case, office = book.consented(), Book(book.tenant)
    body = office.one("SELECT body_ids[1] FROM meeting WHERE id = :id LIMIT 1", id=book.conference)
    given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "council", "title": "取消す会議"}
    meeting = office.say(MeetingHeld, None, "at 2026-05-10", **given).record_id
    book.act(CasePresented, case, on=LATER, meeting_id=meeting)
    with monkeypatch.context() as patch:  # planted: a rule that looks at cases too
        patch.setattr(CasePresentation, "CONFIDENTIAL", False)
        with pytest.raises(errors.OpeningStands, match=str(case)):
            office.annul(meeting, 1)
    office.annul(meeting, 1)
    assert office.sound()


def rows(book: CaseBook, case: UUID, table: str = "presented_abstract") -> list[Any]:
    known = f"SELECT * FROM {table} WHERE stream_id = :c AND known_to IS NULL"  # noqa: S608 - ours
    return book.by("worker").query(known, c=case)


def looked(book: CaseBook, case: UUID, by: str, meeting: UUID | None) -> None:
    book.act(CaseViewed, case, by=by, looked_as="presented", meeting_id=meeting)


def withdraw(book: CaseBook, case: UUID, on: str = LATER) -> None:
    command = WithdrawConsent(case, Effective.parse(on))
    book.tenant.execute(command, actor=book.by("worker").actor)


def test_what_was_presented_is_read_at_that_meeting_alone(book: CaseBook) -> None:
    case = book.with_abstract()
    with refused(NotFound):
        looked(book, case, "auditor", book.subcommittee)
    book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    (row,) = rows(book, case)
    assert (row["meeting_id"], row["drafted"], row["is_open"]) == (book.subcommittee, 3, True)
    assert row["audience"] == "body"
    for name in ("auditor", "office", "other"):
        looked(book, case, name, book.subcommittee)
        with refused(NotFound):
            looked(book, case, name, book.conference)
    with refused(NotFound):
        book.act(CaseViewed, case, looked_as="own", meeting_id=book.subcommittee)
    book.act(CaseAbstractDrafted, case, abstract="後の版")
    assert [row["drafted"] for row in rows(book, case)] == [3]


def test_with_the_consent_goes_all_that_rested_on_it(book: CaseBook) -> None:
    case, other = book.with_abstract(), book.people["other"]
    book.act(CaseAccessGranted, case, on=LATER, user_id=other)
    book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    with refused(no.WithdrawalEndsAccess):  # the event alone would leave a case open to somebody
        book.act(CaseConsentWithdrawn, case, on=LATER)
    withdraw(book, case, on="at 2026-05-04")  # before the day on which it was shared, recorded later
    every = "SELECT audience FROM presented_abstract WHERE stream_id = :c"  # also as it was known before
    assert [row["audience"] for row in book.by("worker").query(every, c=case)] == ["case", "case"]
    opens = rows(book, case, "case_access")
    assert {r["user_id"] for r in opens if r["is_open"] and r["valid_to"] is None} == {book.people["worker"]}
    for name, look in (("other", "granted"), ("office", "abstract")):
        with refused(NotFound):
            book.act(CaseViewed, case, by=name, looked_as=look)
    for name in ("auditor", "office", "other"):
        with refused(NotFound):
            looked(book, case, name, book.subcommittee)
    with refused(no.SharingNeedsGround):
        book.act(CasePresented, case, on="at 2026-05-11", meeting_id=book.conference)
    with refused(no.NothingToWithdraw):
        withdraw(book, case)
    book.act(CaseConsentRecorded, case, on="at 2026-05-03", ground="consent", details="撤回より前の日")
    with refused(no.SharingNeedsGround):
        book.act(CaseAccessGranted, case, on="at 2026-05-12", user_id=other)
    book.act(CaseConsentRecorded, case, on="at 2026-05-12", ground="consent", details="あらためて")
    book.act(CaseAccessGranted, case, on="at 2026-05-12", user_id=other)
    assert [row["is_open"] for row in rows(book, case)] == [False]
    assert book.by("worker").sound()


def test_what_a_law_allows_no_withdrawal_ends(book: CaseBook) -> None:
    case, other = book.with_abstract(), book.people["other"]
    book.act(CaseConsentRecorded, case, ground="legal_ground", details="法による")
    book.act(CaseAccessGranted, case, on=LATER, user_id=other)
    book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    withdraw(book, case)
    assert [row["is_open"] for row in rows(book, case)] == [True]
    book.act(CaseViewed, case, by="other", looked_as="granted")
    version = next(row["facts"][0] for row in rows(book, case, "case_ground") if row["withdrawn"])
    with refused(errors.NotCorrectable):
        book.tenant.execute(
            AnnulEvent(case, version, CaseCorrection.CLERICAL_ERROR), actor=book.by("worker").actor
        )


def test_what_was_presented_ends_with_the_key(book: CaseBook) -> None:
    case = book.with_abstract()
    book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    book.act(CaseClosed, case, on=LATER)
    assert [row["is_open"] for row in rows(book, case)] == [True]
    book.act(CaseKeyDestroyed, case, on=LATER, reason="asked_by_person")
    assert [(row["is_open"], row["audience"]) for row in rows(book, case)] == [(False, "case")]
    assert book.by("worker").sound()


def test_a_case_conference_is_held_on_a_ground_and_is_one(book: CaseBook) -> None:
    case, said = book.register(), {"attended": "本人、家族、事業所", "agreed": "夜は電話で様子を聞く"}
    with refused(no.SharingNeedsGround):
        book.act(CaseConferenceHeld, case, **said)
    book.act(CaseConsentRecorded, case, ground="consent", details="同意")
    book.act(CaseConferenceHeld, case, **said)
    book.act(CaseConferenceHeld, case, on=LATER, meeting_id=book.conference, **said)
    with refused(no.NotACaseConference):
        book.act(CaseConferenceHeld, case, on=LATER, meeting_id=book.subcommittee, **said)
    assert {row["meeting_id"] for row in rows(book, case, "case_conference")} == {None, book.conference}
    assert book.by("worker").sound()


def test_a_withdrawal_that_ends_nothing_is_found(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: were consent never gone, an abstract would still be open."""
    book = CaseBook.made(Tenant(engine, new_id()))
    case = book.with_abstract()
    book.act(CasePresented, case, on=LATER, meeting_id=book.subcommittee)
    monkeypatch.setattr(presented_module, "still_allowed", lambda *_: True)
    withdraw(book, case)
    assert [row["is_open"] for row in rows(book, case)] == [True]


def test_every_rule_names_itself_in_both_languages() -> None:
    rules = [
        r for r in vars(no).values() if isinstance(r, type) and issubclass(r, Refused) and r is not Refused
    ]
    assert len(rules) > 10
    for rule in rules:
        said = rule(fact="-", day="-")
        assert said.message("ja") != said.message("en")
        assert rule.MAY_ALLOW or rule.CODE in {"NOTHING_AFTER_ERASURE", "CASE_STAYS_SEALED", "NAMES_A_PERSON"}
