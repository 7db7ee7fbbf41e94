"""Of a list, a script may ask for the part that changes: the same bytes as in the page, kept nowhere."""

import re
from html import unescape

import pytest

from kyogikai_tenants.vocabulary import Role
from tests.platform.web.mihon_house import Mihon, here, master, office, place, public
from tests.platform.web.visitor import Visitor

__all__ = ["here", "master", "office", "place", "public"]
pytestmark = pytest.mark.check

ADDRESSES = (
    "/meetings", "/meetings?year=all&state=held", "/meetings?view=month&month=2026-06", "/issues",
    "/issues?view=list&preset=long", "/organizations", "/organizations?name=センター", "/search?q=部会",
    "/search?q=ありえない言葉", "/trail", "/trail?change=1", "/trail?from=x", "/org",
    "/org?asOf=2019-05-01&view=table",
)  # fmt: skip
ALERTS = {"/trail?from=x"}
"""What is wrong is heard at once."""
PARTED = {"/meetings", "/issues", "/organizations", "/search", "/trail", "/org", "/imports/<uuid:job>"}
BEFORE = '<div id="part" tabindex="-1">'
HEARD = re.compile(r"data-heard")


def inside(whole: str) -> str:
    """What the page has in its part, which is the last thing in its main element."""
    return whole[whole.index(BEFORE) + len(BEFORE) : whole.index("</div></div></main>")]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_part_is_what_the_whole_page_has_there(place: Mihon, address: str) -> None:
    for role in (Role.SECRETARIAT,) if address.startswith("/trail") else (Role.SECRETARIAT, Role.PUBLIC):
        reader = place.visitor(role)
        whole, part = reader.get(address), reader.get(address, HX_Request="true")
        assert part.status_code == whole.status_code
        title, body = re.fullmatch(r"<title>(.*?)</title>(.*)", part.text, re.DOTALL).groups()  # type: ignore[union-attr]
        assert body == inside(whole.text), address
        assert f"<title>{title}</title>" in whole.text
        assert (part.headers.get("HX-Part"), whole.headers.get("HX-Part")) == ("true", None)
        assert len(HEARD.findall(body)) == (0 if address in ALERTS else 1), address
        assert ('role="alert"' in body) == (address in ALERTS), address


def test_neither_is_ever_taken_for_the_other(public: Visitor) -> None:
    for more in ({}, {"HX_Request": "true"}):
        answer = public.get("/meetings", **more)
        assert answer.headers["Cache-Control"] == "no-store"
        assert {"Cookie", "HX-Request"} <= set(answer.headers["Vary"].split(", "))


def test_what_has_no_part_is_a_whole_page_for_whoever_asks(public: Visitor, place: Mihon) -> None:
    for path in ("/", "/council", "/help", "/nowhere", f"/bodies/{place.id('Body', 'しごと部会')}"):
        answer = public.get(path, HX_Request="true")
        assert "HX-Part" not in answer.headers
        assert answer.text.startswith("<!doctype html>")
    assert public.get("/trail", HX_Request="true").headers["Location"].startswith("/sign-in")
    assert "<html" in public.get("/meetings", HX_Request="yes").text


def test_these_are_the_pages_that_have_one(public: Visitor) -> None:
    app = public.client.application
    every = app.jinja_env.list_templates(["html"])
    names = {name for name in every if "part" in app.jinja_env.get_template(name).blocks}
    assert {name.partition("/")[0].removesuffix(".html") for name in names} == {
        "meetings", "issues", "council", "console", "evidence", "roles", "org", "imports", "part",
    }  # fmt: skip
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert rules >= PARTED


def test_the_library_is_ours_under_its_own_version_and_licence(public: Visitor) -> None:
    page = unescape(public.get("/meetings").text)
    (address,) = re.findall(r'<script src="(/static/js/htmx[^"]+)" defer>', page)
    script = public.get(address)
    assert script.status_code == 200
    assert script.headers["Cache-Control"].endswith("immutable")
    assert script.text.startswith("/*! htmx 4.0.1")
    assert "BSD" in script.text[:200]
