"""次回の案: the same weekday by the body's norm, the next numbers, standing items, and nothing recorded."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kyogikai_platform.web.notices import again
from kyogikai_tenants.fiscal_year import today
from tests.platform.installed import here, master
from tests.platform.web.notice_board import Board, board, path_of, public
from tests.platform.web.visitor import Page, Visitor

__all__ = ["board", "here", "master", "public"]


@pytest.mark.parametrize(
    ("last", "months", "now", "then"),
    [
        ("2026-06-11", 2, "2026-06-12", "2026-08-13"),  # 第2木曜
        ("2026-06-11", 2, "2026-09-01", "2026-10-08"),
        ("2026-07-31", 1, "2026-08-01", "2026-08-28"),  # a month without a fifth Friday: its last
        ("2026-12-02", 1, "2026-12-02", "2027-01-06"),
    ],
)
def test_the_weekday_of_the_month_stays(last: str, months: int, now: str, then: str) -> None:
    found = again.coming(date.fromisoformat(last), months, date.fromisoformat(now))
    assert found.isoformat() == then


def test_a_number_counts_on_and_anew_with_a_fiscal_year() -> None:
    one: dict[str, Any] = {
        "fiscalYear": 2026, "bodies": [{"name": "甲", "id": "a"}, {"name": "乙", "id": "b"}],
        "numberings": [
            {"scheme": "FISCAL_YEAR", "number": 3, "body": {"name": "甲"}},
            {"scheme": "CUMULATIVE", "number": 41, "body": {"name": "乙"}},
        ],
    }  # fmt: skip
    assert again.numbered(one, date(2027, 3, 1)) == {"a": (4, "FISCAL_YEAR"), "b": (42, "CUMULATIVE")}
    assert again.numbered(one, date(2027, 4, 1)) == {"a": (1, "FISCAL_YEAR"), "b": (42, "CUMULATIVE")}


def test_the_form_is_filled_in_and_nothing_is_recorded(board: Board) -> None:
    start = today().replace(day=1)
    told = ((0, ("開会", "ひとつめ", "その他")), (2, ("開会", "その他", "ふたつめ")))
    for number, (months, titles) in enumerate(told):
        day = again.same_weekday(start, months)
        agenda = [{"title": title} for title in titles]
        own = [{"body_id": board.body, "number": number + 1, "scheme": "cumulative"}]
        given: dict[str, Any] = {"date": {"kind": "at", "value": day.isoformat()}, "agenda": agenda}
        meeting = board.call(
            bodies=own, convened=False, mode="hybrid", starts_at=f"{day}T14:00:00+09:00", **given
        )
    before = board.events()
    page = board.office.get(path_of(meeting, "next"))
    assert page.status_code == 200
    assert "前回からの間隔" in page.text
    way = next(link for link in Page.of(page).links if link.startswith("/record/scheduleMeeting?"))
    given = {name: text[0] for name, text in parse_qs(urlsplit(way).query).items()}
    assert given["date.value"] == again.same_weekday(start, 4).isoformat()
    assert (given["bodies.0.number"], given["bodies.0.scheme"]) == ("3", "CUMULATIVE")
    assert [given["agenda.0.title"], given["agenda.1.title"]] == ["開会", "その他"]
    assert "agenda.2.title" not in given
    assert given["startsAt.time"] == "14:00"
    form = board.office.get(way)
    assert form.status_code == 200
    fields = Page.of(form).fields
    assert fields["bodies.0.number"] == "3"
    assert fields["agenda.0.title"] == "開会"
    assert board.events() == before


def test_it_is_for_those_alone_who_call_meetings(board: Board, public: Visitor) -> None:
    day = str(today() + timedelta(days=400))
    path = path_of(board.call(convened=False, date={"kind": "at", "value": day}), "next")
    member = Visitor.at(board.house)
    member.sign_in("m1@example.jp")
    assert {one.get(path).status_code for one in (member, public)} == {404}
    assert "期日の案" in board.office.get(path).text
