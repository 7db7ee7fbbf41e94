"""Whatever is sent to a form, its answer names the field: never an error of the server's."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms import catalogue
from kyogikai_platform.web.forms.typed import fill
from kyogikai_projections.forms import Asked, Form, Shape
from kyogikai_tenants.texts import LONGEST
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor

pytestmark = pytest.mark.check

COMMANDS = sorted(catalogue.BY_ADDRESS)
BOTH = "both@example.jp"
HOSTILE = {
    "nothing": "", "too long": "長" * 20_001, "no such option": "<script>x</script>日本", "a NUL": "a\0b",
    "half a pair": "\ud83d", "a huge number": "9" * 400, "blanks": " 　\t", "a path": "../../etc",
}  # fmt: skip
FINE_TEXTS = {"no such option", "a huge number", "a path"}
"""What is none of a select's options is a text all the same."""


def leaves(form: Form) -> Iterator[tuple[str, Asked]]:
    """Every place that is typed into, with the first row of each list."""
    for asked in form.everything:
        yield from _within(asked, naming.field(form, asked))


def _within(asked: Asked, name: str) -> Iterator[tuple[str, Asked]]:
    if asked.many and asked.shape is not Shape.CHOICE:
        name = f"{name}.0"
    if asked.shape is Shape.GROUP:
        for inner in asked.fields:
            yield from _within(inner, f"{name}.{naming.camel(inner.name)}")
    elif asked.shape is Shape.EFFECTIVE:
        yield f"{name}.value", asked
    elif asked.shape is Shape.MOMENT:
        yield f"{name}.time", asked
    else:
        yield name, asked


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_wrong_is_said_at_its_field(command: str) -> None:
    form = catalogue.BY_ADDRESS[command].form
    for name, asked in leaves(form):
        if asked.shape is Shape.CHOICE and asked.many:
            continue
        for what, text in HOSTILE.items():
            found = fill(form, {name: text})
            fits = asked.shape in {Shape.TEXT, Shape.ANYTHING} and len(text) <= (asked.longest or LONGEST)
            if not text.strip() or (fits and what in FINE_TEXTS):
                continue
            around = name.rpartition(".")[0]
            assert any(p == name or p.rpartition(".")[0] == around for p in found.problems), (name, what)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_form_without_what_it_needs_names_each_field(command: str) -> None:
    form = catalogue.BY_ADDRESS[command].form
    found = fill(form, {})
    needed = [f for f in form.everything if f.required]
    assert needed
    for asked in needed:
        name = naming.field(form, asked)
        assert any(place == name or place.startswith(f"{name}.") for place in found.problems), name


@pytest.fixture(scope="module")
def everybody(house: House) -> Visitor:
    """Somebody of every role that records, the operator's too."""
    house.account(BOTH, Role.SECRETARIAT, Role.TENANT_ADMINISTRATOR)
    visitor = Visitor.at(house)
    assert visitor.sign_in(BOTH).status_code == 303
    return visitor


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form is shown: what the API says of a right it says all the same."""
    monkeypatch.setattr(catalogue, "may", lambda *_: True)


def sent(visitor: Visitor, command: str, fields: dict[str, Any]) -> Any:
    token = Page.of(visitor.get("/record")).hidden["form_token"]
    return visitor.send(f"/record/{command}", {"form_token": token, "draft": str(uuid4())} | fields)


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_form_is_answered_with_its_errors(everybody: Visitor, command: str) -> None:
    names = [name for name, _ in leaves(catalogue.BY_ADDRESS[command].form)]
    for text in ("", "<script>x</script>日本", "a\0b", b"\xed\xa0\x80"):
        answer = sent(everybody, command, dict.fromkeys(names, text))
        assert answer.status_code == 400, (command, text)
        page = Page.of(answer)
        assert page.inline == []
        assert any(name.endswith("-error") for name in page.ids), (command, text)
        assert all(link[1:] in page.ids for link in page.links if link.startswith("#")), (command, text)
        assert len(page.ids) == len(set(page.ids))


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_form_filled_in_with_anything_that_fits_is_tried(everybody: Visitor, command: str) -> None:
    """It may be refused by a rule; it is never an error of the server's."""
    form = catalogue.BY_ADDRESS[command].form
    html = everybody.get(f"/record/{command}").text
    fields = {name: _fitting(asked, html) for name, asked in leaves(form)}
    answer = sent(everybody, command, fields)
    assert answer.status_code in {303, 400}, (command, Page.of(answer).text)
    if answer.status_code == 303:
        checked = everybody.get(answer.headers["Location"])
        assert checked.status_code in {200, 422}, (command, Page.of(checked).text)


def _fitting(asked: Asked, html: str) -> str:
    """A value of the field's type, a record of its kind where there is any."""
    if asked.shape is Shape.CHOICE and asked.choices:
        return next(iter(asked.choices)).name
    if asked.shape is Shape.REFERENCE:
        kinds = "|".join(re.escape(label) for label in [asked.label("ja")])
        found = re.search(rf'<label for="[^"]+">(?:{kinds}).*?</select>', html, re.DOTALL)
        options = re.findall(r'<option value="([^"]+)"', found[0]) if found else []
        return unescape(options[0]) if options else ""
    return {
        Shape.TEXT: "ためし", Shape.NUMBER: "3", Shape.FLAG: "yes", Shape.DAY: "R5.4.1",
        Shape.EFFECTIVE: "令和5年4月1日", Shape.MOMENT: "14:00", Shape.ANYTHING: "",
    }[asked.shape]  # fmt: skip
