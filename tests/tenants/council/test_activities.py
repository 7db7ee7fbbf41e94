"""Activities: planned, held or cancelled, and reported on in steps."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.activities import (
    ActivityCancelled,
    ActivityHeld,
    ActivityNotDescribed,
    ActivityPlanned,
    ActivityResultReported,
    CancelledAfterHeld,
)
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.errors import BadInput
from kyogikai_tenants.identity import new_id
from tests.tenants.council.scene import Scene, plucked, refused


@pytest.fixture
def scene(tenant: Tenant, secretary: Actor) -> Iterator[Scene]:
    """A scene whose read models a rebuild confirms."""
    yield Scene(tenant, secretary)
    assert tenant.rebuild(check=True) == []
    tenant.verify()


@pytest.fixture
def council(scene: Scene) -> UUID:
    """Whose activities these are."""
    return scene.council()


def planned(scene: Scene, council: UUID, when: str = "at 2023-04-10", **more: Any) -> UUID:
    fields: dict[str, Any] = {"kind": "event", "title": "あっぱれフェスタ", "council_id": council} | more
    return scene.say(ActivityPlanned, when, **fields)


def test_an_activity_listed_for_a_fiscal_year_is_planned_in_it_and_has_no_date(
    scene: Scene, council: UUID
) -> None:
    listed = planned(scene, council, "as_of FY2023", days=3, functions=["啓発"])
    row = scene.row("activity", listed)
    assert (row["state"], row["fiscal_year"], row["date"], row["days"]) == ("planned", 2023, None, 3)
    assert (row["functions"], row["existence"]) == (["啓発"], "live")
    assert scene.row("activity", listed, "2022-01-01")["existence"] == "unknown"


def test_what_was_planned_is_held_without_saying_again_what_it_is(scene: Scene, council: UUID) -> None:
    festival = planned(scene, council, date={"kind": "at", "value": "2024-02"}, days=3)
    assert scene.row("activity", festival)["fiscal_year"] == 2023
    before = scene.position()
    assert scene.say(ActivityHeld, "at 2024-04-05/2024-04-07", festival) == festival
    row = scene.row("activity", festival)
    assert (row["state"], row["title"], row["fiscal_year"]) == ("held", "あっぱれフェスタ", 2024)
    assert row["date"]["value"] == "2024-04-05/2024-04-07"
    assert scene.row("activity", festival, "2024-04-04")["state"] == "planned"
    assert scene.row("activity", festival, known=before)["state"] == "planned"


def test_what_nobody_planned_on_record_opens_by_being_held(scene: Scene, council: UUID) -> None:
    held = scene.say(ActivityHeld, "at 2012-02", kind="study", title="学習会", council_id=council)
    row = scene.row("activity", held)
    assert (row["state"], row["fiscal_year"], row["date"]["value"]) == ("held", 2011, "2012-02")


def test_what_opens_an_activity_says_its_kind_its_title_and_whose_it_is(scene: Scene, council: UUID) -> None:
    described: list[dict[str, Any]] = [{"title": "学習会"}, {"kind": "study"}]
    for fields in described:
        with refused(ActivityNotDescribed):
            scene.say(ActivityHeld, "at 2012-02", council_id=council, **fields)
    with refused(ActivityNotDescribed):
        scene.say(ActivityHeld, "at 2012-02", kind="study", title="学習会")
    festival = planned(scene, council)
    scene.say(ActivityHeld, "at 2023-09-01", festival)
    with refused(ActivityNotDescribed):
        scene.annul(festival, 1)
    with refused(BadInput):
        scene.correct(festival, 1, "title", "")


def test_steps_are_numbered_by_their_days_and_name_the_item_of_a_meeting(scene: Scene, council: UUID) -> None:
    body = scene.body(council, "就労支援部会")
    survey = planned(
        scene, council, "at 2012-06", council_id=None, body_id=body, kind="survey", stage="目的確認、内容検討"
    )
    scene.say(ActivityResultReported, "at 2012-10", survey, stage="集計結果の整理、検討")
    before = scene.position()
    scene.say(ActivityResultReported, "at 2012-08", survey, stage="集計結果報告", result="回収率の報告")
    steps = scene.rows("activity_step", activity_id=survey)
    assert plucked(steps, "number", "stage", "text") == [
        (1, "目的確認、内容検討", ""),
        (2, "集計結果報告", "回収率の報告"),
        (3, "集計結果の整理、検討", ""),
    ]
    assert plucked(scene.rows("activity_step", known=before), "number") == [1, 2]
    assert scene.rows("activity_step", "2012-07-31", stage="集計結果報告") == []
    with refused(errors.NotFound):
        scene.say(ActivityResultReported, "at 2012-12", survey, stage="総括", meeting_id=new_id())


def test_a_result_reported_in_a_meeting_names_the_item_of_its_agenda(scene: Scene, council: UUID) -> None:
    body = scene.body(council, "就労支援部会")
    agenda = [{"title": "アンケート集計結果報告", "kind": "survey"}]
    meeting = scene.say(MeetingHeld, "at 2012-08", title="第2回", bodies=[{"body_id": body}], agenda=agenda)
    survey = planned(scene, council, "at 2012-06", kind="survey")
    scene.say(ActivityResultReported, "at 2012-08", survey, stage="報告", meeting_id=meeting, agenda_number=1)
    step = scene.rows("activity_step")[0]
    assert step["item_id"] == scene.rows("agenda_item", meeting_id=meeting)[0]["id"]
    assert step["meeting_id"] == meeting


def test_what_was_held_is_not_cancelled_afterwards_however_late_that_is_recorded(
    scene: Scene, council: UUID
) -> None:
    held, off = planned(scene, council), planned(scene, council, title="研修会")
    scene.say(ActivityHeld, "at 2023-09-01", held)
    with refused(CancelledAfterHeld):
        scene.say(ActivityCancelled, "at 2023-09-02", held)
    scene.say(ActivityCancelled, "at 2023-09-02", off, reason="台風")
    with refused(CancelledAfterHeld):
        scene.say(ActivityHeld, "at 2023-09-01", off)
    assert scene.row("activity", off)["state"] == "cancelled"
    scene.annul(off, 2)
    scene.say(ActivityHeld, "at 2023-09-01", off)
    assert scene.row("activity", off)["state"] == "held"


def test_a_cancelled_activity_may_be_held_later_but_a_correction_never_turns_that_round(
    scene: Scene, council: UUID
) -> None:
    festival = planned(scene, council)
    scene.say(ActivityCancelled, "at 2023-08-01", festival)
    scene.say(ActivityHeld, "at 2023-11-01", festival)
    with refused(CancelledAfterHeld):
        scene.correct(festival, 2, "effective", {"kind": "at", "value": "2023-11-02"})
    assert scene.row("activity", festival)["state"] == "held"


def test_nothing_of_an_activity_lies_outside_the_life_of_its_council(scene: Scene, council: UUID) -> None:
    with refused(errors.OutsideLife):
        planned(scene, council, "at 2010-03-31")
    planned(scene, council, "at 2010-04-01")
    with refused(errors.OutsideLife):
        scene.correct(council, 1, "effective", {"kind": "from", "value": "2010-05"})


def test_old_history_that_contradicts_itself_is_kept_with_a_flag(scene: Scene, council: UUID) -> None:
    festival = planned(scene, council)
    scene.say(ActivityHeld, "at 2023-09-01", festival)
    scene.import_old(ActivityCancelled, "at 2023-09-02", festival)
    assert scene.flags(festival) == {"cancelled_after_held"}
