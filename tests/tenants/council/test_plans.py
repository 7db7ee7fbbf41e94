"""Phases of a council's work, the schedule of a year and its theme."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.plans import (
    AnnualScheduleAdopted,
    AnnualThemeSet,
    PhaseCompleted,
    PhaseOutOfOrder,
    PhasePlanned,
    PhaseStarted,
)
from tests.tenants.council.scene import Scene, plucked, refused


@pytest.fixture
def scene(tenant: Tenant, secretary: Actor) -> Iterator[Scene]:
    """A scene whose read models a rebuild confirms."""
    yield Scene(tenant, secretary)
    assert tenant.rebuild(check=True) == []
    tenant.verify()


@pytest.fixture
def council(scene: Scene) -> UUID:
    """Whose plans these are."""
    return scene.council()


def test_an_undated_phase_stands_on_every_day_with_its_goals_and_cadence(scene: Scene, council: UUID) -> None:
    life, work = scene.body(council, "生活支援部会"), scene.body(council, "就労支援部会")
    phase = scene.say(
        PhasePlanned,
        "undated",
        council_id=council,
        name="立ち上げ期",
        number=1,
        duration="1～2年",
        fiscal_years=[2011, 2012],
        as_written="立ち上げ期（1～2年）：H23・24年度",
        goals=[{"text": "部会の開催の定着"}, {"title": "相談", "examples": ["就学"]}],
        cadence=[{"per_year": 5, "approximate": True, "as_written": "（年5回程度開催）"}],
        body_ids=[life, work],
    )
    for day in ("0001-01-01", "2011-04-01", "2030-01-01"):
        row = scene.row("phase", phase, day)
        assert (row["existence"], row["state"], row["fiscal_years"]) == ("live", "planned", [2011, 2012])
    assert row["goals"] == [{"text": "部会の開催の定着"}, {"title": "相談", "examples": ["就学"]}]
    assert (row["body_ids"], row["started"], row["attested"]) == ([life, work], None, None)
    assert plucked(scene.rows("cadence", stream_id=phase), "per_year", "approximate") == [(5, True)]


def test_phases_are_listed_in_their_order_and_may_overlap(scene: Scene, council: UUID) -> None:
    for number, name in ((3, "成熟期"), (2, "展開期")):
        scene.say(PhasePlanned, "undated", council_id=council, name=name, number=number)
    assert plucked(scene.rows("phase"), "name") == ["展開期", "成熟期"]


def test_a_phase_starts_and_is_completed_and_stays_on_record(scene: Scene, council: UUID) -> None:
    phase = scene.say(PhasePlanned, "undated", council_id=council, name="立ち上げ期", number=1)
    scene.say(PhaseStarted, "from 2011-04-01", phase)
    before = scene.position()
    scene.say(PhaseCompleted, "at 2013-03-31", phase)
    days = {"2011-03-31": "planned", "2011-04-01": "started", "2013-03-31": "completed"}
    assert {day: scene.row("phase", phase, day)["state"] for day in days} == days
    assert scene.row("phase", phase, known=before)["state"] == "started"
    assert scene.row("phase", phase)["existence"] == "live"


def test_a_phase_does_not_start_after_it_was_completed(scene: Scene, council: UUID) -> None:
    phase = scene.say(PhasePlanned, "undated", council_id=council, name="立ち上げ期", number=1)
    scene.say(PhaseCompleted, "at 2013-03-31", phase)
    with refused(PhaseOutOfOrder):
        scene.say(PhaseStarted, "from 2013-04-01", phase)
    scene.say(PhaseStarted, "from 2011-04-01", phase)
    with refused(PhaseOutOfOrder):
        scene.correct(phase, 2, "effective", {"kind": "at", "value": "2011-03-31"})
    scene.annul(phase, 2)
    assert scene.row("phase", phase)["state"] == "started"


def test_the_start_of_a_phase_has_a_date_and_lies_in_the_life_of_its_council(
    scene: Scene, council: UUID
) -> None:
    phase = scene.say(PhasePlanned, "undated", council_id=council, name="立ち上げ期", number=1)
    with refused(errors.NeedsADay):
        scene.say(PhaseStarted, "undated", phase)
    with refused(errors.OutsideLife):
        scene.say(PhaseStarted, "from 2010-03-31", phase)
    scene.say(PhaseStarted, "from 2010-04-01", phase)


def test_a_later_schedule_of_a_year_replaces_it_and_leaves_other_years(scene: Scene, council: UUID) -> None:
    body = scene.body(council, "就労支援部会")
    lines = [{"month": 6, "text": "部員自己紹介", "body_id": body}, {"text": "研修会"}]
    scene.say(AnnualScheduleAdopted, "at 2012-04-20", council, fiscal_year=2012, entries=lines)
    before = scene.position()
    scene.say(AnnualScheduleAdopted, "at 2013-04-20", council, fiscal_year=2013, entries=[{"text": "総会"}])
    moved = [{"planned": {"kind": "at", "value": "2012-09"}, "text": "研修会"}]
    scene.say(AnnualScheduleAdopted, "at 2012-08-01", council, fiscal_year=2012, entries=moved)
    year = plucked(scene.rows("schedule_entry", "2012-07-01"), "number", "month", "text", "body_id")
    assert year == [(1, 6, "部員自己紹介", body), (2, None, "研修会", None)]
    assert plucked(scene.rows("schedule_entry"), "fiscal_year", "text") == [(2012, "研修会"), (2013, "総会")]
    assert scene.rows("schedule_entry", fiscal_year=2012)[0]["planned"]["value"] == "2012-09"
    assert plucked(scene.rows("schedule_entry", known=before), "text") == ["部員自己紹介", "研修会"]


def test_a_schedule_knows_twelve_months(scene: Scene, council: UUID) -> None:
    with refused(errors.BadInput):
        scene.say(
            AnnualScheduleAdopted,
            "at 2012-04-20",
            council,
            fiscal_year=2012,
            entries=[{"month": 13, "text": "総会"}],
        )


def test_a_year_has_one_theme_at_a_time(scene: Scene, council: UUID) -> None:
    scene.say(AnnualThemeSet, "at 2022-05-01", council, fiscal_year=2022, text="つながる")
    scene.say(AnnualThemeSet, "at 2023-05-01", council, fiscal_year=2023, text="暮らす")
    before = scene.position()
    scene.correct(council, 2, "text", "つなげる")
    scene.say(AnnualThemeSet, "at 2023-06-01", council, fiscal_year=2023, text="暮らしあう")
    assert plucked(scene.rows("annual_theme"), "fiscal_year", "text") == [
        (2022, "つなげる"),
        (2023, "暮らしあう"),
    ]
    assert plucked(scene.rows("annual_theme", known=before), "text") == ["つながる", "暮らす"]
    scene.annul(council, 5)
    assert plucked(scene.rows("annual_theme"), "text") == ["つなげる", "暮らす"]
