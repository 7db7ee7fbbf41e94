"""The bench of the pages: what it counts, what it compares, and that it runs."""

import time
from functools import partial
from uuid import uuid4

import pytest
import sqlalchemy as sa

from kyogikai_projections.reading import snapshot
from kyogikai_tenants.vocabulary import Role
from tests.bench import pages
from tests.bench.pages_clock import Look, Pace, Spent, at, counting, look, looked, ratio
from tests.bench.pages_place import TENANTS


def test_the_time_of_sql_is_that_of_the_driver_and_setting_the_tenant_is_no_statement(
    engine: sa.Engine,
) -> None:
    def ask() -> None:
        with snapshot(engine, uuid4()) as connection:
            connection.exec_driver_sql("SELECT pg_sleep(0.05)")
        time.sleep(0.05)

    ask()
    with counting() as spent:
        found = look(ask, spent)
    assert 0.05 <= found.sql <= found.whole - 0.05
    assert found.statements == 1


def test_nothing_is_counted_afterwards(engine: sa.Engine) -> None:
    with counting() as spent:
        pass
    with snapshot(engine, uuid4()) as connection:
        connection.exec_driver_sql("SELECT 1")
    assert spent.taken() == (0.0, 0)


def test_places_take_turns_and_are_warm_before_they_are_measured() -> None:
    asked = list[str]()
    found = looked([partial(asked.append, name) for name in "ab"], Spent(), Pace(1, 4, 0))
    assert asked == list("ab" * 4)
    assert [len(looks) for looks in found] == [3, 3]


def test_a_page_is_judged_by_the_time_of_its_sql_and_beside_itself_alone() -> None:
    one = pages.Measured("/", Role.PUBLIC, [Look(0.04, 0.01, 2)] * 3, [Look(0.05, 0.01, 2)] * 3)
    assert one.over == pytest.approx(4)
    assert one.crowd == pytest.approx(1.25)
    assert one.cells == ["/", "public", "40.0", "40.0", "10.0", "10.0", "4.0", "2", "1.25"]


def test_shares_and_ratios() -> None:
    assert [at(share, [float(n) for n in range(100)]) for share in (0.5, 0.95)] == [50, 95]
    assert ratio([4, 2, 3], [1, 1, 9]) == 3
    assert TENANTS == 1_741


@pytest.mark.check
def test_the_quick_variant_prints_each_page_of_a_council(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "FEW", 4)
    monkeypatch.setattr(pages, "QUICK", Pace(1, 2, 0))
    monkeypatch.setattr(pages, "ROLES", (Role.PUBLIC,))
    pages.main(["--quick", "--only", "asahi"])
    told = capsys.readouterr().out
    assert "4 municipalities" in told
    for rule in ("/", "/org", "/meetings", "/bodies/<body>"):
        assert f"| {rule} " in told, rule
