"""Questions that nobody would think of, made by schemathesis out of the schema; asked of a running server."""

import string
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from graphql import StringValueNode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kyogikai_graphql.schema import PRINTED

SCALARS: dict[str, st.SearchStrategy[str]] = {
    "Date": st.dates().map(str) | st.text(string.printable, max_size=12),
    "DateTime": st.datetimes().map(lambda d: f"{d.isoformat()}+09:00")
    | st.text(string.printable, max_size=12),
    "JSON": st.text(string.printable, max_size=12),
}
SECONDS = 10
"""For one answer."""


@dataclass
class Asked:
    """What came back: how often each status, and whatever was a fault of ours."""

    statuses: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, question: str, response: requests.Response) -> None:
        """Count an answer, and keep the question where it was a fault."""
        self.statuses[response.status_code] += 1
        codes = [e["extensions"]["code"] for e in response.json().get("errors", [])]
        self.codes.update(codes or ["none"])
        if response.status_code >= 500 or "INTERNAL_ERROR" in codes:
            self.faults.append(f"{response.status_code} {response.text[:300]} {question}")


def ask_anything(ask: Callable[[str], requests.Response], cases: int) -> Asked:
    """Ask so many questions."""
    for name, values in SCALARS.items():
        schemathesis.graphql.scalar(name, values.map(lambda text: StringValueNode(value=text)))
    schema = schemathesis.graphql.from_file(PRINTED.read_text())
    reading, writing = schema["Query"].as_strategy(), schema["Mutation"].as_strategy()
    questions, found = st.one_of(reading, reading, writing), Asked()

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(questions)
    def asking(case: Any) -> None:
        found.note(case.body, ask(case.body))

    asking()
    return found
