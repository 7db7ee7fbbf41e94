"""``docs/api-errors.md`` out of the code: ``python -m kyogikai_graphql.api_errors`` writes it again."""

from collections.abc import Iterator
from pathlib import Path

from kyogikai_graphql import answering, schema
from kyogikai_graphql.codes import CODES
from kyogikai_tenants import features
from kyogikai_tenants.errors import Refused

WRITTEN = Path(__file__).parents[2] / "docs" / "api-errors.md"
DECLARED = (*features.FEATURES, answering, schema)
"""Their refusals are told: importing them declares them all."""
HEAD = """\
# エラーコード / Error codes

Made by `python -m kyogikai_graphql.api_errors`; a test compares it with the code.
コードは変わりません。文面は変わることがあります。Codes are stable, messages are not.
`Accept-Language` chooses the language: `ja` (default) or `en`.

Every error has `extensions.code`; an `INTERNAL_ERROR` also the `requestId` under which it is logged.
Every answer of `/graphql` has an `x-request-id`: the client's own (8 to 64 letters, digits, `.`, `_`, `-`),
or a new one.

## 問い合わせ / Questions

HTTP: the status where the code has one of its own. Else, a document that was not executed is 400 in
`application/graphql-response+json` and 200 in `application/json`; with `KYOGIKAI_GRAPHQL_STATUS=2026` it is
400 if it cannot be read and 422 if it cannot be executed. What was executed is 200 whatever became of its
fields (in 2026: 294 with errors).

| code | HTTP | 日本語 | English |
|---|---|---|---|
"""
COMMANDS = """
## 操作の拒否 / Refusals of commands

In `userErrors` of a mutation's payload: `code`, `rule` (what refused it), `mayAllow` (who could permit it).
`message` is asked for in its language, `message(lang: EN)`; `Accept-Language` does not choose it.

| code | rule | 日本語 | English | mayAllow |
|---|---|---|---|---|
"""


def refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    """Every rule that a command may meet; those of import files have a document of their own."""
    if kind.__module__.startswith(("kyogikai_tenants.", "kyogikai_graphql.")):
        yield kind
    for inner in kind.__subclasses__():
        yield from refusals(inner)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |\n"


def printed() -> str:
    """The document."""
    own = [_line(f"`{c}`", str(t.status or ""), t.ja, t.en) for c, t in sorted(CODES.items())]
    rules = sorted(set(refusals()), key=lambda rule: (rule.CODE, rule.__name__))
    told = [
        _line(f"`{r.CODE}`", r.__name__, r.JA, r.EN, " ".join(role.name for role in r.MAY_ALLOW))
        for r in rules
    ]
    return f"{HEAD}{''.join(own)}{COMMANDS}{''.join(told)}"


if __name__ == "__main__":
    WRITTEN.write_text(printed(), encoding="utf-8")
