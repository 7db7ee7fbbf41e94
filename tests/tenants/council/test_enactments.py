"""Rules in force, and what they set on a day."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.enactments import RuleAmended, RuleEnacted, RuleRepealed
from tests.tenants.council.scene import Scene, refused


@pytest.fixture
def scene(tenant: Tenant, secretary: Actor) -> Iterator[Scene]:
    """A scene whose read models a rebuild confirms."""
    yield Scene(tenant, secretary)
    assert tenant.rebuild(check=True) == []
    tenant.verify()


def enacted(scene: Scene, council: UUID, when: str = "from 2012-04-01", **more: Any) -> UUID:
    fields: dict[str, Any] = {
        "title": "協議会設置要綱",
        "legal_form": "要綱",
        "council_id": council,
        "max_members": 20,
    }
    return scene.say(RuleEnacted, when, **fields | more)


def test_an_amendment_changes_what_it_names_from_its_day_on(scene: Scene) -> None:
    council = scene.council()
    rule = enacted(scene, council, term_years=2, quorum_share="過半数", openness="open", categories=["家族"])
    before = scene.position()
    scene.say(RuleAmended, "from 2018-04-01", rule, max_members=25, quorum="委員の過半数の出席")
    old, new = scene.row("enactment", rule, "2018-03-31"), scene.row("enactment", rule)
    assert (old["max_members"], new["max_members"]) == (20, 25)
    assert (new["term_years"], new["quorum_share"], new["quorum"]) == (2, "過半数", "委員の過半数の出席")
    assert (new["openness"], new["categories"], new["scope_id"]) == ("open", ["家族"], None)
    assert scene.row("enactment", rule, known=before)["max_members"] == 20


def test_a_late_amendment_does_not_outdo_a_later_one(scene: Scene) -> None:
    rule = enacted(scene, scene.council())
    scene.say(RuleAmended, "from 2018-04-01", rule, max_members=25)
    scene.say(RuleAmended, "from 2015-04-01", rule, max_members=22)
    assert scene.row("enactment", rule, "2016-01-01")["max_members"] == 22
    assert scene.row("enactment", rule)["max_members"] == 25
    scene.annul(rule, 2)
    assert scene.row("enactment", rule)["max_members"] == 22


def test_a_repealed_rule_is_in_force_through_its_last_day_and_amended_no_more(scene: Scene) -> None:
    rule = enacted(scene, scene.council())
    scene.say(RuleRepealed, "at 2020-03-31", rule, reason="条例の制定")
    states = [scene.row("enactment", rule, day)["existence"] for day in ("2020-03-31", "2020-04-01")]
    assert states == ["live", "ended"]
    with refused(errors.OutsideLife):
        scene.say(RuleAmended, "from 2020-04-01", rule, max_members=30)
    scene.say(RuleAmended, "from 2020-03-01", rule, max_members=30)


def test_a_rule_lies_in_the_life_of_its_council_and_may_bind_one_body(scene: Scene) -> None:
    council = scene.council()
    body = scene.body(council, "就労支援部会")
    with refused(errors.OutsideLife):
        enacted(scene, council, "from 2010-03-31")
    rule = enacted(scene, council, scope_id=body)
    assert scene.row("enactment", rule)["scope_id"] == body
    with refused(errors.OutsideLife):
        scene.correct(council, 1, "effective", {"kind": "from", "value": "2013"})


def test_a_rule_binds_nothing_that_is_not_on_record(scene: Scene) -> None:
    council = scene.council()
    rule = enacted(scene, council)
    with refused(errors.NotFound):
        enacted(scene, council, scope_id=rule)
