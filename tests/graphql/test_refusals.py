"""Whatever comes in, the answer is an error with a code: no traceback, no SQL, no hint at what is hidden."""

import json
import logging
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from graphql import get_introspection_query
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kyogikai_graphql import limits
from kyogikai_graphql.ids import encode
from kyogikai_graphql.limits import ALIASES, DEPTH, DIRECTIVES, FRAGMENTS, REPEATED, ROOT_FIELDS, TOKENS
from kyogikai_graphql.problems import TooComplex
from kyogikai_tenants.identity import new_id
from tests.graphql.partner import Partner, gid

SOME_ID = UUID("01a20054-9d99-730b-8d0c-a647936ab8d2")
"""Well formed, and nobody's."""

NODE = "query($id: ID!) { node(id: $id) { id } }"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ council { name }", "GRAPHQL_PARSE_FAILED"),
        ("\ud800", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ council }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ body { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { renameBody }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { changes }", "GRAPHQL_VALIDATION_FAILED"),
        ("type Query { a: Int }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { council { name } } query B { council { name } }", "OPERATION_NOT_FOUND"),
        ("fragment F on Council { name }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ council(asOf: "2021-02-30") { name } }', "BAD_USER_INPUT"),
        ("{ council(asOf: 20210230) { name } }", "BAD_USER_INPUT"),
        ("{ bodies(kind: NOTHING) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ search(text: "\\u0000") { totalCount } }', "BAD_USER_INPUT"),
        ('{ search(text: "\0") { totalCount } }', "BAD_USER_INPUT"),
        ("{ meetings(fiscalYear: 0) { totalCount } }", "BAD_USER_INPUT"),
        ("{ meetings(fiscalYear: 9999) { totalCount } }", "BAD_USER_INPUT"),
        ("{ activities(fiscalYear: -2147483648) { totalCount } }", "BAD_USER_INPUT"),
        ("{ meetings(fiscalYear: 2147483648) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ changes(after: "x") { cursor } }', "BAD_CURSOR"),
        ("{ changes(first: 0) { cursor } }", "BAD_PAGE"),
        ("{ municipality { name } }", "NOT_FOUND"),
    ],
)
def test_documents(partner: Partner, document: str, code: str) -> None:
    assert partner.codes(document)[0] == code


@pytest.mark.parametrize(
    "day",
    [
        "2021-02-30",
        "2021-1-1",
        "0000-01-01",
        "20210101",
        "２０２１-01-01",
        "2021-01-01T00:00:00Z",
        "",
        "today",
        1,
        None,
        True,
        [],
        {},
    ],
)
def test_what_is_no_day_is_refused(partner: Partner, day: Any) -> None:
    ask = "query($day: Date!) { council(asOf: $day) { name } }"
    answer = partner.answer(ask, day=day)
    assert answer.errors is not None
    assert [(e.extensions or {})["code"] for e in answer.errors] == ["BAD_USER_INPUT"]
    assert not answer.executed


@pytest.mark.parametrize(
    "moment",
    [
        "2021-01-01",
        "2021-01-01T00:00:00",
        "2021-01-01T24:00:00Z",
        "2021-01-01T00:00:00+99:00",
        "0000-01-01T00:00:00Z",
        "",
        0,
    ],
)
def test_what_is_no_moment_is_refused(partner: Partner, moment: Any) -> None:
    assert partner.codes("query($m: DateTime!) { council(knownAt: $m) { name } }", m=moment) == [
        "BAD_USER_INPUT"
    ]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00", "2021-01-01T00:00:00.123456Z"]
)
def test_the_ends_of_the_calendar_are_answered(partner: Partner, moment: str) -> None:
    answer = partner.answer("query($m: DateTime!) { council(knownAt: $m) { name } }", m=moment)
    assert answer.executed is (not moment.startswith(("0001", "9999")))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_days(partner: Partner, day: str) -> None:
    assert partner.ask(
        "query($day: Date) { council(asOf: $day) { name } lineage(asOf: $day) { change } }", day=day
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "あ",
        "\ud800",
        "Qm9keQ",
        encode("Body", "x"),
        encode("Body", "00000000"),
        encode("Nothing", SOME_ID),
        gid("Body", SOME_ID) + "=",
        encode("Body", str(SOME_ID).upper()),
        encode("Body", f"{{{SOME_ID}}}"),
        encode("AuditEntry", SOME_ID),
        encode("AuditEntry", f"{SOME_ID}:0"),
        encode("AuditEntry", f"{SOME_ID}:{'9' * 30}"),
        "A" * 500,
        "QQ==\n",
    ],
)
def test_what_is_no_id_is_refused(partner: Partner, text: str) -> None:
    assert partner.codes(NODE, id=text)[0] in {"BAD_ID", "BAD_USER_INPUT"}


