"""A chapter of the schema at /developers/reference/…: its types, fields, arguments and values, in words."""

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Response, abort
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLScalarType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    print_ast,
)
from graphql.utilities.ast_from_value import ast_from_value

from kyogikai_graphql.schema import SCHEMA, WORDS
from kyogikai_platform.web.developers.chapters import TITLES, address, chapters, command_of
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.visit import Visit

KINDS = {
    GraphQLEnumType: "dev_kind_enum", GraphQLInputObjectType: "dev_kind_input",
    GraphQLInterfaceType: "dev_kind_interface", GraphQLScalarType: "dev_kind_scalar",
    GraphQLUnionType: "dev_kind_union",
}  # fmt: skip


class Typed(NamedTuple):
    """A type as it is written, and where it is read."""

    written: str
    address: str


class Part(NamedTuple):
    """A field, an argument or a value."""

    anchor: str
    name: str
    text: str
    typed: Typed | None = None
    default: str = ""
    arguments: tuple["Part", ...] = ()


class Section(NamedTuple):
    """A type."""

    name: str
    kind: str
    text: str
    parts: tuple[Part, ...]
    of: tuple[Typed, ...]
    """The interfaces that it has, or the types that it may be."""
    command: str
    """The mutation whose input or answer it is."""


def show(site: Site, chapter: str) -> Response:
    """One of them."""
    if chapter not in TITLES:
        abort(HTTPStatus.NOT_FOUND)
    visit = Visit.at(site)
    return visit.page(
        "developers/chapter.html", visit.ask("frame"), chapter=chapter, title=TITLES[chapter],
        sections=sections(chapter, visit.lang), titles=TITLES, address=address,
    )  # fmt: skip


@cache
def sections(chapter: str, lang: str) -> tuple[Section, ...]:
    """What a chapter says, made once for each language."""
    return tuple(_section(SCHEMA.type_map[name], lang) for name in chapters()[chapter])


def _section(kind: GraphQLNamedType, lang: str) -> Section:
    word = next((text for made, text in KINDS.items() if isinstance(kind, made)), "dev_kind_object")
    related = [*getattr(kind, "interfaces", ()), *(kind.types if isinstance(kind, GraphQLUnionType) else ())]
    of = tuple(Typed(one.name, address(one.name)) for one in related)
    return Section(
        kind.name, word, _text(kind.name, lang), tuple(_parts(kind, lang)), of, command_of(kind.name)
    )


def _parts(kind: GraphQLNamedType, lang: str) -> Iterator[Part]:
    if isinstance(kind, GraphQLEnumType):
        for value in kind.values:
            anchor = f"{kind.name}.{value}"
            yield Part(anchor, value, _text(anchor, lang))
        return
    for name, field in sorted(getattr(kind, "fields", {}).items(), key=lambda one: one[0] != "id"):
        anchor = f"{kind.name}.{name}"
        arguments = tuple(
            _part(f"{anchor}({own}:)", own, given, lang)
            for own, given in sorted(getattr(field, "args", {}).items())
        )
        yield _part(anchor, name, field, lang)._replace(arguments=arguments)


def _part(coordinate: str, name: str, declared: Any, lang: str) -> Part:
    written = str(declared.type)
    default = getattr(declared, "default_value", Undefined)
    value = ast_from_value(default, declared.type) if default is not Undefined else None
    typed = Typed(written, address(get_named_type(declared.type).name))
    return Part(coordinate, name, _text(coordinate, lang), typed, print_ast(value) if value else "")


def _text(coordinate: str, lang: str) -> str:
    return WORDS[coordinate].said(lang)
