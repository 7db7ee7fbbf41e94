"""Looked for in SQL or in Python, a text is found in the same places, by whoever asks, whenever."""

from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
import sqlalchemy as sa

from kyogikai_graphql.compiler import notes, seeking
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.compiler.seeking import Sought
from kyogikai_graphql.compiler.statement import Moment, Row
from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.graphql.both import Both, Differs, Rounds
from tests.graphql.partner import Partner, gid
from tests.graphql.questions import DAYS, Question, piece
from tests.graphql.scribe import Scribe
from tests.graphql.world import World

ASK = """query($t: String!, $day: Date, $at: DateTime, $f: Int, $l: Int, $a: String, $b: String) {
  search(text: $t, asOf: $day, knownAt: $at, first: $f, last: $l, after: $a, before: $b) {
    totalCount totalCountExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { title excerpt matchedName
      node { __typename id ... on Body { name } ... on Meeting { date { label } } } }
    edges { cursor node { title __typename } } } }"""
NAMED = """query($t: String, $day: Date, $at: DateTime, $f: Int, $l: Int) {
  bodies(name: $t, asOf: $day, knownAt: $at, first: $f, last: $l) { totalCount nodes { id name } }
  organizations(name: $t, asOf: $day, first: $f, last: $l) { totalCount edges { cursor node { name } } } }"""
LONG = (
    "前置き「引用」\\と\n改行。" * 9
    + "障がいのある人の就労の支援を考える。"
    + "そのほか、地域の課題も話し合う。" * 9
)
NAMES = [
    "障害者部会",
    "障がい者部会",
    "障碍者就労部会",
    "就労支援担当者会",
    "子ども部会",
    "ＮＰＯ部会①",
    "ﾊﾟﾈﾙ会 議",
]
AUDIENCES = ("council", "public")


class Written:
    """A municipality where the same words are written in every way."""

    def __init__(self, tenant: Tenant) -> None:
        self.world = World(Scribe(tenant))
        self.book = book = self.world.book
        council = book.council(name="こども・障がい協議会", background=LONG)
        for number, name in enumerate(NAMES):
            self._body(council, name, NAMES[number - 1], AUDIENCES[number % 2])
            book.record(
                "RegisterOrganization",
                None,
                "undated",
                name=f"{name}の事業所",
                reading=name,
                audience=AUDIENCES[number % 2],
            )
        for n, title in enumerate(["", "障害者部会", LONG[40:140]]):
            shown = {"title": title, "place": "障がい者センター", "audience": "public"}
            agenda = [{"title": f"就労の報告{n}"}, {"title": "障害者部会", "presenter_as_written": "担当者"}]
            at = [{"body_id": self.world.work}]
            meeting = book.record(
                "HoldMeeting", None, f"at 2024-0{n + 1}-10", agenda=agenda, bodies=at, **shown
            )
            book.correct(meeting, 1, "place", "こどもセンター")

    def _body(self, council: UUID, name: str, later: str, audience: str) -> None:
        book = self.book
        body = book.body(council, "from 2010-04", name, reading=later, audience=audience)
        book.rename(body, "from 2015-04", f"{later}")
        book.record("DefineBodyPurpose", body, "undated", texts=["", LONG, f"{name}を助ける", "就労"])
        book.record(
            "DefineBodyComposition", body, "undated", text="", categories=["家族会", name], added=["当事者"]
        )
        book.correct(body, 2, "name", f"{later}（旧）")


@pytest.fixture(scope="module")
def written(engine: sa.Engine) -> Written:
    return Written(Tenant(engine, new_id()))


@pytest.fixture(scope="module")
def rounds(written: Written) -> Rounds:
    return Rounds.of(written.book.tenant)


@pytest.fixture
def both(written: Written, lanes: Lanes) -> Both:
    return Both(written.book.tenant, lanes)


def look(both: Both, rounds: Rounds, seeds: range) -> None:
    """Look for as many texts as seeds, each by somebody at some time. Raises Differs."""
    for seed in seeds:
        random = Random(seed)
        given = {"t": piece(random, rounds.words), random.choice("fl"): random.randint(1, 7)}
        given |= {"day": random.choice(DAYS)} if random.random() < 0.4 else {}
        given |= {"at": random.choice(rounds.moments)} if random.random() < 0.3 else {}
        both.compare(
            Question(random.choice([ASK, ASK, NAMED]), given), random.choice(list(Role)), rounds.bodies
        )
    assert set(both.came) == {"same"}


@pytest.mark.check
def test_what_is_looked_for_is_found_alike(both: Both, rounds: Rounds) -> None:
    look(both, rounds, range(40))