def test_an_id_of_nothing_is_null(partner: Partner) -> None:
    assert partner.ask(NODE, id=gid("Body", new_id())) == {"node": None}
    assert partner.ask(NODE, id=encode("AuditEntry", f"{new_id()}:1")) == {"node": None}


def test_an_id_of_another_type_is_refused(partner: Partner) -> None:
    ask = "query($id: ID!) { body(id: $id) { name } }"
    assert partner.codes(ask, id=gid("Council", new_id())) == ["BAD_ID"]
    assert partner.codes(
        "query($id: ID!) { meetings(bodyId: $id) { totalCount } }", id=gid("Term", new_id())
    ) == ["BAD_ID"]


@pytest.mark.parametrize("text", ["\0", "a\0b", "a\ud800", "\udfff", "x" * 20_001])
def test_what_the_database_cannot_hold_never_reaches_it(
    partner: Partner, statements: list[str], text: str
) -> None:
    for ask in (
        "query($t: String!) { search(text: $t) { totalCount } }",
        "query($t: String) { bodies(name: $t) { totalCount } }",
    ):
        answer = partner.answer(ask, t=text)
        assert answer.errors is not None
        assert (answer.errors[0].extensions or {})["code"] == "BAD_USER_INPUT"
    assert not any("search_gram" in s for s in statements)


def nested(depth: int, innermost: str = "name") -> str:
    return (
        "{ council { bodies "
        + "{ parent " * (depth - 3)
        + "{ "
        + innermost
        + " }"
        + " }" * (depth - 3)
        + " } }"
    )


def crowded(roots: int) -> str:
    """So many councils with 60 fields each."""
    leaves = ("id", "name", "standing", "jurisdiction", "background", "existence", "memberCount")
    names = (*leaves, "__typename", *(f"{name}Unknown" for name in leaves))
    fields = " ".join(name for name in names for _ in range(4))
    heads = " ".join(f"a{n}: council {{ ...F }}" for n in range(roots))
    return f"{{ {heads} }} fragment F on Council {{ {fields} }}"


LIMITS: list[tuple[str, ...]] = [
    ("depth", nested(DEPTH), nested(DEPTH + 1)),
    (
        "aliases",
        *(
            "{ council { " + " ".join(f"a{n}: name" for n in range(k)) + " } }"
            for k in (ALIASES, ALIASES + 1)
        ),
    ),
    (
        "root fields",
        *(
            "{ " + " ".join(f"a{n}: council {{ name }}" for n in range(k)) + " }"
            for k in (ROOT_FIELDS, ROOT_FIELDS + 1)
        ),
    ),
    (
        "directives",
        *("{ council { name " + "@include(if: true) " * k + "} }" for k in (DIRECTIVES, DIRECTIVES + 1)),
    ),
    (
        "fragments",
        *(
            "{ council { ...F0 } } "
            + " ".join(
                f"fragment F{n} on Council {{ name {f'...F{n + 1}' if n + 1 < k else ''} }}" for n in range(k)
            )
            for k in (FRAGMENTS, FRAGMENTS + 1)
        ),
    ),
    ("repeated fields", *("{ council { " + "name " * k + "} }" for k in (REPEATED, REPEATED + 1))),
    (
        "variables",
        *(f"query({' '.join(f'$v{n}: Int' for n in range(k))}) {{ council {{ name }} }}" for k in (50, 51)),
    ),
    ("spreads", *("{ council {" + " ...F" * k + " } } fragment F on Council { name }" for k in (100, 101))),
    ("escapes", *('{ search(text: "' + "\\\\" * k + '") { totalCount } }' for k in (500, 501))),
    ("fields", crowded(16), crowded(17)),
    ("tokens", "{ council { name } } " + "#\n" * (TOKENS - 7), "{ council { name } } " + "#\n" * TOKENS),
]


@pytest.mark.parametrize(("what", "good", "bad"), LIMITS, ids=[row[0] for row in LIMITS])
def test_limits(partner: Partner, what: str, good: str, bad: str) -> None:
    assert "QUERY_TOO_COMPLEX" not in partner.codes(good)
    errors = partner.answer(bad).errors or []
    assert [(e.extensions or {})["code"] for e in errors] == ["QUERY_TOO_COMPLEX"]
    assert (errors[0].extensions or {})["limit"] == what


EXPENSIVE = "{ bodies(first: 100) { nodes { meetings(first: 100) { nodes { title place number } } } } }"
BOMB = "{ council { ...F0 } } " + " ".join(
    f"fragment F{n} on Council {{ {f'...F{n + 1} ' * 2 if n < 40 else 'name'} }}" for n in range(41)
)


