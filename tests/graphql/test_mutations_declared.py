"""Every command is a mutation that says what it means, or stands in the list of those that are none."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    coerce_input_value,
    get_named_type,
    validate_schema,
)  # fmt: skip

import kyogikai_tenants
from kyogikai_graphql import ids
from kyogikai_graphql.mutations import abstracts, naming
from kyogikai_graphql.mutations.given import Read, read
from kyogikai_graphql.mutations.offered import NOT_OFFERED, offered
from kyogikai_graphql.schema import SCHEMA
from kyogikai_projections.filling import FORMS, Subject, form
from kyogikai_projections.forms import ENTRY, Asked, Form, Shape
from kyogikai_tenants.commands import Say, declared
from kyogikai_tenants.effective import Basis, Effective, Kind
from kyogikai_tenants.events import COMMANDS, Begins, Event
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.record import Record
from tests.graphql.filled import input_of, resolves

MUTATIONS = dict(offered())
SAMPLES: dict[Shape, Any] = {
    Shape.TEXT: "文",
    Shape.NUMBER: 7,
    Shape.FLAG: True,
    Shape.DAY: date(2024, 2, 29),
    Shape.MOMENT: datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=UTC),
    Shape.EFFECTIVE: Effective(Kind.AS_OF, "FY2011", Basis.CONTEXT, "平成23年度"),
}
EXACT = {"sha256": "b" * 64, "url": "https://example.jp/shiryo.pdf", "media_type": "application/pdf"}
"""Texts that have a form."""


def mutation_type(schema: GraphQLSchema = SCHEMA) -> GraphQLObjectType:
    assert schema.mutation_type is not None
    return schema.mutation_type


def input_type(asked: Form) -> GraphQLInputObjectType:
    found = get_named_type(mutation_type().fields[naming.mutation(asked.command)].args["input"].type)
    assert isinstance(found, GraphQLInputObjectType)
    return found


def sample(asked: Asked) -> Any:
    """A value that the field takes."""
    one = _one(asked)
    return (one, one) if asked.many else one


def _one(asked: Asked) -> Any:
    if asked.name in EXACT:
        return EXACT[asked.name]
    if asked.shape is Shape.REFERENCE:
        return new_id()
    if asked.choices is not None:
        return list(asked.choices)[-1]
    if asked.shape is Shape.GROUP:
        return {f.name: sample(f) for f in asked.fields}
    return SAMPLES[asked.shape]


def filled(asked: Form) -> dict[str, Any]:
    """Every field of an event's form."""
    given = {f.name: sample(f) for f in asked.fields if not f.name.startswith("source_")}
    if any(f.name == "source_id" for f in asked.fields):
        given["source"] = {"document_id": new_id(), "locator": "3頁"}
    return given


def test_every_command_is_a_mutation_or_says_why_not() -> None:
    assert set(MUTATIONS) | set(NOT_OFFERED) == set(FORMS)
    assert all(reason.endswith(".") for reason in NOT_OFFERED.values())
    assert set(mutation_type().fields) == {naming.mutation(command) for command in MUTATIONS} | {
        abstracts.NAME
    }


def test_the_schema_is_valid() -> None:
    assert validate_schema(SCHEMA) == []


def unsaid(schema: GraphQLSchema) -> list[str]:
    """The mutations, inputs and fields without words in both languages, or any."""
    found = []
    for name, declared_field in mutation_type(schema).fields.items():
        kind = get_named_type(declared_field.args["input"].type)
        said = [declared_field.description, kind.description]
        if not all(text and re.search(r"[ぁ-ん一-龠ァ-ヶ]", text) and text.endswith(".") for text in said):
            found.append(name)
        assert isinstance(kind, GraphQLInputObjectType)
        found += [f"{name}.{n}" for n, f in kind.fields.items() if not f.description]
    return found


def test_every_mutation_says_what_it_means() -> None:
    assert unsaid(SCHEMA) == []


def test_a_mutation_that_says_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation_type().fields["renameBody"], "description", "会議体の名称変更。")
    assert unsaid(SCHEMA) == ["renameBody"]


