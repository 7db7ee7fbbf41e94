"""Bodies that strangers send to make a GraphQL server fall over, and how each is refused."""

import json
from typing import Any

from graphql import get_introspection_query

COMPLEX, INVALID = "QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED"


def asked(document: str, **variables: Any) -> bytes:
    """A document as a body."""
    return json.dumps({"query": document, "variables": variables}, ensure_ascii=False).encode()


def _nested(times: int) -> str:
    return "{ bodies { nodes " + "{ meetings { nodes { bodies " * times + "{ id } " + "} } } " * times + "} }"


def _frames(count: int, spread: str) -> str:
    return " ".join(f"fragment F{n} on Body {{ {spread.format(n=n, next=n + 1)} }}" for n in range(count))


PAGES = (
    "{ bodies(first: 100) { nodes { meetings(first: 100) { nodes { "
    "attendance(first: 100) { nodes { name } } } } } } }"
)
PAID = (
    "{ a: bodies(first: -100) { nodes { meetings(first: 100) { nodes { id title } } } } "
    "b: bodies(first: 100) { nodes { meetings(first: 100) { nodes { id title place number } } } } }"
)
DEEP_LISTS = "[" * 400 + "]" * 400
DOCUMENTS: dict[str, tuple[str, str]] = {
    # of the prototype
    "nested 2 000 deep": (_nested(330), COMPLEX),
    "nested 60 deep": (_nested(20), COMPLEX),
    "2 000 aliases at the root": (
        "{" + " ".join(f"a{n}: council {{ name }}" for n in range(2_000)) + "}",
        COMPLEX,
    ),
    "one field 1 900 times": ("{" + "__typename " * 1_900 + "}", COMPLEX),
    "one field with fields 600 times": ("{" + "council { name } " * 480 + "}", COMPLEX),
    "unknown directives": ("{ __typename " + "@aa " * 900 + "}", COMPLEX),
    "known directives": ("{ __typename " + "@skip(if: false) " * 300 + "}", COMPLEX),
    "fragments in a circle": (
        "{ bodies { nodes { ...F0 } } } fragment F0 on Body { ...F1 } fragment F1 on Body { ...F0 }",
        COMPLEX,
    ),
    "a fragment bomb of 2^18": (
        "{ bodies { nodes { ...F0 } } } " + _frames(18, "...F{next} ...F{next} x{n}: id")
        + " fragment F18 on Body { id }",
        COMPLEX,
    ),
    "the same path 150 times": (
        "{" + "bodies { nodes { meetings { nodes { id } } } } " * 150 + "}",
        COMPLEX,
    ),
    "99 fragments that overlap": (
        "{ bodies { nodes { " + " ".join(f"...F{n}" for n in range(99)) + " } } } " + _frames(99, "id name"),
        COMPLEX,
    ),
    "480 fragments on the spot": ("{ council {" + " ... { name }" * 480 + " } }", COMPLEX),
    "10 names in each of 49 fragments": (
        "{ council { " + " ".join(f"...F{n}" for n in range(49)) + " } } "
        + " ".join(f"fragment F{n} on Council {{" + " name" * 10 + " }" for n in range(49)),
        COMPLEX,
    ),
    "10 times the same, and 14 times in each": (
        "{ council {" + (" bodies { nodes {" + " ... { id names { name } }" * 14 + " } }") * 10 + " } }",
        COMPLEX,
    ),
    "unknown types by the hundred": (
        "{ council { " + " ".join(f"... on T{n} {{ a }}" for n in range(330)) + " } }",
        COMPLEX,
    ),
    "fragments with descriptions": (
        "{ council { ...F0 } } " + " ".join(
            f'"" fragment F{n} on Council {{ ...F{n + 1} ... {{ ...F{n + 1} }} a{n}: name }}'
            for n in range(8)
        ) + ' "" fragment F8 on Council { a: name b: name c: name d: name }',
        COMPLEX,
    ),
    "a text that ends nowhere": ('"\\' * 9_000, COMPLEX),
    "introspection in a circle": (
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        "INTROSPECTION_CLOSED",
    ),
    "introspection": (get_introspection_query(), "INTROSPECTION_CLOSED"),
    "20 000 tokens": ("{" + " id" * 20_000 + "}", COMPLEX),
    "a text of 99 000 bytes": ('{ node(id: "' + "x" * 99_000 + '") { id } }', COMPLEX),
    "1 000 unknown fields": ("{" + " ".join(f"bodi{n}" for n in range(1_000)) + "}", COMPLEX),
    "20 unknown fields, guessed at": ("{" + " ".join(f"bodi{n}" for n in range(20)) + "}", INVALID),
    "a list of 900 numbers": ("query($x: [Int] = [" + "1 " * 900 + "]) { council { name } }", INVALID),
    "500 operations": (" ".join(f"query O{n} {{ __typename }}" for n in range(250)), COMPLEX),
    "pages of pages": (PAGES, COMPLEX),
    "a page of 1e9": ("{ meetings(first: 1000000000) { nodes { id } } }", "BAD_PAGE"),
    "a negative page": ("{ meetings(first: -1) { nodes { id } } }", "BAD_PAGE"),
    # beside it
    "a negative page that pays for a large one": (
        PAID,
        COMPLEX,
    ),
    "31 aliases in fragments": (
        "{ council { ...F ...G } } fragment F on Council { "
        + " ".join(f"a{n}: name" for n in range(16)) + " } fragment G on Council { "
        + " ".join(f"b{n}: name" for n in range(16)) + " }",
        COMPLEX,
    ),
    "inline fragments 200 deep": ("{ council " + "{ ... " * 200 + "{ name }" + " }" * 200 + " }", COMPLEX),
    "braces 1 900 deep": ("{a" * 950, COMPLEX),
    "lists 400 deep": ("{ node(id: " + DEEP_LISTS + ") { id } }", COMPLEX),
    "lists 1 900 deep, unclosed": ("{ node(id: " + "[" * 1_900, COMPLEX),
    "objects 400 deep": ("{ node(id: " + "{a:" * 400 + "1" + "}" * 400 + ") { id } }", COMPLEX),
    "types 900 deep": ("query($x: " + "[" * 900 + "Int" + "]" * 900 + ") { __typename }", COMPLEX),
    "variables by the hundred": (
        "query(" + " ".join(f"$v{n}: Int" for n in range(200)) + ") { __typename }",
        COMPLEX,
    ),
    "a name of 90 000 letters": ("{ " + "x" * 90_000 + " }", COMPLEX),
    "a number of 90 000 digits": ("{ bodies(first: " + "9" * 90_000 + ") { totalCount } }", COMPLEX),
    "a comment of 90 000 letters": ("# " + "x" * 90_000, COMPLEX),
    "a subscription": ("subscription { changes { cursor } }", INVALID),
    "a zero byte": ('{ search(text: "a\\u0000b") { totalCount } }', "BAD_USER_INPUT"),
}  # fmt: skip
SEARCH = "query($t: String!) { search(text: $t) { totalCount } }"
TYPES = "query($t: [String!]) { auditTrail(type: $t) { totalCount } }"
VARIABLES: dict[str, tuple[bytes, str]] = {
    "pages of pages by variables": (
        asked(
            "query($n: Int = 100) { bodies(first: $n) { nodes { meetings(first: $n) { nodes { id title "
            "place } } } } }"
        ),
        COMPLEX,
    ),
    "a list of 15 000 texts": (asked(TYPES, t=["x"] * 20_001), "BODY_TOO_LARGE"),
    "a text of 90 000 letters": (asked(SEARCH, t="x" * 90_000), "BAD_USER_INPUT"),
    "a zero byte in a variable": (asked(SEARCH, t="a\0b"), "BAD_USER_INPUT"),
    "half a surrogate pair": (
        b'{"query": "' + SEARCH.encode() + b'", "variables": {"t": "\\ud800"}}',
        "BAD_USER_INPUT",
    ),
    "lists 900 deep in a variable": (
        asked(SEARCH)[:-2] + b'"t": ' + b"[" * 900 + b"]" * 900 + b"}}",
        "BAD_USER_INPUT",
    ),
    "a number of 5 000 digits": (asked(SEARCH)[:-2] + b'"t": ' + b"9" * 5_000 + b"}}", "BAD_JSON"),
    "an infinite number": (asked(SEARCH)[:-2] + b'"t": 1e999}}', "BAD_USER_INPUT"),
}
BODIES: dict[str, tuple[bytes, str]] = {
    "10 MB": (b'{"query": "' + b"x" * 10_000_000 + b'"}', "BODY_TOO_LARGE"),
    "1 MB of blanks": (b" " * 1_000_000, "BODY_TOO_LARGE"),
    "JSON 50 000 deep": (b"[" * 50_000, "BAD_JSON"),
    "objects 15 000 deep": (b'{"a":' * 15_000, "BAD_JSON"),
    "no UTF-8": (b'{"query": "\xff\xfe"}', "BAD_JSON"),
    "a bare surrogate": (b'{"query": "\xed\xa0\x80"}', "BAD_JSON"),
    "UTF-16": ('{"query": "{ __typename }"}'.encode("utf-16"), "BAD_JSON"),
    "a zero byte alone": (b"\0", "BAD_JSON"),
    "a batch": (b"[" + b",".join([b'{"query":"{__typename}"}'] * 1_000) + b"]", "BAD_REQUEST"),
    "nothing": (b"", "BAD_JSON"),
}
ATTACKS: dict[str, tuple[bytes, str]] = {
    **{name: (asked(document), code) for name, (document, code) in DOCUMENTS.items()},
    **VARIABLES,
    **BODIES,
}
