"""The bench compares before it measures: whoever answers otherwise ends it."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from tests.bench import api, api_queries
from tests.bench.api_contenders import Backends, Inside
from tests.bench.api_council import AGENDA, ATTENDANCES, BODIES, ISSUES, MEETINGS, MEMBERSHIPS, council
from tests.bench.api_load import Slice, spent
from tests.bench.api_queries import NAMES, plain, plain_postgraphile
from tests.bench.api_tables import ratio

BODY = "Qm9keTowMWEyMTZkMC0xNmY4LTc4MmItYjQzMy1lMTgwMmMzOWUwN2E"
UUID_OF_IT = "01a216d0-16f8-782b-b433-e1802c39e07a"


def said(name: str, data: dict[str, Any]) -> Inside:
    """A contender who always says the same."""
    answer = json.dumps({"data": data}).encode()
    return Inside(name, lambda _: answer, Backends(sa.create_engine("postgresql+psycopg://")))


NOTHING: dict[str, dict[str, Any]] = {name: {} for name in NAMES}


def test_equal_answers_may_be_measured() -> None:
    same = [said(api.OURS, {"bodies": {"nodes": []}}), said("other", {"bodies": {"nodes": []}})]
    assert api.compared(same, NOTHING) == dict.fromkeys(NAMES, 2)


def test_one_different_value_ends_the_bench_and_names_who_gave_it() -> None:
    different = [said(api.OURS, {"bodies": {"nodes": []}}), said("other", {"bodies": {"nodes": [None]}})]
    with pytest.raises(SystemExit, match="other answer otherwise"):
        api.compared(different, NOTHING)


def test_postgraphile_may_name_things_its_way_and_say_nothing_else() -> None:
    mine = {
        "meetings": {"nodes": [{"id": BODY, "date": {"value": "2012", "precision": "YEAR"}, "bodies": []}]}
    }
    node = {"id": UUID_OF_IT, "dateValue": "2012", "datePrecision": "YEAR", "bodies": {"nodes": []}}
    assert plain_postgraphile({"meetings": {"nodes": [node]}}) == plain(mine)
    assert plain_postgraphile({"meetings": {"nodes": [node | {"dateValue": "2013"}]}}) != plain(mine)


def test_a_past_moment_is_an_argument_of_the_root_field_alone() -> None:
    asked = api_queries.ours(api_queries.LIST, {}, "2020-04-01", "2021-04-01T00:00:00Z")
    assert asked.document.startswith(
        "query($asOf: Date, $knownAt: DateTime) { bodies(first: 20, asOf: $asOf,"
    )
    assert api_queries.ours(api_queries.LIST, {}).document.startswith("{ bodies(first: 20) {")


def test_the_council_has_the_size_that_the_promise_names() -> None:
    made = council()
    assert (BODIES, MEMBERSHIPS, MEETINGS, AGENDA, ATTENDANCES, ISSUES) == (
        20,
        400,
        2_000,
        10_000,
        30_000,
        3_000,
    )
    assert (len(made.bodies), len(made.issues)) == (20, 3_000)
    assert sum(e.TOPIC in {"meeting.scheduled", "meeting.held"} for e in made.first) == 2_000
    assert len(made.corrections) > 1_000


def test_a_process_that_ended_meanwhile_costs_nothing_rather_than_less_than_nothing() -> None:
    assert spent({1: 50, 2: 70}, {1: 60}) == pytest.approx(spent({}, {3: 10}))


def test_ratios_are_taken_round_by_round() -> None:
    quiet, noisy = Slice([0.1] * 10, 1.0, 1.0), Slice([0.1] * 5, 1.0, 1.0)
    assert ratio([quiet, noisy], [noisy, noisy._replace(took=2.0)]) == pytest.approx(2.0)
