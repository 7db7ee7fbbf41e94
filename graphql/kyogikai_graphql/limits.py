"""How much one document may ask, measured before parsing and validation, which are themselves attackable.

Fragments count where they are spread, so that a small document cannot stand for a huge one.
What a page multiplies is weighed after validation, when the types are known.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from graphql import DocumentNode, parse

from kyogikai_graphql.outline import FIELD, FRAGMENT, INLINE, SPREAD, Outlined, nesting, outline, tokens
from kyogikai_graphql.problems import TooComplex

BODY_BYTES = 100_000
CHARACTERS = 20_000
"""Of a document; a longer text is given in a variable, which is read a hundred times as fast."""
TOKENS = 2_000
DEPTH = 12
"""Fields within fields; introspection has the library's own limit."""
HEIGHT = 60
"""Selections within selections, fragments included."""
BRACKETS = 100
"""Of any kind, within each other."""
ALIASES = 30
ROOT_FIELDS = 20
FIELDS = 1_000
REPEATED = 10
"""How often one name may be answered to in one selection: validation compares each with each."""
PAIRS = 2_000
"""Fields that answer to one name, two by two, where fragments and repeated fields come together."""
DIRECTIVES = 50
FRAGMENTS = 50
SPREADS = 100
"""Of fragments, and fragments on the spot."""
ESCAPES = 1_000
"""In the texts of a document, or backslashes anywhere: the parser reads each by itself."""
OPERATIONS = 10
VARIABLES = 50
NAMES = 4
"""Words before a selection; what has more is no operation."""

DIGITS = 400
"""Of one number; the largest that a JSON number may be has 309 before its point."""


class Measure(NamedTuple):
    """What a selection adds up to, fragments expanded."""

    depth: int = 0
    height: int = 0
    width: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0


def read(text: str) -> DocumentNode:
    """Parse a document. Raises TooComplex for one that asks too much, GraphQLSyntaxError for a wrong one."""
    check(text)
    return parse(text)


def check(text: str) -> None:
    """Raises TooComplex for a document that asks too much."""
    _limit("characters", len(text), CHARACTERS)
    found = tokens(text)
    _limit("tokens", len(found), TOKENS)
    _limit("spreads", found.count("..."), SPREADS)
    _limit("escapes", text.count("\\"), ESCAPES)
    _limit("digits", max((len(t) for t in found if t[0] in "-0123456789"), default=0), DIGITS)
    _limit("brackets", nesting(found), BRACKETS)
    definitions = outline(found)
    fragments = [one for one in definitions if one.kind == FRAGMENT]
    operations = [one for one in definitions if one.kind != FRAGMENT]
    _limit("fragments", len(fragments), FRAGMENTS)
    _limit("operations", len(operations), OPERATIONS)
    _limit("directives", sum(one.directives for one in definitions), DIRECTIVES)
    named = _named(fragments)
    measured = _fragments(named)
    for operation in operations:
        _limit("names", len(operation.names), NAMES)
        _limit("variables", operation.variables, VARIABLES)
        _limit("root fields", sum(one.kind == FIELD for one in operation.selected), ROOT_FIELDS)
        _limit("root fields", measure(operation.selected, measured).width, ROOT_FIELDS)
    spread = {name for one in definitions for name in _spreads(one)}
    unspread = [one for name, one in named.items() if name not in spread]
    _limit("pairs", sum(_pairs(one.selected, named) for one in [*operations, *unspread]), PAIRS)


def _named(fragments: Iterable[Outlined]) -> dict[str, Outlined]:
    """Fragments by name; a name that is taken tells its place too, which no spread does."""
    found: dict[str, Outlined] = {}
    for number, one in enumerate(fragments):
        name = one.names[0] if one.names else ""
        found[f"{name} {number}" if name in found else name] = one
    return found


def _fragments(fragments: Mapping[str, Outlined]) -> dict[str, Measure]:
    """The measure of every fragment, those first that spread no others. Raises TooComplex for a circle."""
    measured: dict[str, Measure] = {}
    waiting = {name: set(_spreads(one)) & set(fragments) for name, one in fragments.items()}
    while waiting:
        ready = [name for name, needed in waiting.items() if needed <= measured.keys()]
        if not ready:
            raise TooComplex(f"The fragments {', '.join(sorted(waiting)[:5])} spread each other in a circle.")
        for name in ready:
            one = fragments[name]
            measured[name] = measure(one.selected, measured, free=one.is_introspection)
            del waiting[name]
    return measured


def _spreads(one: Outlined) -> Iterator[str]:
    if one.kind == SPREAD:
        yield from one.names
    for inner in one.selected:
        yield from _spreads(inner)


def _pairs(selected: Iterable[Outlined], fragments: Mapping[str, Outlined]) -> int:
    """How many pairs of fields validation compares in a selection, and in what is selected of them.

    Those of one name are merged: what each selects comes together. Raises TooComplex.
    """
    merged: dict[str, list[Outlined]] = defaultdict(list)
    for one in _flat(selected, fragments, set()):
        merged[one.names[0]].append(one)
    own = sum(len(same) * (len(same) - 1) // 2 for same in merged.values())
    _limit("pairs", own, PAIRS)
    return own + sum(
        _pairs([inner for one in same for inner in one.selected], fragments) for same in merged.values()
    )


def _flat(
    selected: Iterable[Outlined], fragments: Mapping[str, Outlined], seen: set[str]
) -> Iterator[Outlined]:
    """The fields of a selection and of its fragments; one that is spread again is the same."""
    for one in selected:
        if one.kind == FIELD:
            yield one
        elif one.kind == INLINE:
            yield from _flat(one.selected, fragments, seen)
        elif one.names[0] in fragments and one.names[0] not in seen:
            seen.add(one.names[0])
            yield from _flat(fragments[one.names[0]].selected, fragments, seen)


def measure(
    selected: Collection[Outlined], fragments: Mapping[str, Measure], *, free: bool = False
) -> Measure:
    """A selection's measure; one about the schema itself is ``free`` to be deep. Raises TooComplex.

    A fragment that is not there counts nothing: validation reports it.
    """
    names = Counter(one.names[0] for one in selected if one.kind == FIELD)
    _limit("repeated fields", max(names.values(), default=0), REPEATED)
    if not selected:
        return Measure()
    depth, height, *sums = zip(*(_part(one, fragments, free=free) for one in selected), strict=True)
    return _within(Measure(max(depth), max(height), *map(sum, sums)))


def _part(one: Outlined, fragments: Mapping[str, Measure], *, free: bool) -> Measure:
    """What one field or fragment adds."""
    if one.kind == SPREAD:
        inner = fragments.get(one.names[0], Measure())
    else:
        free = free or (one.kind == FIELD and one.is_introspection)
        inner = measure(one.selected, fragments, free=free)
    depth, height, width, fields, aliases, directives = inner
    if one.kind == FIELD:
        depth = 0 if free else depth + 1
        width, fields, aliases = 1, fields + 1, aliases + len(one.names) - 1
    return Measure(depth, height + 1, width, fields, aliases, directives + one.directives)


def _within(whole: Measure) -> Measure:
    """The measure itself, if it is within the limits. Raises TooComplex."""
    _limit("depth", whole.depth, DEPTH)
    _limit("nesting", whole.height, HEIGHT)
    _limit("fields", whole.fields, FIELDS)
    _limit("aliases", whole.aliases, ALIASES)
    _limit("directives", whole.directives, DIRECTIVES)
    return whole


def _limit(what: str, count: int, most: int) -> None:
    if count > most:
        raise TooComplex(f"Too many {what}: {count}, at most {most}.", limit=what, value=count, max=most)
