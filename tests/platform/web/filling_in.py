"""Filling in forms of a house: what tests of recording begin with."""

from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor

MEETING = "/record/scheduleMeeting"


def filled(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    """A form as its page has it, with some fields filled in, sent to be checked."""
    page = Page.of(visitor.get(path))
    chosen = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"], "act": "check"}
    chosen |= {"effective.value": page.fields.get("effective.value", "")}
    typed = {name.replace("__", "."): text for name, text in fields.items()}
    return visitor.send(urlsplit(path).path, chosen | {"effective.kind": "FROM"} | typed)


def council_of(house: House) -> str:
    (row,) = house.book.query("SELECT id FROM council WHERE known_to IS NULL LIMIT 1")
    return ids.encode("Council", row["id"])


def recorded(visitor: Visitor, check: TestResponse) -> TestResponse:
    """The answers are right: record them."""
    assert check.status_code == 303, Page.of(check).text
    where = check.headers["Location"]
    page = Page.of(visitor.get(where))
    fields = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"]}
    return visitor.send(urlsplit(where).path, fields)


def body_of(house: House, name: str = "調整会議") -> str:
    (row,) = house.book.query(
        "SELECT id FROM body WHERE name = :name AND known_to IS NULL LIMIT 1", name=name
    )
    return ids.encode("Body", row["id"])


def meeting(visitor: Visitor, house: House, **more: str) -> TestResponse:
    """A meeting of the coordination committee, scheduled by its form."""
    given = {"date.value": "R9.5", "date.kind": "AT", "effective.kind": "AT", "title": "調整会議 五月"}
    return filled(visitor, MEETING, **{"bodies.0.bodyId": body_of(house)} | given | more)


def heads(house: House) -> int:
    return int(house.book.query("SELECT position FROM tenant_head")[0]["position"])


def filled_by_hand(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    """A form that no page of ours showed."""
    token = Page.of(visitor.get("/")).hidden["form_token"]
    given = {"form_token": token, "draft": "01a2178b-4de1-70e0-a54f-2dc870641860"}
    return visitor.send(path, given | fields)


def entry_of(visitor: Visitor, house: House, **more: str) -> str:
    """The entry of a meeting that was just scheduled."""
    done = recorded(visitor, meeting(visitor, house, **more))
    links = Page.of(visitor.get(done.headers["Location"])).links
    return next(link for link in links if link.startswith("/trail/"))
