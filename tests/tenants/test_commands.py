"""A command is one transaction, done once however often it is sent, or it leaves nothing behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform.tenant import Tenant
from kyogikai_projections.runner import ReadModels
from kyogikai_tenants.commands import Actor, AnnulEvent, Command, CorrectEvent, Say, Unit, declared
from kyogikai_tenants.council.bodies import BodyCreated, BodyMerged, BodyRenamed
from kyogikai_tenants.council.norms import BodyPurposeDefined
from kyogikai_tenants.council.statements import CouncilStatementRecorded
from kyogikai_tenants.effective import Effective
from kyogikai_tenants.errors import BadInput, Conflict, KeyReused, NotFound, OutsideLife, Refused
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role
from tests.book import SECRETARY, Book

OTHER = Actor("colleague", Role.SECRETARIAT)


@pytest.fixture
def book(tenant: Tenant) -> Book:
    return Book(tenant)


def renaming(body: UUID, name: str = "乙", expected: int | None = None) -> Say:
    return Say(BodyRenamed, body, {"name": name, "effective": Effective.parse("at 2012")}, expected)


# Once


def test_the_same_input_under_the_same_key_gives_the_same_receipt(book: Book) -> None:
    body = book.body(book.council())
    first = book.tenant.execute(renaming(body), actor=SECRETARY, key="k")
    again = book.tenant.execute(renaming(body), actor=SECRETARY, key="k")
    assert (first, again.repeated, first.repeated) == (again, True, False)
    assert (first.record_id, first.positions, book.head()) == (body, (3,), 3)


def test_a_repeated_opening_answers_with_the_record_that_it_opened(book: Book) -> None:
    council = book.council()
    assert book.body(council, key="k") == book.body(council, key="k")
    assert book.one("SELECT count(DISTINCT id) FROM body") == 1


def test_another_input_under_the_same_key_is_refused(book: Book) -> None:
    body = book.body(book.council())
    book.tenant.execute(renaming(body), actor=SECRETARY, key="k")
    with pytest.raises(KeyReused):
        book.tenant.execute(renaming(body, "丙"), actor=SECRETARY, key="k")
    assert book.head() == 3


def test_another_actor_or_another_command_may_use_the_same_key(book: Book) -> None:
    body = book.body(book.council(), key="k")
    book.tenant.execute(renaming(body), actor=SECRETARY, key="k")
    book.tenant.execute(renaming(body), actor=OTHER, key="k")
    book.tenant.execute(AnnulEvent(body, 3, "二重"), actor=SECRETARY, key="k")
    assert book.head() == 5


def test_another_municipality_may_use_the_same_key(new_tenant: Callable[[], Tenant]) -> None:
    books = [Book(new_tenant()) for _ in range(2)]
    bodies = [book.body(book.council(), key="k") for book in books]
    assert bodies[0] != bodies[1]


def test_without_a_key_every_command_counts(book: Book) -> None:
    council = book.council()
    first, second = book.body(council, name="甲"), book.body(council, name="乙")
    assert first != second
    assert book.head() == 3


def test_a_retry_is_answered_although_the_record_has_moved_on(book: Book) -> None:
    body = book.body(book.council())
    first = book.tenant.execute(renaming(body, expected=1), actor=SECRETARY, key="k")
    book.rename(body, "at 2013", "丙")
    assert book.tenant.execute(renaming(body, expected=1), actor=SECRETARY, key="k") == first


def test_a_refused_command_leaves_its_key_unused(book: Book) -> None:
    council = book.council()
    body = book.body(council, "from 2013")
    with pytest.raises(OutsideLife):
        book.tenant.execute(renaming(body), actor=SECRETARY, key="k")
    book.correct(body, 1, "effective", Effective.parse("from 2011"))
    assert not book.tenant.execute(renaming(body), actor=SECRETARY, key="k").repeated


def test_fifty_retries_at_once_are_one_event(book: Book) -> None:
    body = book.body(book.council())
    with ThreadPoolExecutor(10) as pool:
        sent = [pool.submit(book.tenant.execute, renaming(body), actor=SECRETARY, key="k") for _ in range(50)]
        receipts = [each.result() for each in sent]
    assert {receipt.positions for receipt in receipts} == {(3,)}
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert book.head() == 3
    assert book.sound()


# As seen


def test_a_command_that_names_the_version_it_saw_is_refused_when_somebody_was_faster(book: Book) -> None:
    body = book.body(book.council())
    book.tenant.execute(renaming(body, "乙", expected=1), actor=SECRETARY)
    with pytest.raises(Conflict, match="version 1 is now 2"):
        book.tenant.execute(renaming(body, "丙", expected=1), actor=OTHER)
    book.tenant.execute(renaming(body, "丙", expected=2), actor=OTHER)
    assert book.seen("2012-01-01") == ["live 丙"]


def test_of_eight_who_saw_the_same_version_one_succeeds(book: Book) -> None:
    body = book.body(book.council())
    start = Barrier(8)

    def attempt(name: str) -> bool:
        start.wait()
        try:
            book.tenant.execute(renaming(body, name, expected=1), actor=SECRETARY)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, "乙丙丁戊己庚辛壬")) == 1
    assert book.head() == 3
    assert book.sound()


# In order


def test_the_recorded_time_never_runs_back_and_a_commands_events_share_it(book: Book) -> None:
    council = book.council()
    several = _Several(council, ("甲", "乙", "丙"))
    receipt = book.tenant.execute(several, actor=SECRETARY)
    assert receipt.positions == (2, 3, 4)
    book.rename(receipt.record_id, "at 2012", "丁")
    rows = book.query("SELECT position, recorded_at FROM events ORDER BY position")
    times = [row["recorded_at"] for row in rows]
    assert [row["position"] for row in rows] == [1, 2, 3, 4, 5]
    assert times[0] < times[1] == times[2] == times[3] < times[4]


def test_a_clock_that_runs_back_does_not_turn_the_order_round(book: Book, superuser: sa.Engine) -> None:
    council = book.council()
    with superuser.begin() as connection:
        connection.execute(
            sa.text("UPDATE tenant_head SET recorded_at = '2999-01-01 UTC' WHERE tenant_id = :t"),
            {"t": book.tenant.id},
        )
    book.body(council)
    recorded = book.one("SELECT recorded_at::text FROM events WHERE position = 2")
    assert recorded.startswith("2999-01-01 00:00:00.000001")
    assert book.sound()


def test_eight_threads_with_conflicts_leave_no_gap_and_a_whole_chain(book: Book) -> None:
    body = book.body(book.council())

    def work(thread: int) -> int:
        done = 0
        for turn in range(6):
            names = "同じ名称" if turn % 3 == 0 else f"第{thread}の{turn}"
            fields = {"name": names, "effective": Effective.parse("at 2001" if turn == 4 else "at 2012")}
            expected = 1 if turn == 2 else None
            try:
                book.tenant.execute(Say(BodyRenamed, body, fields, expected), actor=SECRETARY)
            except (Conflict, OutsideLife):
                continue
            done += 1
        return done

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(work, range(8)))
    positions = [row["position"] for row in book.query("SELECT position FROM events ORDER BY position")]
    assert 8 * 4 <= done < 8 * 6
    assert positions == list(range(1, 3 + done))
    assert book.sound()


def test_two_municipalities_append_in_parallel_and_one_in_order(new_tenant: Callable[[], Tenant]) -> None:
    one, other = Book(new_tenant()), Book(new_tenant())
    body = one.body(one.council())
    with transaction(one.tenant.engine, one.tenant.id) as connection:
        held = Session(connection, ReadModels())
        held.execute(renaming(body), actor=SECRETARY)
        assert other.head() == 0
        other.council()  # returns while the first municipality's lock is held
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(one.rename, body, "at 2013", "丙")
            assert not waiting.done()
            held.execute(renaming(body, "丁"), actor=SECRETARY)
            connection.commit()
            assert waiting.result(timeout=20).positions == (5,)
    assert one.sound()
    assert other.sound()


class _Several(Command):
    """A command that says several events: bodies of one council."""

    def __init__(self, council: UUID, names: tuple[str, ...]) -> None:
        self.council, self.names = council, names

    @property
    @override
    def word(self) -> str:
        return "CreateSeveral"

    @property
    @override
    def input(self) -> Any:
        return {"council": self.council, "names": self.names}

    @override
    def run(self, unit: Unit) -> UUID:
        for name in self.names:
            record = unit.open(BodyCreated, unit.new_id())
            fields = {"council_id": self.council, "name": name, "kind": "other", "audience": "council"}
            effective = {"kind": "from", "value": "2010"}
            unit.say(record, declared(BodyCreated, record, fields | {"effective": effective}))
        return record.id


# Or nothing


def test_what_a_rule_refuses_leaves_nothing_behind(book: Book) -> None:
    council = book.council()
    with pytest.raises(Refused):
        book.tenant.execute(_Several(council, ("甲", "乙", "甲")), actor=SECRETARY)
    assert book.head() == 1
    assert [book.one(f"SELECT count(*) FROM {t}") for t in ("body", "audit_entry")] == [0, 1]  # noqa: S608
    assert book.sound()


def test_within_an_import_a_refused_command_leaves_the_others_as_they_are(book: Book) -> None:
    body = book.body(book.council())
    with transaction(book.tenant.engine, book.tenant.id) as connection:
        session = Session(connection, ReadModels())
        with pytest.raises(OutsideLife):
            session.execute(
                Say(BodyRenamed, body, {"name": "乙", "effective": Effective.parse("at 2001")}),
                actor=SECRETARY,
            )
        session.execute(renaming(body), actor=SECRETARY)
    assert book.head() == 3
    assert book.sound()


UNSTORABLE: dict[str, tuple[dict[str, Any], str]] = {
    "NUL": ({"name": "甲\0"}, "name"),
    "half a surrogate pair": ({"name": "甲\ud83d"}, "name"),
    "ten megabytes": ({"name": "甲" * 3_400_000}, "name"),
    "an unknown field": ({"colour": "red"}, "colour"),
    "an unknown field of a value": ({"aliases": [{"name": "a", "colour": "red"}]}, "aliases[0]"),
    "a word that is none of the enumeration": ({"kind": "club"}, "kind"),
    "a word that is none of a value's": ({"aliases": [{"name": "a", "kind": "x"}]}, "aliases[0].kind"),
    "a text in a value": ({"aliases": [{"name": "a"}, {"name": "b\0"}]}, "aliases[1].name"),
    "a text in a date": ({"effective": {"kind": "undated", "as_written": "\0"}}, "effective.as_written"),
    "a number as text": ({"number": "7"}, "number"),
    "a number too large": ({"number": 2**63}, "number"),
    "a number much too large": ({"number": 10**30}, "number"),
    "a text as number": ({"name": 7}, "name"),
    "no list": ({"meeting_kinds": "定例"}, "meeting_kinds"),
    "no id": ({"parent_id": "甲"}, "parent_id"),
    "its own id": ({"originator_id": str(uuid4())}, "originator_id"),
    "too long as written": ({"order_label": "第" * 41}, "order_label"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSTORABLE)
def test_input_of_the_wrong_form_is_refused_by_its_field_and_leaves_nothing_behind(
    book: Book, case: str
) -> None:
    council = book.council()
    wrong, path = UNSTORABLE[case]
    right = {"council_id": council, "name": "甲", "kind": "other", "audience": "council"}
    right["effective"] = {"kind": "at", "value": "2011"}
    with pytest.raises(BadInput) as refused:
        book.tenant.execute(Say(BodyCreated, None, right | wrong), actor=SECRETARY)
    assert refused.value.field == path
    assert refused.value.message("ja")
    assert book.head() == 1
    assert book.one("SELECT count(*) FROM body") == 0


def test_a_missing_field_is_named(book: Book) -> None:
    body = book.body(book.council())
    with pytest.raises(BadInput, match="`name`"):
        book.say(BodyRenamed, body, "at 2012")


@pytest.mark.parametrize("text", ["\0", "\udc00", "甲" * 20_001])
def test_no_way_in_takes_a_text_that_cannot_be_stored(book: Book, text: str) -> None:
    body = book.body(book.council())
    commands: list[tuple[Command, str]] = [
        (CorrectEvent(body, 1, "name", text, "誤記"), "new"),
        (CorrectEvent(body, 1, "name", "乙", text), "reason"),
        (AnnulEvent(body, 1, text), "reason"),
        (Say(BodyPurposeDefined, body, {"texts": ["学習", text]}), "texts[1]"),
        (Say(BodyRenamed, body, {text: "乙"}), "fields"),
    ]
    for command, path in commands:
        with pytest.raises(BadInput) as refused:
            book.tenant.execute(command, actor=SECRETARY)
        assert refused.value.field == path
    with pytest.raises(BadInput, match="key"):
        book.tenant.execute(renaming(body), actor=SECRETARY, key=text)
    assert book.head() == 2


def test_a_text_of_every_plane_is_kept_to_the_letter(book: Book) -> None:
    council = book.council()
    text = "𠮷野家・髙橋・葛󠄀城区 🏛️ \u200b\ufeff ' \" \\ % {x} <b> \u202e"
    book.say(CouncilStatementRecorded, council, "from 2010", kind="slogan", title="標語", text=text)
    assert [row["text"] for row in book.on("2011-01-01", "statement")] == [text]
    assert book.sound()


# Whose


def test_another_municipalitys_records_are_not_found(new_tenant: Callable[[], Tenant]) -> None:
    one, other = Book(new_tenant()), Book(new_tenant())
    council, body = one.council(), one.body(one.council(name="別の協議会"))
    own = other.body(other.council(), name="自分の部会")
    attempts: list[Callable[[], object]] = [
        lambda: other.rename(body, "at 2012", "乙"),
        lambda: other.correct(body, 1, "name", "乙"),
        lambda: other.annul(body, 1),
        lambda: other.body(council),
        lambda: other.say(BodyMerged, own, "at 2012", into_id=body),
        lambda: other.correct(own, 1, "council_id", council),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert (one.head(), other.head()) == (3, 2)


def test_what_is_named_is_of_its_kind_and_the_refusal_says_which_field(book: Book) -> None:
    council = book.council()
    body = book.body(council)
    wrong: list[dict[str, Any]] = [{"parent_id": council}, {"group_id": body}, {"council_id": body}]
    for fields in wrong:
        with pytest.raises(NotFound) as refused:
            book.body(council, name="乙", **fields)
        assert [refused.value.field] == list(fields)
    assert book.head() == 2


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_a_text_that_is_needed_is_not_empty(tenant: Tenant, name: str) -> None:
    book = Book(tenant)
    council = book.council()
    body = book.body(council)
    for record in (
        lambda: book.rename(body, "at 2012", name),
        lambda: book.body(council, name=name),
        lambda: book.correct(body, 1, "name", name),
    ):
        with pytest.raises(BadInput, match="must not be empty"):
            record()
    assert book.seen("2013-01-01") == ["live 甲"]