@pytest.mark.parametrize("command", sorted(set(MUTATIONS) & set(COMMANDS) - {"CorrectEvent", "AnnulEvent"}))
def test_every_field_comes_back_as_it_was_written(command: str) -> None:
    asked, event = form(command), COMMANDS[command]
    given, subject = filled(asked), new_id()
    given.pop("substitute", None)
    about = subject if asked.subject is not None else None
    raw = input_of(asked, None if asked.subject and asked.subject.kinds == (ENTRY,) else about, given)
    if asked.subject and asked.subject.kinds == (ENTRY,):
        raw["entryId"] = _entry(subject)
    found = Read()
    read(asked, coerce_input_value(raw, input_type(asked)), found)
    said = FORMS[command].filled(found.subject, found.given).command
    assert isinstance(said, Say)
    assert (said.event, said.subject) == (event, about)
    assert _event(event, said.fields) == _event(event, given | _besides(event, asked))


def _entry(subject: UUID) -> str:
    return ids.entry_id(subject, 3)


def _besides(event: type[Event], asked: Form) -> dict[str, Any]:
    if asked.subject and asked.subject.kinds == (ENTRY,):
        return {"target": 3}
    internal = issubclass(event, Begins) and not any(f.name == "audience" for f in asked.fields)
    return {"audience": "secretariat"} if internal else {}


def _event(event: type[Event], given: Any) -> Event:
    return declared(event, Record(UUID(int=1)), given)


@pytest.mark.parametrize("command", sorted(MUTATIONS))
def test_a_null_for_what_is_optional_says_nothing(command: str) -> None:
    asked = form(command)
    given = {f.name: None for f in asked.everything if not f.required}
    found = Read()
    read(asked, given, found)
    assert (found.given, found.subject) == ({}, None)


def places(asked: tuple[Asked, ...], before: str = "") -> list[str]:
    """Every place that a refusal may name."""
    found = []
    for field in asked:
        here = f"{before}{field.name}" + ("[0]" if field.many else "")
        found += [here, *places(field.fields, f"{here}.")]
        found += (
            [f"{here}.value", f"{here}.kind", f"{here}.as_written"] if field.shape is Shape.EFFECTIVE else []
        )
    return found


@pytest.mark.parametrize("command", sorted(MUTATIONS))
def test_a_refusal_names_a_field_that_there_is(command: str) -> None:
    asked = form(command)
    for place in [*places(asked.everything), "source.document_id", "source.locator", "source", "key"]:
        path = naming.path(asked, place)
        if place.startswith("source") and not any(f.name == "source_id" for f in asked.fields):
            continue
        assert path is not None, place
        assert resolves(input_type(asked), path), (place, path)


def test_a_place_that_is_no_field_is_none() -> None:
    assert naming.path(form("RenameBody"), "plannedEnd") is None
    assert naming.path(form("RenameBody"), "") is None
    assert not resolves(input_type(form("RenameBody")), ["input", "effective", "day"])
    assert not resolves(input_type(form("RenameBody")), ["input", "name", "0"])


LITERAL = re.compile(r"field=\"([a-z_]+)\"")


def test_what_refusals_name_is_a_field_of_some_input() -> None:
    """A refusal that names a field nobody is asked for would send them looking."""
    sources = Path(kyogikai_tenants.__file__).parent.rglob("*.py")
    named = {name for path in sources for name in LITERAL.findall(path.read_text())}
    asked = {f.name for whole in FORMS.values() for f in whole.form.fields}
    assert len(named) > 20
    assert named <= asked


def test_what_is_about_an_entry_names_the_entry() -> None:
    for command in ("CorrectEvent", "AnnulEvent", "AnnotateEvent"):
        assert "entryId" in input_type(form(command)).fields
        assert "target" not in input_type(form(command)).fields


def test_the_two_fields_of_a_source_are_one() -> None:
    document = new_id()
    said = FORMS["StartPhase"].filled(
        Subject(new_id()),
        {"effective": SAMPLES[Shape.EFFECTIVE], "source_id": document, "source_locator": "2頁"},
    )
    assert isinstance(said.command, Say)
    assert said.command.fields["source"].document_id == document
    assert {f.name for f in fields(COMMANDS["StartPhase"])} >= set(said.command.fields)
