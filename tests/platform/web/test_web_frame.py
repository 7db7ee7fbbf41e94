"""Every page: nothing inline, no dead link, what a reader prefers, and a page for what goes wrong."""

import pytest

from kyogikai_platform.web.preferences import Preferences, way_back
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor

PATHS = (
    "/", "/sign-in", "/org", "/org?asOf=2021-05-01", "/org?asOf=2021-05-01&view=table",
    "/org?asOf=2021-05-01&view=text", "/org?asOf=nonsense", "/nothing",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["public", "office"])
def test_no_page_has_a_script_or_a_style_inside_of_it(
    path: str, who: str, request: pytest.FixtureRequest
) -> None:
    visitor: Visitor = request.getfixturevalue(who)
    answer = visitor.get(path)
    assert Page.of(answer).inline == []
    policy = answer.headers["Content-Security-Policy"]
    if answer.status_code != 303:
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "frame-ancestors 'none'; require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy


def test_a_page_with_something_inline_would_be_seen() -> None:
    for planted in ("<style>a{}</style>", "<script>1</script>", "<p onclick='x'>", "<a href='javascript:x'>"):
        page = Page()
        page.feed(planted)
        assert page.inline, planted


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_leads_somewhere_and_no_id_comes_twice(public: Visitor, path: str) -> None:
    page = Page.of(public.get(path))
    for link in set(page.links):
        assert link.startswith(("/", "#")), link
        assert link[1:] in page.ids if link.startswith("#") else public.get(link).status_code == 200, link
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", ["tokens.css", "app.css", "icon.svg", "js/small.js", "js/timeslider.js"])
def test_what_pages_refer_to_is_served(public: Visitor, name: str) -> None:
    with public.get(f"/static/{name}") as found:
        assert found.status_code == 200


def test_language_and_size_are_kept_without_a_script(public: Visitor) -> None:
    answer = public.fill("/org", "/preferences", lang="en", next="/org?asOf=2021-05-01")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/org?asOf=2021-05-01")
    public.fill("/", "/preferences", size="xl")
    page = public.get("/org?asOf=2021-05-01").text
    assert 'lang="en" data-size="xl"' in page
    assert "The council on 1 May 2021" in page
    public.fill("/", "/preferences", lang="ja")
    assert 'lang="ja" data-size="xl"' in public.get("/").text


@pytest.mark.parametrize("kept", ["", "xx.m", "ja.huge", "ja", "....", ".m.m", "<b>.m"])
def test_what_nobody_can_prefer_changes_nothing(kept: str) -> None:
    found = Preferences.of({"kyogikai-view": kept})
    assert found.lang == "ja"
    assert found.size == "m"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/org?asOf=2021-05-01", "/org?asOf=2021-05-01"), ("/", "/"), (None, "/"), ("", "/"),
        ("//evil.example/x", "/"), ("/\\evil.example", "/"), ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"), ("org", "/"), ("/a\r\nSet-Cookie: x", "/"), ("/\t/evil.example", "/"),
        ("/目黒", "/"), ("/" + "a" * 5000, "/"), ("\\\\evil.example", "/"), (" //evil.example", "/"),
    ],
)  # fmt: skip
def test_a_form_leads_back_into_the_house_only(given: str | None, path: str) -> None:
    assert way_back(given) == path


def test_a_form_of_another_page_is_refused(public: Visitor) -> None:
    for fields in ({"lang": "en"}, {"lang": "en", "form_token": "x" * 43}):
        answer = public.send("/preferences", fields)
        assert answer.status_code == 403
        assert "もう一度お願いします" in answer.text
    token = Page.of(public.get("/")).hidden["form_token"]
    assert public.send("/preferences", {"form_token": token}, Sec_Fetch_Site="cross-site").status_code == 403
    assert public.send("/preferences", {"form_token": token}).status_code == 303


def test_what_is_not_there_is_a_page_for_people_and_json_for_programs(public: Visitor) -> None:
    lost = Page.of(public.get("/nothing"))
    assert "このページはありません" in lost.text
    assert {"/org", "/meetings", "/sign-in?next=/"} <= set(lost.links), "whoever is lost finds the menu"
    program = public.get("/nothing", Accept="application/json")
    assert (program.status_code, (program.json or {})["errors"][0]["extensions"]) == (
        404,
        {"code": "NOT_FOUND"},
    )
    elsewhere = public.get("/", Host="nowhere.localhost")
    assert (elsewhere.status_code, "このアドレスの協議会はありません" in elsewhere.text) == (404, True)


def test_the_first_page_tells_each_what_they_may_see(public: Visitor, office: Visitor) -> None:
    seen, known = public.get("/").text, office.get("/").text
    assert "調整会議" in seen
    assert "準備中の部会" not in seen
    assert "準備中の部会" in known
    assert "office さん" in known
    assert "事務局として表示しています" in known


def test_a_session_that_is_over_is_the_public(house: House, office: Visitor) -> None:
    house.book.query("UPDATE account_session SET revoked_at = now() RETURNING 1")
    answer = office.get("/")
    assert answer.status_code == 200
    assert "公開されている記録を表示しています" in answer.text
    assert "kyogikai=;" in str(answer.headers.getlist("Set-Cookie"))
