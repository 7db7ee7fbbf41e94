"""オープンデータ: what the API answers the public, in every form, whoever asks, and nothing hidden."""

import csv
import io
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest

from kyogikai_platform.web.public.columns import Column
from kyogikai_platform.web.public.data_sets import DATA_SETS
from kyogikai_platform.web.public.files import csv_of
from kyogikai_platform.web.words import WORDS
from kyogikai_tenants.fiscal_year import JAPAN
from tests.platform.web.test_web_org import sent
from tests.platform.web.town import HIDDEN, Town, anybody, own, secretary, town
from tests.platform.web.visitor import Page, Visitor

__all__ = ["anybody", "own", "secretary", "town"]
pytestmark = pytest.mark.check

PROGRAM = "*/*"
FILES = [*(f"/open/{name}.{form}" for name in DATA_SETS for form in ("csv", "json")), "/open/popolo.json"]
ASKED = {
    "bodies": "bodies(first: 100) { nodes { id name kind } }",
    "organizations": "organizations(first: 100) { nodes { id name category } }",
    "meetings": "meetings(first: 100) { nodes { id title place state } }",
    "issues": "issues(first: 100) { nodes { id title state } }",
    "recommendations": "recommendations(first: 100) { nodes { id title kind } }",
    "activities": "activities(first: 100) { nodes { id title kind } }",
}
PAGE_STATEMENTS = 6
"""The API's one; for the times of change, the asker's rights, their judgement, the setting and one more."""
SIGN = "まだ見せない記録のしるし"


def answered(visitor: Visitor, query: str) -> Any:
    """What the API says to the public."""
    found = Visitor.at(visitor.house).get(
        f"/graphql?query={quote('{' + query + '}')}", Accept="application/json"
    )
    return (found.json or {})["data"]


