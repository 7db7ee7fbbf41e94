"""What each role sees of every field and every thing, and may record: as the golden files say, both ways.

The files stand in ``golden/``. After a change that means to change them, write them again and review the
difference: ``GOLDEN=write .venv/bin/pytest tests/graphql/test_golden.py -k each_role``.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids, issues
from kyogikai_graphql.compiler import predicates
from kyogikai_graphql.compiler.lanes import Lanes
from kyogikai_graphql.mutations import naming, running
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import Reading
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.vocabulary import Role
from tests.dose import DOSE
from tests.graphql.golden_fields import column, fields
from tests.graphql.golden_files import differences, golden, turned, written
from tests.graphql.golden_mutations import Mutations
from tests.graphql.golden_roles import COLUMNS, House
from tests.graphql.golden_things import Something, things, told
from tests.graphql.golden_world import Graded
from tests.graphql.scribe import Scribe
from tests.graphql.stranger_inputs import FORMS

FIELDS, THINGS, MUTATIONS = "fields.txt", "things.txt", "mutations.txt"
OF_FIELDS = """What is seen of each field, wherever it is come across in the world of the tests.
v a value  0 only empty lists  . only null  F FORBIDDEN  N NOT_FOUND  blank: nobody comes there"""
OF_THINGS = """Which things are there for whom, by their ids: kind, number, audience, name.
v seen  . null"""
OF_MUTATIONS = """Who may record what, in the body that matters.
v may  . READ_ONLY_ROLE  F FORBIDDEN  b NOT_YOUR_BODY  s SCOPE_MISSING
N NOT_FOUND: what is named is hidden"""
ENTRIES = (
    "tenant.registered",
    "user.invited",
    "record.corrected",
    "body.created",
    "meeting.held",
    "issue.raised",
)
"""Of which topics an entry of the log is asked about field by field."""


@pytest.fixture(scope="module")
def graded(engine: sa.Engine) -> Graded:
    return Graded(Scribe(Tenant(engine, new_id())))


@pytest.fixture(scope="module")
def every(graded: Graded) -> list[Something]:
    return things(graded.book.tenant)


@pytest.fixture
def house(graded: Graded, lanes: Lanes) -> House:
    return House(graded.book.tenant, lanes, graded.work, graded.assembly)


@pytest.fixture(scope="module")
def named(every: list[Something]) -> dict[str, list[str]]:
    """Ids by type."""
    found = {kind: [one.id for one in every if one.kind == kind] for kind in (*ids.TABLES, ids.ENTRY)}
    entries = {one.label.split()[-1]: one.id for one in every if one.kind == ids.ENTRY}
    return found | {ids.ENTRY: [entries[topic] for topic in ENTRIES]}


def shown(house: House, of: str, named: dict[str, list[str]], *, both: bool = True) -> dict[str, str]:
    seen = column(house, house.asker(of), named, both=both)
    return {name: seen.mark(name) for name in fields()}


def test_every_field_of_every_type_and_every_mutation_has_a_line() -> None:
    assert list(golden(FIELDS)) == fields()
    assert list(golden(MUTATIONS)) == [naming.mutation(command) for command in sorted(FORMS)]


def test_the_public_sees_of_each_field_what_is_written(house: House, named: dict[str, list[str]]) -> None:
    assert differences(FIELDS, {"PU": shown(house, "PU", named)}) == []


@pytest.mark.check
def test_each_role_sees_of_each_field_what_is_written(house: House, named: dict[str, list[str]]) -> None:
    twice = COLUMNS if DOSE > 1 else ("CH", "AU")
    found = {of: shown(house, of, named, both=of in twice) for of in COLUMNS}
    written(FIELDS, OF_FIELDS, turned(found))
    assert differences(FIELDS, found) == []


def test_each_role_sees_the_things_that_are_written(house: House, every: list[Something]) -> None:
    found = {of: told(house, house.asker(of), every) for of in COLUMNS}
    written(THINGS, OF_THINGS, turned(found))
    assert differences(THINGS, found) == []
    assert list(golden(THINGS)) == [one.label for one in every]


def test_a_chair_may_record_what_is_written(
    graded: Graded, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        differences(MUTATIONS, {"CH": Mutations(graded, monkeypatch).tried(house, house.asker("CH"))}) == []
    )


@pytest.mark.check
def test_each_role_may_record_what_is_written(
    graded: Graded, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutations = Mutations(graded, monkeypatch)
    found = {of: mutations.tried(house, house.asker(of)) for of in COLUMNS}
    written(MUTATIONS, OF_MUTATIONS, turned(found))
    assert differences(MUTATIONS, found) == []


# Each of them goes red


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Faults may be planted in what is rendered once and kept."""
    predicates.template.cache_clear()
    yield monkeypatch
    predicates.template.cache_clear()


def test_a_row_filter_that_is_forgotten_is_found(
    house: House, every: list[Something], planted: pytest.MonkeyPatch
) -> None:
    planted.setattr(Reading, "seen", lambda *_: sa.true())
    found = differences(THINGS, {"PU": told(house, house.asker("PU"), every)})
    assert any(line.startswith("Body 2 secretariat") for line in found)
    assert any(line.startswith("Minutes 4 council full") for line in found)


def test_a_field_that_is_shown_to_everybody_is_found(
    house: House, named: dict[str, list[str]], planted: pytest.MonkeyPatch
) -> None:
    planted.setattr(issues.Cases, "__call__", lambda _self, root, *_: root.row["case_count"])
    planted.setattr(issues.Cases, "sql", lambda _self, _c, at, _ask: f"{at}.case_count")
    found = differences(FIELDS, {"PU": _only(house, named, "Issue")})
    assert found == ["Issue.caseCount PU: '.' in fields.txt, 'v' found"]


def _only(house: House, named: dict[str, list[str]], kind: str) -> dict[str, str]:
    """What the public sees of the fields of one type."""
    found = column(house, house.asker("PU"), {k: named[k] if k == kind else [] for k in named})
    return {name: found.mark(name) for name in fields() if name.startswith(f"{kind}.")}


def test_a_mutation_that_asks_nobodys_leave_is_found(
    graded: Graded, house: House, planted: pytest.MonkeyPatch
) -> None:
    def anybody(*_: Any) -> Actor:
        return Actor("somebody", Role.SECRETARIAT)

    planted.setattr(running, "permitted", anybody)
    found = differences(MUTATIONS, {"VI": Mutations(graded, planted).tried(house, house.asker("VI"))})
    assert len(found) > len(FORMS) / 2
