"""Questions that nobody thought of: random documents over the whole schema, valid and within the limits."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from kyogikai_graphql.ids import encode
from kyogikai_graphql.schema import SCHEMA

PLAIN = frozenset(
    {
        "auditTrail", "changes", "checkpoint", "checkpoints", "inclusionProof", "consistencyProof",
        "viewer", "rateLimit",
    }
)  # fmt: skip
"""Root fields that only the plain resolvers answer."""
NIL = "00000000-0000-0000-0000-000000000000"
DAYS = ("2009-12-31", "2010-04-01", "2013-05-01", "2024-04-01", "2024-06-10", "2024-09-15", "2025-02-28")


@dataclass
class Question:
    """A document and its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Asking:
    """One question while it is made up."""

    random: Random
    ids: dict[str, list[str]]
    moments: list[str]
    words: Sequence[str]
    """Texts that stand somewhere."""
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    left: int = 60
    """Fields that may still be asked for."""

    def question(self) -> Question:
        """A document with one to three root fields."""
        fields = [n for n in SCHEMA.query_type.fields if n not in PLAIN]  # type: ignore[union-attr]
        names = [self.random.choice(fields) for _ in range(self.random.randint(1, 3))]
        if self.random.random() < 0.15:
            names.insert(0, self.random.choice(["changes", "search", "bodies", "organizations"]))
        roots = [f"r{n}: {self.field(SCHEMA.query_type, name, 0)}" for n, name in enumerate(names)]
        given = ", ".join(f"${n}: {kind}" for n, (kind, _) in self.variables.items())
        head = f"query({given}) " if given else ""
        values = {n: value for n, (_, value) in self.variables.items()}
        return Question(f"{head}{{ {' '.join(roots)} }} {' '.join(self.fragments)}", values)

    def selection(self, kind: Any, depth: int) -> str:
        """Some fields of a type, with fragments where it is one of several."""
        if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            return self._of_several(kind, depth)
        names = list(kind.fields)
        picked = self.random.sample(names, min(len(names), self.random.randint(1, 5)))
        parts = [self._one(kind, name, depth) for name in picked]
        return " ".join([p for p in parts if p] or ["__typename"])

    def _of_several(self, kind: Any, depth: int) -> str:
        kinds = list(SCHEMA.get_possible_types(kind))
        picked = self.random.sample(kinds, min(len(kinds), 3))
        spread = " ".join(f"... on {k.name} {{ {self.selection(k, depth + 1)} }}" for k in picked)
        own = "id" if isinstance(kind, GraphQLInterfaceType) and "id" in kind.fields else ""
        return f"__typename {own} {spread}"

    def _one(self, kind: GraphQLObjectType, name: str, depth: int) -> str:
        self.left -= 1
        leaf = is_leaf_type(get_named_type(kind.fields[name].type))
        if not leaf and (depth > 4 or self.left < 0):
            return ""
        text = self.field(kind, name, depth)
        if self.random.random() < 0.15:
            text = f"a{self.random.randint(0, 10**6)}: {text}"
        if self.random.random() < 0.08:
            text = self._perhaps(text, kind.fields[name])
        if self.random.random() < 0.05:
            self.fragments.append(f"fragment F{len(self.fragments)} on {kind.name} {{ {text} }}")
            return f"...F{len(self.fragments) - 1}"
        return text

    def _perhaps(self, text: str, declared: GraphQLField) -> str:
        variable = self.variable("Boolean!", self.random.random() < 0.5)
        directive = f"@{self.random.choice(['skip', 'include'])}(if: ${variable})"
        head, brace, rest = text.partition(" {")
        del declared
        return f"{head} {directive}{brace}{rest}"

    def variable(self, kind: str, value: Any) -> str:
        """A variable with its value."""
        name = f"v{len(self.variables)}"
        self.variables[name] = (kind, value)
        return name

    def field(self, kind: Any, name: str, depth: int) -> str:
        """A field with arguments and all that is asked of it."""
        declared = kind.fields[name]
        arguments = self._arguments(name, declared)
        inner = get_named_type(declared.type)
        if is_leaf_type(inner):
            return f"{name}{arguments}"
        return f"{name}{arguments} {{ {self.selection(inner, depth + 1)} }}"

    def _arguments(self, name: str, declared: GraphQLField) -> str:
        given = {}
        for argument, its in declared.args.items():
            needed = isinstance(its.type, GraphQLNonNull)
            if argument in {"last", "before", "after"} or not (needed or self.random.random() < 0.4):
                continue
            given[argument] = self._value(name, argument, its.type)
        if "last" in declared.args and "first" not in given and self.random.random() < 0.2:
            given["last"] = self._value(name, "last", declared.args["last"].type)
        text = ", ".join(f"{n}: {v}" for n, v in given.items())
        return f"({text})" if text else ""

    def _value(self, field_name: str, argument: str, kind: GraphQLInputType) -> str:
        literal, value = self._made_up(field_name, argument, kind)
        if self.random.random() < 0.3:
            return f"${self.variable(str(kind), value)}"
        return literal

    def _made_up(self, field_name: str, argument: str, kind: Any) -> tuple[str, Any]:
        inner = get_named_type(kind)
        if isinstance(kind, GraphQLList):
            some = [self._made_up(field_name, argument, inner) for _ in range(self.random.randint(0, 2))]
            return f"[{', '.join(literal for literal, _ in some)}]", [value for _, value in some]
        if isinstance(inner, GraphQLEnumType):
            word = self.random.choice(list(inner.values))
            return word, word
        if inner.name == "Int":
            number = 2024 if argument == "fiscalYear" else self.random.randint(1, 6)
            return str(number), number
        if inner.name == "Boolean":
            flag = self.random.random() < 0.5
            return str(flag).lower(), flag
        text = self._text(field_name, argument, inner.name)
        return json.dumps(text, ensure_ascii=False), text

    def _text(self, field_name: str, argument: str, kind: str) -> str:
        if kind == "Date":
            return self.random.choice(DAYS)
        if kind == "DateTime":
            return self.random.choice(self.moments)
        if argument in {"text", "name"}:
            return piece(self.random, self.words)
        of = {"bodyId": "Body", "body": "Body", "meeting": "Meeting", "issue": "Issue", "ownerId": "Body"}
        wanted = of.get(argument) or of.get(field_name)
        kinds = [wanted] if wanted else [k for k in self.ids if k != "Municipality"]
        known = self.ids.get(self.random.choice(kinds))
        return self.random.choice(known) if known else encode(wanted or "Body", NIL)


