"""Recording by form: what is typed is kept, checked, tried, recorded once, and can be taken back."""

from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor


def filled(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    """A form as its page has it, with some fields filled in, sent to be checked."""
    page = Page.of(visitor.get(path))
    chosen = {"form_token": page.hidden["form_token"], "draft": page.hidden["draft"], "act": "check"}
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


def test_a_body_is_created_by_its_form(house: House, office: Visitor) -> None:
    check = filled(
        office, f"/record/createBody?councilId={council_of(house)}", effective__value="令和4年度",
        name="移動支援部会", kind="SUBCOMMITTEE", councilId=council_of(house),
    )  # fmt: skip
    shown = Page.of(office.get(check.headers["Location"])).text
    assert "会議体「移動支援部会」を設置" in shown
    assert "令和4年度（FY2022）と読みました" in shown
    done = recorded(office, check)
    receipt = Page.of(office.get(done.headers["Location"]))
    assert "記録しました" in receipt.text
    assert any(link.startswith("/entries/") for link in receipt.links)
    assert house.book.query("SELECT 1 FROM body WHERE name = '移動支援部会' AND known_to IS NULL")
