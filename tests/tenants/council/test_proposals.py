"""Recommendations: adopted, delivered, answered, in that order."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants import errors
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.issues import IssueRaised
from kyogikai_tenants.council.proposals import (
    NotAdoptedYet,
    NotDeliveredYet,
    RecommendationAdopted,
    RecommendationDelivered,
    ResponseReceived,
)
from kyogikai_tenants.identity import new_id
from tests.tenants.council.scene import Scene, refused


@pytest.fixture
def scene(tenant: Tenant, secretary: Actor) -> Iterator[Scene]:
    """A scene whose read models a rebuild confirms."""
    yield Scene(tenant, secretary)
    assert tenant.rebuild(check=True) == []
    tenant.verify()


@pytest.fixture
def council(scene: Scene) -> UUID:
    """Who recommends."""
    return scene.council()


def adopted(scene: Scene, council: UUID, when: str = "at 2021-03-10", **more: Any) -> UUID:
    fields: dict[str, Any] = {
        "title": "住まいの提言",
        "kind": "recommendation",
        "from_id": council,
        "addressee": "市長",
    }
    return scene.say(RecommendationAdopted, when, **fields | more)


def test_a_recommendation_is_adopted_delivered_and_answered(scene: Scene, council: UUID) -> None:
    body = scene.body(council, "居住支援部会")
    issue = scene.say(IssueRaised, "at 2020-05-01", title="住まい", owner_id=body)
    told = adopted(scene, council, issue_ids=[issue], text="居住支援の強化")
    scene.say(RecommendationDelivered, "at 2021-03-20", told)
    scene.say(ResponseReceived, "at 2021-08-01", told, answer="来年度に実施する", decision="採用")
    dates = [scene.row("recommendation", told, day) for day in ("2021-03-10", "2021-03-20", "2021-08-01")]
    assert [bool(r["delivered"]) for r in dates] == [False, True, True]
    assert [r["response"] for r in dates[:2]] == [None, None]
    answered = dates[2]
    assert (answered["issue_ids"], answered["text"]) == ([issue], "居住支援の強化")
    assert answered["response"] == {
        "effective": {"kind": "at", "value": "2021-08-01"},
        "text": "来年度に実施する",
        "decision": "採用",
    }
    assert answered["responded"]["value"] == "2021-08-01"
    assert answered["adopted"]["value"] == "2021-03-10"


def test_a_delivery_before_the_adoption_is_refused_even_where_that_was_only_attested(
    scene: Scene, council: UUID
) -> None:
    stated, seen = adopted(scene, council), adopted(scene, council, "as_of 2021-03-10")
    with refused(errors.OutsideLife):
        scene.say(RecommendationDelivered, "at 2021-03-09", stated)
    with refused(NotAdoptedYet):
        scene.say(RecommendationDelivered, "at 2021-03-09", seen)
    scene.say(RecommendationDelivered, "at 2021-03-10", seen)


def test_a_response_before_any_delivery_is_refused(scene: Scene, council: UUID) -> None:
    told = adopted(scene, council)
    with refused(NotDeliveredYet):
        scene.say(ResponseReceived, "at 2021-08-01", told, answer="検討する")
    scene.say(RecommendationDelivered, "at 2021-09-01", told)
    with refused(NotDeliveredYet):
        scene.say(ResponseReceived, "at 2021-08-01", told, answer="検討する")
    scene.say(ResponseReceived, "at 2021-09-01", told, answer="検討する")


def test_the_delivery_that_was_answered_is_neither_annulled_nor_moved_past_the_answer(
    scene: Scene, council: UUID
) -> None:
    told = adopted(scene, council)
    scene.say(RecommendationDelivered, "at 2021-03-20", told)
    scene.say(ResponseReceived, "at 2021-08-01", told, decision="採用")
    before = scene.position()
    with refused(NotDeliveredYet):
        scene.annul(told, 2)
    with refused(NotDeliveredYet):
        scene.correct(told, 2, "effective", {"kind": "at", "value": "2021-08-02"})
    scene.correct(told, 2, "effective", {"kind": "at", "value": "2021-04-01"})
    days = [scene.row("recommendation", told, known=k)["delivered"]["value"] for k in (before, None)]
    assert days == ["2021-03-20", "2021-04-01"]


def test_a_later_answer_takes_the_place_of_an_earlier_one_recorded_after_it(
    scene: Scene, council: UUID
) -> None:
    told = adopted(scene, council)
    scene.say(RecommendationDelivered, "at 2021-03-20", told)
    scene.say(ResponseReceived, "at 2022-03-01", told, decision="採用")
    scene.say(ResponseReceived, "at 2021-08-01", told, decision="検討")
    assert scene.row("recommendation", told, "2021-12-01")["response"]["decision"] == "検討"
    assert scene.row("recommendation", told)["response"]["decision"] == "採用"


def test_an_issue_that_is_not_on_record_is_not_recommended_about(scene: Scene, council: UUID) -> None:
    with refused(errors.NotFound):
        adopted(scene, council, issue_ids=[new_id()])


def test_old_history_out_of_order_is_kept_with_a_flag(scene: Scene, council: UUID) -> None:
    told = adopted(scene, council)
    scene.import_old(ResponseReceived, "at 2021-08-01", told, decision="採用")
    assert scene.flags(told) == {"not_delivered_yet"}
