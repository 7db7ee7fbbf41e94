"""The schema, built once from the types of every feature; ``schema.graphql`` is what it prints."""

from pathlib import Path

import graphene
from graphql import (
    GraphQLScalarType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_scalar_type,
    lexicographic_sort_schema,
    print_schema,
)

from kyogikai_graphql import members, plans, rules, sources
from kyogikai_graphql.described.book import Words
from kyogikai_graphql.described.whole import describe, elements
from kyogikai_graphql.mutations.declaring import mutation_type
from kyogikai_graphql.query import Query

PRINTED = Path(__file__).with_name("schema.graphql")
"""The names and types that we serve, for partners to read; a test compares it."""


def _queries() -> GraphQLSchema:
    """Types that only ``node`` leads to are named here."""
    only_by_node = [members.Person, plans.Phase, rules.Rule, sources.SourceDocument]
    return graphene.Schema(query=Query, types=only_by_node).graphql_schema  # type: ignore[no-any-return]


def build() -> GraphQLSchema:
    """The queries' types, and the mutations that answer with them, as the code describes them."""
    asked = _queries()
    types = [kind for kind in asked.type_map.values() if not is_introspection_type(kind)]
    return GraphQLSchema(asked.query_type, mutation_type(asked.type_map), types=types)


SCHEMA: GraphQLSchema = build()
WORDS: dict[str, Words] = describe(SCHEMA)
"""What everything in it means, by its coordinate, in both languages."""


def printed() -> str:
    """The schema in SDL: names and types, which is what is promised."""
    plain = lexicographic_sort_schema(SCHEMA)
    for name, kind in plain.type_map.items():
        if isinstance(kind, GraphQLScalarType) and not is_specified_scalar_type(kind):
            plain.type_map[name] = GraphQLScalarType(name)  # sorting does not copy it
    for one in elements(plain):
        if not one.of_the_library:
            one.bearer.description = None
    return f"{print_schema(plain)}\n"


def printed_with_texts() -> str:
    """The same with what everything means, in both languages."""
    return f"{print_schema(lexicographic_sort_schema(SCHEMA))}\n"


if __name__ == "__main__":
    PRINTED.write_text(printed())
