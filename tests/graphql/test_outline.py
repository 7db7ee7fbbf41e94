"""The outline of a document is what the library's parser finds in it, whatever stands in its texts."""

import re
from collections.abc import Iterator
from random import Random
from time import process_time
from typing import Any

import pytest
from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    NamedTypeNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
    Visitor,
    get_introspection_query,
    parse,
    visit,
)

from kyogikai_graphql import limits
from kyogikai_graphql import outline as outlines
from kyogikai_graphql.outline import FIELD, INLINE, SPREAD, Outlined, outline, tokens
from kyogikai_graphql.problems import TooComplex
from tests.graphql.attacks import DOCUMENTS
from tests.graphql.grammar import Writing
from tests.graphql.questions import Asking

TRICKY = [
    '{ search(text: "} { \\" # a") { totalCount } }',
    '{ search(text: "\\\\") { totalCount } } # } {',
    '{ search(text: """ \\""" } " "" \\" { # """) { totalCount } b: __typename }',
    '{ search(text: """\\\\""" }""") { totalCount } }',
    '{ search(text: """\\"""" """) { totalCount } }',
    '{ search(text: """""") { totalCount } c: __typename }',
    '{ s(t: """\\\\""") { y } z: s(t: """) { x } }',
    '{ s(t: """a"b) { c } d: s(t: """) { x } }',
    '{ search(text: "") { totalCount } }',
    '{ a(b: [1-2-3, 4.5e-6], c: {d: {e: $f}}, g: h) @i(j: [{k: "l"}]) @m { n: o } }',
    "query Q($a: [Int!]! = [1] @b, $c: D = {e: F}) @g(h: 1) { i }",
    "query Q($a: Int @b(c: 1), $d: [D] = [{e: 1} fragment]) { f { g } }",
    "query ($a: [A] = [{b: 1} fragment] @c(d: {e: 2}) @f, $g: A = {h: {i: 3}}) @j(k: {l: 4}) { m }",
    '"of" query Q("on" $a: Int @b(c: 1)) { d }',
    '{ ...F } "" fragment F on A { b { ...G } } """fragment""" fragment G on B { c }',
    "query on { on { fragment query: mutation ... on on { on } ... @include(if: true) { a } ... { b } } }",
    "fragment query on mutation @a { ...fragment ...b @skip(if: $c) d }",
    "{\ufeff a, # b\r c, #d\n e }",
    "mutation { a } subscription S { b }",
]


class _Variables(Visitor):
    count = 0

    def enter_variable(self, *_: Any) -> None:
        self.count += 1


def _variables(*nodes: Node) -> int:
    found = _Variables()
    for node in nodes:
        visit(node, found)
    return found.count


def _directives(nodes: tuple[DirectiveNode, ...] | None) -> int:
    return len(nodes or ())


def _selected(node: SelectionNode) -> Outlined:
    """What the parser found, as an outline."""
    directives, kept = node.directives or (), _variables(*(node.directives or ()))
    if isinstance(node, FieldNode):
        names = [n.value for n in (node.alias, node.name) if n]
        inner = node.selection_set.selections if node.selection_set else ()
        kept += _variables(*(node.arguments or ()))
        return Outlined(FIELD, names, len(directives), kept, [_selected(one) for one in inner])
    if isinstance(node, FragmentSpreadNode):
        return Outlined(SPREAD, [node.name.value], len(directives), kept)
    assert isinstance(node, InlineFragmentNode)
    kind: NamedTypeNode | None = node.type_condition
    names = [kind.name.value] if kind else []
    inner = node.selection_set.selections
    return Outlined(INLINE, names, len(directives), kept, [_selected(one) for one in inner])


def _parsed(text: str) -> Iterator[Outlined]:
    for node in parse(text).definitions:
        assert isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
        selected = [_selected(one) for one in node.selection_set.selections]
        variables = node.variable_definitions or ()
        directives = _directives(node.directives) + sum(_directives(v.directives) for v in variables)
        kept = _variables(*variables, *(node.directives or ()))
        if isinstance(node, FragmentDefinitionNode):
            names = [node.name.value, "on", node.type_condition.name.value]
            yield Outlined("fragment", names, directives, kept, selected)
        else:
            names = [node.name.value] if node.name else []
            yield Outlined(node.operation.value, names, directives, kept, selected)


