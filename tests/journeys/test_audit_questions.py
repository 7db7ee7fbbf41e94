"""An auditor's questions, each answered in at most three presses from their first page, by links alone."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_tenants.vocabulary import Role
from tests.platform.installed import here, master
from tests.platform.web.demo_town import Town, town
from tests.platform.web.visitor import Page, Visitor

__all__ = ["here", "master"]
pytestmark = pytest.mark.check
MOST = 3
"""Presses."""


@pytest.fixture(scope="module")
def shown(engine: sa.Engine, here: Installation) -> Iterator[Town]:
    """The fictitious municipality."""
    with town(engine, here) as found:
        yield found


class Walk:
    """Somebody who presses one link after another, and how often they have."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.presses, self.at = visitor, 0, "/"
        self.text = visitor.get("/").text

    def press(self, begins: str, *holds: str, last: bool = False) -> "Walk":
        """The first link (or the last) of the page whose address begins and goes on so."""
        links = [
            link
            for link in Page.of(self.visitor.get(self.at)).links
            if link.startswith(begins) and all(part in link for part in holds)
        ]
        assert links, f"{self.at} does not lead to {begins}"
        self.at, self.presses = links[-1 if last else 0], self.presses + 1
        answer = self.visitor.get(self.at)
        assert answer.status_code == 200, self.at
        self.text = answer.text
        return self


@pytest.fixture
def walk(shown: Town) -> Iterator[Walk]:
    """From an auditor's first page; three presses at most."""
    found = Walk(shown.visitor(Role.AUDITOR))
    yield found
    assert 0 < found.presses <= MOST


def renamed(shown: Town) -> dict[str, Any]:
    """The body that was renamed last, and the entry that says so."""
    query = (
        "SELECT e.stream_id, e.stream_version, e.fields ->> 'name' AS name, e.subject FROM audit_entry e "
        "WHERE e.topic = 'body.renamed' AND e.fields ->> 'reason' <> '' ORDER BY position DESC LIMIT 1"
    )
    return dict(shown.house.book.query(query)[0])


def test_who_changed_the_name_of_this_subcommittee_when_why_and_what_it_showed_before(
    shown: Town, walk: Walk
) -> None:
    row = renamed(shown)
    body = ids.encode("Body", row["stream_id"])
    entry = ids.entry_id(row["stream_id"], row["stream_version"])
    walk.press(f"/bodies/{body}").press(f"/trail/of/{body}")
    assert f"{row['name']}" in walk.text
    walk.press(f"/trail/{entry}")
    for told in ("事務局", "記録した時刻", "いつのことか", "理由", "前"):
        assert told in walk.text
    assert f"/trail/{entry}/views" in Page.of(walk.visitor.get(walk.at)).links


def test_what_did_a_given_user_do_last_month(walk: Walk) -> None:
    walk.press("/users").press("/users/").press("/trail?who=", "from=", "to=")
    assert "から" in walk.text
    assert "この条件の記録はありません" in walk.text or '<li class="entry">' in walk.text


def test_was_anything_corrected_after_it_was_published(shown: Town, walk: Walk) -> None:
    walk.press("/trail").press("/trail?published=1")
    count = shown.house.book.one("SELECT count(*) FROM audit_entry WHERE published")
    assert count > 0
    assert f"<strong data-heard>{count}件</strong>" in walk.text


def test_is_this_published_sheet_of_minutes_the_one_in_the_log(shown: Town, walk: Walk) -> None:
    assert shown.house.book.query("SELECT id FROM minutes WHERE state = 'published' AND known_to IS NULL")
    walk.press("/evidence").press("/evidence/entries/")
    assert "そのままの内容であります" in walk.text


def test_a_question_that_takes_a_press_more_is_seen(shown: Town) -> None:
    found = Walk(shown.visitor(Role.AUDITOR))
    found.press("/trail").press("/evidence").press("/trail").press("/evidence")
    assert found.presses > MOST
    with pytest.raises(AssertionError):
        found.press("/nowhere")