VARIANTS = (
    ("障害", "障がい"),
    ("障害", "障碍"),
    ("障がい", "障害"),
    ("部会", "担当者会"),
    ("担当者会", "部会"),
    ("こども", "子ども"),
)
KANA = {ord("ぁ") + n: ord("ァ") + n for n in range(ord("ゖ") - ord("ぁ") + 1)}
WIDE = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}


def piece(random: Random, words: Sequence[str]) -> str:
    """A piece of a text, of one character or all of it, written in one way or another; or something else."""
    if random.random() < 0.1:
        return random.choice(
            ["", " ", "\u3000", "x", "%", "_", "\\", '"', "'", "🌸", "会", "の", "担当", "害"]
        )
    whole = random.choice(words)
    begin = random.randrange(len(whole) + 1)
    own = whole if random.random() < 0.3 else whole[begin : begin + random.choice([1, 2, 2, 3, 4, 6, 12, 90])]
    written = random.choice([*([""] * 4), "variant", "kana", "wide", "upper", "spaced", "decomposed"])
    if written == "variant":
        return own.replace(*random.choice(VARIANTS))
    if written == "spaced":
        return " ".join(own)
    if written == "decomposed":
        return unicodedata.normalize("NFKD", own)
    return {"kana": own.translate(KANA), "wide": own.translate(WIDE), "upper": own.upper()}.get(written, own)
