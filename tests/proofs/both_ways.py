"""Compiled or field by field: thousands of questions of each demo council, by every role, at many moments."""

from collections import Counter
from collections.abc import Iterator

from kyogikai_graphql.compiler.statement import Statement
from kyogikai_platform import demo
from kyogikai_platform.demo_data import mihon
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from tests.graphql.both import Both, Differs, Rounds
from tests.proofs.report import Line, say

HOSTS = ("kisarazu", "meguro", "asahi", "mihon")


def prove(here: Installation, questions: int) -> Iterator[Line]:
    """Both ways give the same bytes; without the position of knowledge in the statement they do not."""
    came, differing = Counter[str](), 0
    for host in HOSTS:
        content = mihon.document().encode() if host == "mihon" else bundled()[f"{host}.yaml"]
        demo.load(here, content, f"{host}.yaml")
        found, wrong = _asked(here, host, range(questions // len(HOSTS)))
        came, differing = came + found, differing + wrong
    asked = f"{questions} questions: " + ", ".join(f"{n} {what}" for what, n in came.most_common())
    yield Line("compiled or plain, an answer is the same bytes", asked, differing == 0)

    known_at = Statement.known_at
    Statement.known_at = lambda *_: "9000000000000000000"  # type: ignore[method-assign]
    try:
        _, wrong = _asked(here, "mihon", range(200), tell=False)
    finally:
        Statement.known_at = known_at  # type: ignore[method-assign]
    yield Line("all is known at every moment", f"{wrong} found", wrong == 0, control=True)


def _asked(here: Installation, host: str, seeds: range, *, tell: bool = True) -> tuple[Counter[str], int]:
    tenant, wrong = here.tenant(host), 0
    both, rounds = Both(tenant, here.lanes), Rounds.of(tenant)
    for seed in seeds:
        try:
            both.ask(range(seed, seed + 1), rounds)
        except Differs as differs:
            wrong += 1
            if tell:
                say(str(differs)[:2_000])
    return both.came, wrong