def same(text: str) -> bool:
    """Whether both see the same."""
    return outline(tokens(text)) == list(_parsed(text))


@pytest.mark.parametrize("text", [*TRICKY, get_introspection_query()])
def test_the_outline_is_what_the_parser_finds(text: str) -> None:
    assert same(text)


def test_so_it_is_for_questions_that_nobody_thought_of() -> None:
    for seed in range(300):
        text = Asking(Random(seed), {"Body": ["b"]}, ["2024-04-01T00:00:00Z"], ["会", 'a"b']).question().text
        assert same(text), text


def test_so_it_is_for_all_that_the_grammar_has() -> None:
    read = 0
    for seed in range(600):
        text = Writing(Random(seed)).document()
        try:
            parse(text)
        except GraphQLSyntaxError:  # such as a text in three quotes that ends in one more
            continue
        read += 1
        assert same(text), text
    assert read > 300


@pytest.mark.parametrize(
    "text",
    ['"\\' * 9_000, '{ a(b: """' + '\\"""' * 4_000, '{ a(b: "' * 2_500, '"""' + '"" ' * 6_000, '"' * 19_999],
)
def test_a_text_that_does_not_end_is_sought_once(text: str) -> None:
    """Else it would be sought from each of its quotes anew: 1.6 s for 18 000 characters."""
    began = process_time()
    tokens(text)
    assert process_time() - began < 0.05


@pytest.mark.check
def test_so_it_is_for_attacks_that_can_be_read() -> None:
    read = 0
    for text, _ in DOCUMENTS.values():
        try:
            parse(text)
        except GraphQLSyntaxError:
            continue
        read += 1
        assert same(text), text[:200]
    assert read > 20


@pytest.mark.parametrize("wrong", [r'"""(?:[^"\\]|\\.|"(?!""))*"""', r'"""[^"]*"""'])
def test_a_text_that_is_read_otherwise_would_be_noticed(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """Planted: other ideas of where a text in three quotes ends."""
    right = r'"""(?>\\"""|"(?!"")|[^"])*+(?:""")?'
    assert right in outlines.TOKEN.pattern
    other = re.compile(outlines.TOKEN.pattern.replace(right, wrong), re.ASCII | re.DOTALL)
    monkeypatch.setattr(outlines, "TOKEN", other)
    assert not all(same(text) for text in TRICKY)


def test_what_cannot_be_read_is_outlined_somehow_and_refused() -> None:
    """Every document with a piece left out: it is read, refused for a limit, or refused by the parser."""
    for text in TRICKY:
        found = tokens(text)
        for gap in range(len(found)):
            torn = " ".join(found[:gap] + found[gap + 1 :])
            try:
                limits.read(torn)
            except (GraphQLSyntaxError, TooComplex):
                continue
            assert same(torn), torn


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("{ a }" + " " * 20_000, "characters"),
        ("scalar A " * 100, "names"),
        ("{ b { ...F } } fragment F on A { a } fragment F on B {" + "a " * 11 + "}", "repeated fields"),
        ("{ a {" + " ... { b }" * 65 + " } }", "pairs"),
        ("{ a } fragment F on A { b {" + " ... { c }" * 65 + " } }", "pairs"),
        ("{ a(b: " + "{c: " * 120 + "1" + "}" * 120 + ") }", "brackets"),
        ("{ a(b: " + "1" * 500 + ") }", "digits"),
    ],
)
def test_each_limit_names_itself(text: str, limit: str) -> None:
    with pytest.raises(TooComplex) as refused:
        limits.read(text)
    assert (refused.value.extensions or {})["limit"] == limit


def test_what_a_client_made_of_parts_asks_is_within_the_pairs() -> None:
    """Each part of its page has a fragment, which asks for the id and the name again."""
    parts = [f"fragment P{n} on Body {{ id __typename name a{n}: nameReading }}" for n in range(20)]
    spread = " ".join(f"...P{n}" for n in range(20))
    limits.check("{ bodies { nodes { " + spread + " } } } " + " ".join(parts))


def test_a_fragment_that_is_spread_twice_is_compared_once() -> None:
    twice = "{ a {" + " ...F ... { ...F }" * 12 + " } } fragment F on A {" + " ".join("bcdefghij") + " }"
    limits.check(twice)