def rows(visitor: Visitor, path: str) -> list[dict[str, str]]:
    """A CSV file, as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(visitor.get(path).data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", ASKED)
def test_both_forms_hold_what_the_api_answers_the_public(anybody: Visitor, name: str) -> None:
    wanted = answered(anybody, ASKED[name])[name]["nodes"]
    as_csv = rows(anybody, f"/open/{name}.csv")
    as_json = (anybody.get(f"/open/{name}.json").json or {})["rows"]
    assert wanted
    for fields in wanted[0]:
        expected = [node[fields] for node in wanted]
        assert [row[fields] for row in as_csv] == [value or "" for value in expected]
        assert [row[fields] for row in as_json] == expected


def test_what_is_no_list_of_the_api_is_gathered_from_it(anybody: Visitor) -> None:
    asked = (
        "bodies(first: 9) { nodes { memberships { nodes { id } } } } meetings { nodes { agenda { title } } }"
    )
    found = answered(anybody, asked)
    members = [m["id"] for body in found["bodies"]["nodes"] for m in body["memberships"]["nodes"]]
    items = [i["title"] for meeting in found["meetings"]["nodes"] for i in meeting["agenda"]]
    assert [row["id"] for row in rows(anybody, "/open/memberships.csv")] == members
    assert [row["title"] for row in rows(anybody, "/open/agenda.csv")] == items
    assert [row["title"] for row in rows(anybody, "/open/sources.csv")] == ["設置要綱"]
    assert members
    assert items


def test_a_date_keeps_its_precision(anybody: Visitor) -> None:
    (activity,) = rows(anybody, "/open/activities.csv")
    (meeting,) = rows(anybody, "/open/meetings.csv")
    assert [meeting[f"date_{part}"] for part in ("value", "precision", "label")] == [
        "2024-06-10", "DAY", "令和6年6月10日",
    ]  # fmt: skip
    assert activity["date_precision"] == "DAY"
    (earlier,) = rows(anybody, "/open/activities.csv?asOf=2024-06-01")
    assert earlier["state_label"] == "予定"


@pytest.mark.parametrize("path", FILES)
def test_whoever_is_signed_in_gets_the_same_bytes(anybody: Visitor, secretary: Visitor, path: str) -> None:
    public, known = anybody.get(path, Accept=PROGRAM), secretary.get(path, Accept=PROGRAM)
    assert public.status_code == 200
    assert (public.data, public.headers["ETag"]) == (known.data, known.headers["ETag"])
    assert not known.headers.getlist("Set-Cookie")
    assert HIDDEN not in public.text


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_not_sent_again_while_nothing_changed(anybody: Visitor, path: str) -> None:
    first = anybody.get(path)
    again = anybody.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert not first.headers["ETag"].startswith("W/")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.headers.get("Vary", "")
    assert anybody.get(path, If_None_Match='"another"').status_code == 200
    assert anybody.get(f"{path}?asOf=2024-01-01", If_None_Match=first.headers["ETag"]).status_code == 200
    assert (
        anybody.client.head(path, headers={"Host": anybody.house.host}).headers["ETag"]
        == first.headers["ETag"]
    )


def test_a_file_says_how_it_is_to_be_kept(anybody: Visitor) -> None:
    found, label = anybody.get("/open/bodies.csv?asOf=2024-05-01"), anybody.house.label
    assert found.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert found.headers["Content-Disposition"] == f'attachment; filename="{label}-bodies-2024-05-01.csv"'
    assert found.data.startswith(b"\xef\xbb\xbfid,name,")
    told = anybody.get("/open/bodies.json?asOf=2024-05-01").json or {}
    assert (told["dataset"], told["asOf"], told["knownAt"]) == ("bodies", "2024-05-01", None)
    assert told["municipality"]["fictitious"] is True


def planted(town: Town, audience: str) -> None:
    """Something in every data set that says so; shown to an audience."""
    book, world, shown = town.book, town.world, {"audience": audience}
    body = book.body(world.council, "from 2024-04-01", f"{SIGN}部会（{audience}）", **shown)
    office = book.record("RegisterOrganization", None, "undated", name=f"{SIGN}機関", **shown)
    book.record("EnrolOrganization", None, "from 2024-04-01", body_id=body, organization_id=office, **shown)
    book.record(
        "HoldMeeting", None, "at 2024-07-10", bodies=[{"body_id": body, "number": 1}], place=f"{SIGN}室",
        agenda=[{"title": f"{SIGN}次第", "kind": "report"}], title=f"{SIGN}会議", **shown,
    )  # fmt: skip
    raised = {"raised_by_id": world.work, "owner_id": world.work, "text": SIGN}
    book.record("RaiseIssue", None, "at 2024-08-02", title=f"{SIGN}課題", **raised, **shown)
    book.record(
        "AdoptRecommendation", None, "at 2025-01-16", title=f"{SIGN}提言", kind="recommendation",
        from_id=world.assembly, addressee="架空市長", **shown,
    )  # fmt: skip
    book.record(
        "PlanActivity", None, "from FY2024", kind="training", title=f"{SIGN}研修", body_id=world.work,
        council_id=world.council, **shown,
    )  # fmt: skip
    source = book.record("RegisterSourceDocument", None, "undated", title=f"{SIGN}資料", **shown)
    given = {"source": {"document_id": source, "locator": "1頁"}}
    book.record("DefineBodyPurpose", body, "undated", texts=[SIGN], **given)


def showing(visitor: Visitor) -> set[str]:
    """The public addresses that show the sign."""
    paths = [*FILES, "/open", "/feed.atom"]
    return {path for path in paths if SIGN in visitor.get(path, Accept=PROGRAM).text}


def test_what_is_not_published_is_in_no_file_and_what_is_in_each(own: Town) -> None:
    planted(own, "council")
    assert showing(own.anybody) == showing(own.secretary) == set()
    planted(own, "public")
    assert showing(own.anybody) == showing(own.secretary) == {*FILES, "/feed.atom"}


def test_a_file_is_of_a_day_and_of_what_was_known(own: Town) -> None:
    book, anybody = own.book, own.anybody
    moment: datetime = book.one("SELECT clock_timestamp()")
    before = anybody.get("/open/bodies.csv").headers["ETag"]
    book.body(own.world.council, "from 2019-04-01", "あとから分かった部会", audience="public")
    assert anybody.get("/open/bodies.csv").headers["ETag"] != before
    then = quote(moment.astimezone(JAPAN).isoformat(timespec="microseconds"))
    for address, there in (
        ("/open/bodies.csv", True), ("/open/bodies.csv?asOf=2019-04-01", True),
        ("/open/bodies.csv?asOf=2019-03-31", False), (f"/open/bodies.csv?knownAt={then}", False),
    ):  # fmt: skip
        assert ("あとから分かった部会" in anybody.get(address).text) is there, address
    assert (
        anybody.get("/open/bodies.csv?asOf=R1.5.1").headers["Location"] == "/open/bodies.csv?asOf=2019-05-01"
    )


@pytest.mark.parametrize("start", ["=1+1", "+81", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_spreadsheet_runs_a_cell(start: str) -> None:
    column = Column("name", "open_c_name", lambda row: str(row["name"]))
    text = csv_of([column], [{"name": start}]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["name"], [f"'{start}"]]
    assert list(csv.reader(io.StringIO(csv_of([column], [{"name": "a=b"}]).decode("utf-8-sig"))))[1] == [
        "a=b"
    ]


def test_a_formula_that_somebody_recorded_is_a_text_in_csv_and_itself_in_json(own: Town) -> None:
    anybody = own.anybody
    hostile = '=HYPERLINK("http://example.com","名簿")'
    own.book.record("RegisterOrganization", None, "undated", name=hostile, audience="public")
    assert f"'{hostile}" in [row["name"] for row in rows(anybody, "/open/organizations.csv")]
    assert hostile in [row["name"] for row in (anybody.get("/open/organizations.json").json or {})["rows"]]


@pytest.mark.parametrize("address", ["/open/nothing.csv", "/open/bodies.xml", "/open/nothing.json"])
def test_a_set_that_there_is_not_is_said_to_people_and_to_programs(anybody: Visitor, address: str) -> None:
    program = anybody.get(address, Accept=PROGRAM)
    error = (program.json or {})["errors"][0]
    assert (program.status_code, error["extensions"]["code"]) == (404, "NOT_FOUND")
    assert "memberships.csv" in error["message"]
    page = anybody.get(address)
    assert (page.status_code, "このページはありません" in page.text) == (404, True)


@pytest.mark.parametrize("path", ["/open/bodies.csv", "/open/popolo.json", "/feed.atom", "/sitemap.xml"])
def test_a_day_that_cannot_be_read_is_said_to_people_and_to_programs(anybody: Visitor, path: str) -> None:
    program = anybody.get(f"{path}?asOf=nonsense", Accept=PROGRAM)
    error = (program.json or {})["errors"][0]
    assert (program.status_code, error["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert error["message"].startswith("asOf: ")
    page = anybody.get(f"{path}?knownAt=nonsense")
    assert (page.status_code, "日付として読めません" in page.text) == (400, True)


def test_more_than_a_page_of_the_api_is_gathered_whole(own: Town) -> None:
    body = own.book.body(own.world.council, "from 2020-04-01", "大きな部会", audience="public")
    for number in range(103):
        office = own.book.record(
            "RegisterOrganization", None, "undated", name=f"機関{number}", audience="public"
        )
        enrolled = {"body_id": body, "organization_id": office, "audience": "public"}
        own.book.record("EnrolOrganization", None, "from 2020-04-01", **enrolled)
    found = rows(own.anybody, "/open/memberships.csv")
    assert {f"機関{number}" for number in range(103)} <= {row["organization_name"] for row in found}
    assert len({row["id"] for row in found}) == len(found) == 103 + 2


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_tells_every_set_every_column_and_how_to_take_it(anybody: Visitor, lang: str) -> None:
    anybody.fill("/open", "/preferences", lang=lang)
    page = Page.of(anybody.get("/open?asOf=2024-07-01"))
    for one in DATA_SETS.values():
        assert {f"/open/{one.name}.{form}?asOf=2024-07-01" for form in ("csv", "json")} <= set(page.links)
        assert all(column.name in page.text for column in one.columns)
        assert len({column.name for column in one.columns}) == len(one.columns)
        assert all(column.means in WORDS for column in one.columns)
    assert {"/open/popolo.json?asOf=2024-07-01", "/feed.atom"} <= set(page.links)
    assert f"curl -O http://{anybody.house.host}/open/meetings.csv" in page.text
    assert ("まだ示していません" if lang == "ja" else "has not stated") in page.text
    assert page.inline == []


def test_the_page_counts_and_dates_what_the_public_sees_whoever_looks(own: Town) -> None:
    def told(visitor: Visitor) -> str:
        text = visitor.get("/open").text
        return text[text.index("<tbody>") : text.index("</tbody>")]

    before = told(own.anybody)
    own.book.body(own.world.council, "from 2024-04-01", "だれにも見せない部会", audience="secretariat")
    assert before == told(own.anybody) == told(own.secretary)
    own.book.body(own.world.council, "from 2024-04-01", "みんなに見せる部会", audience="public")
    assert told(own.anybody) != before


def test_the_page_asks_a_bounded_number_of_questions(town: Town, anybody: Visitor) -> None:
    anybody.get("/open")
    with sent(town.house.here) as found:
        anybody.get("/open?asOf=2024-08-02")
    assert len(found) <= PAGE_STATEMENTS, found
