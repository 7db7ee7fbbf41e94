"""The schema, built once from the types of every feature; ``schema.graphql`` is what it prints."""

from pathlib import Path

import graphene
from graphql import GraphQLSchema, is_introspection_type, lexicographic_sort_schema, print_schema

from kyogikai_graphql import members, plans, rules, sources
from kyogikai_graphql.mutations.declaring import mutation_type
from kyogikai_graphql.query import Query

PRINTED = Path(__file__).with_name("schema.graphql")
"""What we serve, for partners to read; a test compares it."""


def _queries() -> GraphQLSchema:
    """Types that only ``node`` leads to are named here."""
    only_by_node = [members.Person, plans.Phase, rules.Rule, sources.SourceDocument]
    return graphene.Schema(query=Query, types=only_by_node).graphql_schema  # type: ignore[no-any-return]


def _build() -> GraphQLSchema:
    """The queries' types, and the mutations that answer with them."""
    asked = _queries()
    types = [kind for kind in asked.type_map.values() if not is_introspection_type(kind)]
    return GraphQLSchema(asked.query_type, mutation_type(asked.type_map), types=types)


SCHEMA: GraphQLSchema = _build()


def printed() -> str:
    """The schema in SDL."""
    return f"{print_schema(lexicographic_sort_schema(SCHEMA))}\n"


if __name__ == "__main__":
    PRINTED.write_text(printed())
