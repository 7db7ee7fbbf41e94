"""The input types, made from the forms: one a command, one a group of fields, and the date of a fact."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLString,
    Undefined,
)  # fmt: skip

from kyogikai_graphql.mutations import naming
from kyogikai_projections.forms import Asked, Form, Shape, sentence
from kyogikai_tenants.effective import Kind

PLAIN = {Shape.TEXT: GraphQLString, Shape.NUMBER: GraphQLInt, Shape.FLAG: GraphQLBoolean}
SCALARS = {Shape.DAY: "Date", Shape.MOMENT: "DateTime", Shape.ANYTHING: "JSON"}
KEY = "A retry under the same key returns the first answer; another input under it is refused."
EVERY_INPUT = {
    "idempotencyKey": GraphQLInputField(GraphQLID, description=KEY, out_name="idempotency_key"),
    "clientMutationId": GraphQLInputField(
        GraphQLString, description="Only echoed.", out_name="client_mutation_id"
    ),
}
"""What every input takes beside what its command asks for."""
CORRECTED = "As the mutation that recorded the entry takes that field; null empties it."


class Inputs:
    """All input types, each made when it is first named."""

    def __init__(self, served: Mapping[str, GraphQLNamedType]) -> None:
        self._served = served
        self._made: dict[str, Any] = {}

    def of(self, form: Form) -> GraphQLInputObjectType:
        """What a mutation takes."""
        return GraphQLInputObjectType(
            f"{form.command}Input",
            lambda: self._fields_of(form),
            description=f"{form.label('ja')}。{form.text}",
        )

    def _fields_of(self, form: Form) -> dict[str, GraphQLInputField]:
        return {naming.field(form, asked): self._field(asked) for asked in form.everything} | EVERY_INPUT

    def _field(self, asked: Asked) -> GraphQLInputField:
        """Optional where the declaration has a default; a default that means something is shown."""
        kind = self.type_of(asked)
        given = asked.default if asked.default is not None else Undefined
        words = CORRECTED if asked.shape is Shape.ANYTHING else ""
        return GraphQLInputField(
            GraphQLNonNull(kind) if asked.required else kind,
            default_value=given,
            description=f"{asked.label('ja')}。{words}" if words else asked.label("ja"),
            out_name=asked.name,
        )

    def type_of(self, asked: Asked) -> Any:
        """The type of a field's value, before it is asked whether it is required."""
        one = self._one(asked)
        return GraphQLList(GraphQLNonNull(one)) if asked.many else one

    def _one(self, asked: Asked) -> Any:
        if asked.shape in PLAIN:
            return PLAIN[asked.shape]
        if asked.shape in SCALARS:
            return self._served[SCALARS[asked.shape]]
        if asked.shape is Shape.REFERENCE:
            return GraphQLID
        if asked.shape is Shape.EFFECTIVE:
            return self._memo("EffectiveInput", self._effective)
        if asked.choices is not None:
            return self._choices(asked.choices)
        return self._memo(naming.group(asked.group), lambda name: self._group(name, asked))

    def _memo(self, name: str, make: Any) -> Any:
        if name not in self._made:
            self._made[name] = make(name)
        return self._made[name]

    def _choices(self, kind: type[StrEnum]) -> Any:
        name = "EffectiveKind" if kind is Kind else kind.__name__
        return self._served.get(name) or self._memo(name, lambda _: _enum(kind))

    def _group(self, name: str, asked: Asked) -> GraphQLInputObjectType:
        return GraphQLInputObjectType(
            name, lambda: {naming.camel(f.name): self._field(f) for f in asked.fields}, description=asked.text
        )

    def _effective(self, name: str) -> GraphQLInputObjectType:
        kind = self._served["EffectiveKind"]
        return GraphQLInputObjectType(
            name,
            {
                "kind": GraphQLInputField(kind, default_value=Kind.AT),  # type: ignore[arg-type]
                "value": GraphQLInputField(
                    GraphQLString, description="2011-04-01, 2011-04, 2011, FY2011, a/b"
                ),
                "asWritten": GraphQLInputField(GraphQLString, out_name="as_written"),
                "basis": GraphQLInputField(self._served["Basis"]),  # type: ignore[arg-type]
            },
            description="時期。A date as precisely as the source says it; only UNDATED has no value.",
        )


def _enum(kind: type[StrEnum]) -> GraphQLEnumType:
    """An enumeration that no answer shows."""
    values = {member.name: GraphQLEnumValue(member) for member in kind}
    return GraphQLEnumType(kind.__name__, values, description=sentence(kind.__doc__))