@pytest.mark.check
def test_hundreds_of_texts_are_found_alike(both: Both, rounds: Rounds) -> None:
    look(both, rounds, range(10_000, 10_000 + 130 * DOSE))


@pytest.mark.check
def test_every_page_of_what_was_found_is_the_same_in_both_directions(both: Both) -> None:
    every = Partner(both.tenant).ask(ASK, t="障害")["search"]["edges"]
    cursors = [edge["cursor"] for edge in every]
    assert len(cursors) > 10
    for given in [{}, *({end: cursor} for cursor in cursors for end in "ab")]:
        for size in [{"f": 2}, {"l": 3}]:
            both.compare(Question(ASK, {"t": "障害", **given, **size}), Role.SECRETARIAT)
    assert set(both.came) == {"same"}


def test_a_text_longer_than_its_pairs_is_found_whole_or_not_at_all(both: Both) -> None:
    whole = Partner(both.tenant).ask(ASK, t=LONG)["search"]
    assert whole["totalCount"] > len(NAMES)
    for text in (LONG, LONG[:-1] + "☆", LONG + "☆", LONG[30:], "就労" * 10_000):
        both.compare(Question(ASK, {"t": text}), Role.SECRETARIAT)
    assert both.came["same"] == 5


def test_one_plan_serves_every_text(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    made, hits = list[Sought](), Sought.hits

    def made_anew(self: Sought, moment: Moment, name: str) -> str:
        made.append(self)
        return hits(self, moment, name)

    monkeypatch.setattr(Sought, "hits", made_anew)
    for text in ("", "会", "障がい", "就労支援担当者会"):
        both.compare(Question(ASK, {"t": text}), Role.PUBLIC)
    assert (len(made), both.came["same"]) == (1, 4)


def test_any_field_of_any_record_may_be_asked_of_a_hit(both: Both, written: Written) -> None:
    ask = """{ search(text: "会", first: 100) { nodes { node { id
      ... on Body { names { name from { label } } parent { name } provenance { locator } }
      ... on Meeting { bodies { name } agenda { title } } ... on Council { bodies { name } }
      ... on Organization { name } } } } }"""
    both.compare(Question(ask, {}), Role.SECRETARIAT)
    assert both.came["same"] == 1
    found = Partner(both.tenant).ask(ask)["search"]["nodes"]
    assert gid("Council", written.book.one("SELECT id FROM council WHERE background = '' LIMIT 1")) in {
        hit["node"]["id"] for hit in found
    }


Plant = Callable[[pytest.MonkeyPatch], None]


def _looks_behind_the_curtain(patch: pytest.MonkeyPatch) -> None:
    standing = Sought._standing  # noqa: SLF001 - the fault is planted here

    def seen(self: Sought, row: Row) -> tuple[str, str]:
        s, where = standing(self, row)
        return s, where.partition(f" AND {row}.tenant_id")[0]

    patch.setattr(Sought, "_standing", seen)


def _knows_no_variants(patch: pytest.MonkeyPatch) -> None:
    stands = Sought._stands  # noqa: SLF001 - the fault is planted here
    patch.setattr(
        Sought, "_stands", lambda self, s: stands(self, s).replace(f" in {s}.normal", f" in {s}.plain")
    )


def _takes_any_pair(patch: pytest.MonkeyPatch) -> None:
    stands = Sought._stands  # noqa: SLF001 - the fault is planted here
    patch.setattr(Sought, "_stands", lambda self, s: stands(self, s).partition(" AND (position")[0])


def _prefers_the_longest(patch: pytest.MonkeyPatch) -> None:
    preference = Sought._preference  # noqa: SLF001 - the fault is planted here
    longest = "char_length(text) DESC"
    patch.setattr(Sought, "_preference", lambda self: preference(self).replace("char_length(text)", longest))


def _ranks_no_whole_name(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Sought, "_whole", lambda *_: "false")


def _forgets_the_hundredth_pair(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(seeking, "PAIRS", 0)


def _shows_the_beginning(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(notes, "excerpt", lambda whole, _: f"substr({whole}, 1, 80)||'…'")


@pytest.mark.check
@pytest.mark.parametrize(
    "plant",
    [
        _looks_behind_the_curtain, _knows_no_variants, _takes_any_pair, _prefers_the_longest,
        _ranks_no_whole_name, _forgets_the_hundredth_pair, _shows_the_beginning,
    ],
    ids=lambda p: p.__name__,
)  # fmt: skip
def test_a_planted_fault_is_found_out(
    both: Both, rounds: Rounds, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises(Differs):
        look(both, rounds, range(400))
