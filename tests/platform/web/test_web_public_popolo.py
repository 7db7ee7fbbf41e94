"""Popolo: the classes and properties that its specification has, and dates that it can write."""

from typing import Any

import jsonschema_rs
import pytest

from tests.platform.web.town import HIDDEN, Town, anybody, own, town
from tests.platform.web.visitor import Visitor

__all__ = ["anybody", "own", "town"]
pytestmark = pytest.mark.check

DATE = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
TIME = {
    "type": "string",
    "pattern": "^[0-9]{4}((-[0-9]{2}){0,2}|(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){0,2}"
    "(Z|[+-][0-9]{2}(:[0-9]{2})?))$",
}
TEXT = {"type": "string", "minLength": 1}


def of(required: str, **properties: Any) -> dict[str, Any]:
    """A list of things with these properties and no others."""
    texts = dict.fromkeys(required.split(), TEXT)
    own = {"type": "object", "required": required.split(), "additionalProperties": False}
    return {"type": "array", "items": own | {"properties": texts | properties}}


OTHER = of("name", note=TEXT, start_date=DATE, end_date=DATE)
SHAPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["organizations", "persons", "memberships", "posts", "events"],
    "properties": {
        "organizations": of(
            "id name", classification=TEXT, parent_id=TEXT, founding_date=DATE, dissolution_date=DATE,
            other_names=OTHER,
        ),
        "persons": of("id name"),
        "memberships": of(
            "id organization_id role", person_id=TEXT, on_behalf_of_id=TEXT, post_id=TEXT, label=TEXT,
            start_date=DATE, end_date=DATE, member={"type": "object", "required": ["id", "name"]},
        ),
        "posts": of("id label role organization_id"),
        "events": of(
            "id name classification status", organization_id=TEXT, location=TEXT, start_date=TIME,
            end_date=TIME,
        ),
    },
}  # fmt: skip
"""As popoloproject.com/specs has it, of the properties that are used here."""


@pytest.fixture
def found(anybody: Visitor) -> dict[str, list[dict[str, Any]]]:
    return dict(anybody.get("/open/popolo.json").json or {})


def test_it_has_the_shape_of_the_specification(found: dict[str, Any]) -> None:
    jsonschema_rs.validate(SHAPE, found)
    assert {name for name, things in found.items() if not things} == {"persons"}
    for planted in ({"founding_date": "FY2011"}, {"reading": "x"}, {"name": ""}):
        broken = found | {"organizations": [found["organizations"][0] | planted]}
        assert not jsonschema_rs.is_valid(SHAPE, broken), planted


def test_whatever_is_named_is_there(found: dict[str, list[dict[str, Any]]]) -> None:
    ids = {name: {thing["id"] for thing in things} for name, things in found.items()}
    for body in found["organizations"]:
        assert body.get("parent_id") in ids["organizations"] | {None}
    for one in found["memberships"]:
        named = {one["organization_id"], one.get("on_behalf_of_id"), one.get("member", {}).get("id")}
        assert named <= ids["organizations"] | {None}
        assert one.get("person_id") in ids["persons"] | {None}
        assert one.get("post_id") in ids["posts"] | {None}
    for event in found["events"]:
        assert event["organization_id"] in ids["organizations"]


def test_a_person_is_named_once_published(own: Town) -> None:
    assert HIDDEN not in own.anybody.get("/open/popolo.json").text
    person = own.book.record("RegisterPerson", None, "undated", name="公開 太郎", audience="public")
    shown = {"body_id": own.world.assembly, "term_id": own.world.term, "audience": "public"}
    own.book.record("AppointMember", None, "from 2024-04-01", person_id=person, **shown)
    found = own.anybody.get("/open/popolo.json").json or {}
    jsonschema_rs.validate(SHAPE, found)
    (one,) = found["persons"]
    assert one["name"] == "公開 太郎"
    assert one["id"] in {member.get("person_id") for member in found["memberships"]}
