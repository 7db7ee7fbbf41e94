"""Descent and place in the chart never lead back to where they start; a merger takes two."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.bodies import BodyMerged, BodyMoved, BodyRenamed, BodySplit, BodySucceeded
from kyogikai_tenants.council.councils import CouncilSucceeded
from kyogikai_tenants.council.lineage import LineageCycle, MergeBodies, MergerNeedsTwo, ParentCycle
from kyogikai_tenants.effective import Effective
from tests.tenants.council.scene import Scene, plucked, refused

END = Effective.parse("at 2015-03-31")


@pytest.fixture
def scene(tenant: Tenant, secretary: Actor) -> Iterator[Scene]:
    """A scene whose read models a rebuild confirms."""
    yield Scene(tenant, secretary)
    assert tenant.rebuild(check=True) == []
    tenant.verify()


@pytest.fixture
def council(scene: Scene) -> UUID:
    """Where the bodies are."""
    return scene.council()


def test_bodies_merge_together_in_one_command(scene: Scene, council: UUID) -> None:
    a, b, c = (scene.body(council, name) for name in "甲乙丙")
    assert scene.do(MergeBodies((a, b), c, END, "再編")) == a
    found = plucked(scene.rows("lineage"), "change", "from_id", "to_id", "link", "reason")
    link = f"merged:{c}:2015-04-01"
    assert sorted(found) == sorted([("merged", a, c, link, "再編"), ("merged", b, c, link, "再編")])
    assert [scene.row("body", x, "2015-04-01")["existence"] for x in (a, b, c)] == ["ended", "ended", "live"]


def test_a_merger_answers_a_retry_alike(scene: Scene, council: UUID) -> None:
    a, b, c = (scene.body(council, name) for name in "甲乙丙")
    merge = MergeBodies((a, b), c, END)
    first, again = (scene.tenant.execute(merge, actor=scene.actor, key="k") for _ in range(2))
    assert (first, again.repeated) == (again, True)


def test_a_merger_of_one_body_or_of_one_named_twice_or_of_none_is_refused(
    scene: Scene, council: UUID
) -> None:
    a, c = scene.body(council, "甲"), scene.body(council, "丙")
    with refused(MergerNeedsTwo):
        scene.do(MergeBodies((a,), c, END))
    with refused(MergerNeedsTwo):
        scene.say(BodyMerged, "at 2015-03-31", a, into_id=c)
    with refused(errors.OutsideLife):
        scene.do(MergeBodies((a, a), c, END))
    with refused(errors.BadInput):
        scene.do(MergeBodies((), c, END))
    assert scene.row("body", a)["existence"] == "live"


def test_a_merger_takes_only_what_lives(scene: Scene, council: UUID) -> None:
    a, c = scene.body(council, "甲"), scene.body(council, "丙")
    late = scene.body(council, "乙", "from 2016-04-01")
    with refused(errors.OutsideLife):
        scene.do(MergeBodies((a, late), c, END))


def test_a_third_body_may_join_a_merger_later_and_each_may_be_taken_back(scene: Scene, council: UUID) -> None:
    a, b, d, c = (scene.body(council, name) for name in "甲乙丁丙")
    scene.do(MergeBodies((a, b), c, END))
    scene.say(BodyMerged, "at 2015-03-31", d, into_id=c)
    before = scene.position()
    for body in (a, b, d):
        scene.annul(body, 2)
    assert scene.rows("lineage") == []
    assert len(scene.rows("lineage", known=before)) == 3


def test_an_old_merger_of_which_one_source_is_known_is_kept_with_a_flag(scene: Scene, council: UUID) -> None:
    a, c = scene.body(council, "甲"), scene.body(council, "丙")
    scene.import_old(BodyMerged, "at 2015-03-31", a, into_id=c)
    assert scene.flags(a) == {"merger_needs_two"}


def test_no_body_descends_from_itself(scene: Scene, council: UUID) -> None:
    a, b, c = (scene.body(council, name) for name in "甲乙丙")
    with refused(LineageCycle):
        scene.say(BodySucceeded, "at 2015-03-31", a, successor_id=a)
    scene.say(BodySucceeded, "at 2015-03-31", a, successor_id=b)
    scene.say(BodySucceeded, "at 2016-03-31", b, successor_id=c)
    with refused(LineageCycle):
        scene.say(BodySplit, "at 2017-03-31", c, into_ids=[a])
    with refused(LineageCycle):
        scene.correct(b, 2, "successor_id", a)
    with refused(LineageCycle):
        scene.do(MergeBodies((c, scene.body(council, "丁")), b, Effective.parse("at 2017-03-31")))


def test_a_renaming_is_no_descent_from_itself(scene: Scene, council: UUID) -> None:
    a = scene.body(council, "甲")
    scene.say(BodyRenamed, "from 2015-04-01", a, name="乙")
    assert plucked(scene.rows("lineage"), "change") == ["renamed"]


def test_no_council_descends_from_what_descends_from_it(scene: Scene, council: UUID) -> None:
    network = scene.council("支援会議", "from 2006")
    scene.say(CouncilSucceeded, "at 2012-03-31", network, successor_id=council)
    with refused(LineageCycle):
        scene.say(CouncilSucceeded, "at 2020-03-31", council, successor_id=network)


def test_no_body_stands_under_itself_over_however_many_steps(scene: Scene, council: UUID) -> None:
    a = scene.body(council, "甲")
    b = scene.body(council, "乙", parent_id=a)
    c = scene.body(council, "丙", parent_id=b)
    for parent in (a, b, c):
        with refused(ParentCycle):
            scene.say(BodyMoved, "from 2015-04-01", a, parent_id=parent)
    scene.say(BodyMoved, "from 2015-04-01", c, parent_id=a)
    with refused(ParentCycle):
        scene.correct(b, 1, "parent_id", b)


def test_places_may_be_exchanged_over_time_but_never_on_one_day(scene: Scene, council: UUID) -> None:
    a = scene.body(council, "甲")
    b = scene.body(council, "乙", parent_id=a)
    scene.say(BodyMoved, "from 2015-04-01", b)
    scene.say(BodyMoved, "from 2016-04-01", a, parent_id=b)
    with refused(ParentCycle):
        scene.correct(a, 2, "effective", {"kind": "from", "value": "2015-03-31"})
    with refused(ParentCycle):
        scene.annul(b, 2)
    scene.correct(a, 2, "effective", {"kind": "from", "value": "2015-04-01"})
    assert scene.row("body", a, "2015-04-01")["parent_id"] == b
    assert scene.row("body", b, "2015-03-31")["parent_id"] == a