@pytest.mark.parametrize(
    "document",
    [
        BOMB,
        "{ council { ...A } } fragment A on Council { ...B } fragment B on Council { ...A }",
        "{ council { ...A } } fragment A on Council { ...A }",
        "{" * 1500,
        "{ a(b: " + "[" * 1500,
        "{ council " + "{ ... " * 150 + "{ name }" + " }" * 150 + " }",
        "query(" + " ".join(f"$v{n}: Int" for n in range(60)) + ") { council { name } }",
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        EXPENSIVE,
        "query($n: Int = 100) " + EXPENSIVE.replace("100", "$n", 1),
    ],
)
def test_what_would_take_too_long_is_refused_at_once(partner: Partner, document: str) -> None:
    codes = partner.codes(document)
    assert codes[0] in {"QUERY_TOO_COMPLEX", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}


def test_introspection_is_answered_whole(partner: Partner) -> None:
    assert len(partner.ask(get_introspection_query())["__schema"]["types"]) > 80


def test_a_fragment_counts_each_time_it_is_spread() -> None:
    spread = (
        "{ "
        + " ".join(f"a{n}: council {{ ...F }}" for n in range(5))
        + " } fragment F on Council { "
        + " ".join(f"b{n}: name" for n in range(6))
        + " }"
    )
    with pytest.raises(TooComplex) as refused:
        limits.check(spread)
    assert (refused.value.extensions or {})["limit"] == "aliases"


def test_variables_nested_too_deep_are_refused(partner: Partner) -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    assert partner.codes("query($t: String!) { search(text: $t) { totalCount } }", t=deep) == [
        "BAD_USER_INPUT"
    ]


def test_an_unforeseen_failure_is_told_in_general_words_and_logged(
    partner: Partner, superuser: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Planted: the table of bodies may not be read."""
    with superuser.begin() as owner:
        owner.exec_driver_sql("REVOKE SELECT ON body FROM kyogikai_app")
    try:
        with caplog.at_level(logging.ERROR):
            answer = partner.answer("{ bodies { totalCount } }")
    finally:
        with superuser.begin() as owner:
            owner.exec_driver_sql("GRANT SELECT ON body TO kyogikai_app")
    text = json.dumps(answer.body)
    assert [(e.extensions or {})["code"] for e in answer.errors or []] == ["INTERNAL_ERROR"]
    assert not any(word in text for word in ("SELECT", "psycopg", "Traceback", "permission", "/"))
    assert "InsufficientPrivilege" in caplog.text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
EVERYWHERE = """query($id: ID!, $day: Date, $at: DateTime, $n: Int, $t: String!, $c: String, $k: BodyKind) {
  node(id: $id) { id } council(asOf: $day, knownAt: $at) { name } bodies(first: $n, after: $c, kind:
  $k, name: $t) { totalCount nodes { id } }
  search(text: $t, before: $c) { totalCount } meetings(fiscalYear: $n, from: $day, bodyId: $id) {
  totalCount }
  changes(after: $c, first: $n) { cursor } auditTrail(text: $t, type: [$t], actorId: $id, subjectId:
  $id, from: $at) { totalCount }
  inclusionProof(entryId: $id, size: $n) { size } }"""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("id", "day", "at", "n", "t", "c", "k", "other"), ANYTHING)
    )
)
def test_no_variables_break_it(partner: Partner, variables: dict[str, Any]) -> None:
    answer = partner.answer(EVERYWHERE, **variables)
    assert "INTERNAL_ERROR" not in [(e.extensions or {})["code"] for e in answer.errors or []]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=60) | st.text("{}()[]$:!@.\"' abfn0#,\\u", max_size=60))
def test_no_document_breaks_it(partner: Partner, document: str) -> None:
    codes = partner.codes(document)
    assert codes
    assert "INTERNAL_ERROR" not in codes


@pytest.mark.parametrize(("written", "said"), [('"2021-02-30"', "2021-02-30"), ("20210230", "20210230")])
def test_a_day_that_is_none_is_named(partner: Partner, written: str, said: str) -> None:
    (error,) = partner.answer(f"{{ council(asOf: {written}) {{ name }} }}").errors or []
    assert said in error.message
    (error,) = partner.answer("query($d: Date) { council(asOf: $d) { name } }", d=said).errors or []
    assert said in error.message


def test_what_costs_too_much_says_how_much(partner: Partner) -> None:
    ask = """{ bodies(first: 100) { nodes { meetings(first: 100) { nodes { id title place } } } } }"""
    (error,) = partner.answer(ask).errors or []
    given = error.extensions or {}
    assert (given["code"], given["limit"], given["max"]) == ("QUERY_TOO_COMPLEX", "cost", 20_000)
    assert given["value"] > 30_000
