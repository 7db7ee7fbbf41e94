"""What was measured, as tables: medians of the rounds, and ratios round by round."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence

from tests.bench.api_load import Slice
from tests.bench.api_queries import NAMES

Rounds = list[Slice]
Key = tuple[str, str, int]
"""Contender, query, connections."""
Found = Mapping[Key, Rounds]


def rate(found: Slice) -> float:
    """Requests per second."""
    return len(found.times) / found.took


def per_core(found: Slice) -> float:
    """Requests per second of processor time."""
    return len(found.times) / max(found.cpu, 0.001)


def middle(rounds: Rounds, of: Callable[[Slice], float]) -> float:
    """The median of the rounds."""
    return statistics.median(of(one) for one in rounds)


def p50(rounds: Rounds) -> float:
    """The median request's milliseconds."""
    return statistics.median(t for one in rounds for t in one.times) * 1000


def processor(rounds: Rounds) -> float:
    """Processor seconds of 1 000 requests, over all rounds: its clock is coarse."""
    return 1000 * sum(one.cpu for one in rounds) / sum(len(one.times) for one in rounds)


def ratio(mine: Rounds, theirs: Rounds, of: Callable[[Slice], float] = rate) -> float:
    """How much more of something: the median of the rounds' ratios."""
    return statistics.median(of(m) / of(t) for m, t in zip(mine, theirs, strict=True))


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print one, in Markdown, so that it can be put into a document as it is."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    print(f"\n{title}\n")
    for number, line in enumerate(lines):
        print("| " + " | ".join(_aligned(cell, widths[n], n) for n, cell in enumerate(line)) + " |")
        if not number:
            print("|" + "|".join("-" * (w + 1) + ("-" if not n else ":") for n, w in enumerate(widths)) + "|")


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def headline(found: Found, who: Sequence[str], inner: Sequence[str], sizes: Mapping[str, int]) -> None:
    """Each query: throughput, latency, processor time."""
    heads = [
        "",
        "req/s, 1 conn.",
        "p50 ms",
        "req/s, 4 conn.",
        "p50 ms",
        "CPU s / 1 000 req.",
        "CPU ms / 1 000 fields",
    ]
    for query in NAMES:
        rows = [_line(found, name, query, sizes[query]) for name in who]
        rows += [_line(found, name, query, sizes[query], (1,)) for name in inner]
        table(f"**{query}** ({sizes[query]} fields)", heads, rows)


def _line(found: Found, name: str, query: str, fields: int, connections: Sequence[int] = (1, 4)) -> list[str]:
    cells = []
    for count in (1, 4):
        rounds = found[name, query, count] if count in connections else []
        cells += [f"{middle(rounds, rate):.1f}", f"{p50(rounds):.2f}"] if rounds else ["", ""]
    spent = processor([one for count in connections for one in found[name, query, count]])
    return [name, *cells, f"{spent:.3f}", f"{1_000_000 * spent / 1000 / fields:.3f}"]


def against(found: Found, ours: str, others: Sequence[str], aims: Mapping[tuple[str, str], float]) -> None:
    """How many times the others' throughput, and for how much less processor time."""
    heads = ["ours against", *NAMES]
    for title, of, counts in (
        ("Throughput, 1 connection (times theirs; the aim in brackets)", rate, (1,)),
        ("Throughput, 4 connections", rate, (4,)),
        ("Requests per second of processor time, server and database", per_core, (1, 4)),
    ):
        rows = []
        for other in others:
            cells = [
                f"{ratio(_all(found, ours, q, counts), _all(found, other, q, counts), of):.2f}"
                + (f" ({aims[other, q]:g})" if (other, q) in aims and counts == (1,) else "")
                for q in NAMES
            ]
            rows.append([other, *cells])
        table(title, heads, rows)


def _all(found: Found, name: str, query: str, counts: Sequence[int]) -> Rounds:
    return [one for count in counts for one in found[name, query, count]]
