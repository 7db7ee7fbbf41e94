"""The schema as chapters to be read: which type stands in which, and where anything is found."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from graphql import GraphQLEnumType, is_introspection_type

from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.offered import offered
from kyogikai_graphql.schema import SCHEMA

START, COUNCIL, MEMBERS, MEETINGS, ISSUES = "start", "council", "members", "meetings", "issues"
LOG, COMMON, ENUMS, MUTATIONS, PARTS = "log", "common", "enums", "mutations", "parts"
ROOMS: Mapping[str, tuple[str, ...]] = {
    START: ("query", "viewer", "rate", "municipality", "search"),
    COUNCIL: ("council", "bodies", "lineage", "rules", "sources"),
    MEMBERS: ("members",),
    MEETINGS: ("meetings", "papers"),
    ISSUES: ("issues", "routes", "proposals", "activities", "plans"),
    LOG: ("audit", "changes", "proofs"),
    COMMON: ("common", "pages", "scalars", "things", "plain_summaries"),
}
"""Which of the API's modules make which chapter."""
AREAS: Mapping[str, tuple[str, ...]] = {
    "record-council": ("councils", "statements", "enactments", "plans", "sources"),
    "record-bodies": ("bodies", "norms"),
    "record-members": ("parties", "terms", "members", "contacts"),
    "record-meetings": ("meetings", "minutes", "attendance", "online_links", "plain_summaries"),
    "record-issues": ("issues", "issue_steps", "issue_routes", "proposals", "activities"),
    "record-access": ("clients", "users", "municipalities", "retention"),
    "record-log": ("events",),
}
"""Which of the domain's modules make which chapter of what may be recorded."""
TITLES = {
    START: "dev_ch_start", COUNCIL: "dev_ch_council", MEMBERS: "dev_ch_members",
    MEETINGS: "dev_ch_meetings", ISSUES: "dev_ch_issues", LOG: "dev_ch_log", COMMON: "dev_ch_common",
    ENUMS: "dev_ch_enums", MUTATIONS: "dev_ch_mutations", "record-council": "dev_ch_record_council",
    "record-bodies": "dev_ch_record_bodies", "record-members": "dev_ch_record_members",
    "record-meetings": "dev_ch_record_meetings", "record-issues": "dev_ch_record_issues",
    "record-access": "dev_ch_record_access", "record-log": "dev_ch_record_log", PARTS: "dev_ch_parts",
}  # fmt: skip
"""All of them in order, and what each is called; ``…_more`` says what it is about."""
LISTS = ("Connection", "Edge")


@cache
def chapters() -> dict[str, list[str]]:
    """The types of each chapter: what is read before the lists of it."""
    found: dict[str, list[str]] = {name: [] for name in TITLES}
    for name in SCHEMA.type_map:
        if not is_introspection_type(SCHEMA.type_map[name]):
            found[_chapter(name)].append(name)
    return {chapter: sorted(names, key=_order) for chapter, names in found.items()}


@cache
def chapter_of() -> dict[str, str]:
    """The chapter of each type."""
    return {name: chapter for chapter, names in chapters().items() for name in names}


def address(coordinate: str) -> str:
    """Where a coordinate is read. Raises KeyError for what there is not."""
    kind = coordinate.partition(".")[0]
    return f"/developers/reference/{chapter_of()[kind]}#{coordinate.partition('(')[0]}"


def _order(name: str) -> tuple[int, bool, str]:
    first = ("Query", "Mutation", "Node", "Fact", "PartialDate")
    return (first.index(name) if name in first else len(first), name.endswith(LISTS), name)


def _chapter(name: str) -> str:
    if isinstance(SCHEMA.type_map[name], GraphQLEnumType):
        return ENUMS
    if name == "Mutation":
        return MUTATIONS
    if (area := _areas().get(name)) is not None:
        return area
    if name.endswith("Input"):
        return PARTS
    listed = next((name.removesuffix(end) for end in LISTS if name.endswith(end)), name)
    module = _module(SCHEMA.type_map.get(listed))
    return next((chapter for chapter, rooms in ROOMS.items() if module in rooms), COMMON)


def _module(kind: Any) -> str:
    """Of the class that a type was declared by; empty for one that no class declares."""
    return getattr(getattr(kind, "graphene_type", None), "__module__", "").rpartition(".")[2]


@cache
def _areas() -> dict[str, str]:
    """The chapter of every command's input and payload."""
    return dict(_of_commands())


def _of_commands() -> Iterator[tuple[str, str]]:
    for command, whole in offered():
        module = whole.form.event.__module__.rpartition(".")[2]
        area = next((name for name, rooms in AREAS.items() if module in rooms), PARTS)
        yield f"{command}Input", area
        yield f"{command}Payload", area


def command_of(kind: str) -> str:
    """The mutation of an input or a payload; empty for any other type."""
    for end in ("Input", "Payload"):
        if kind.endswith(end) and kind in _areas():
            return naming.mutation(kind.removesuffix(end))
    return ""
