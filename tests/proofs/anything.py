"""Ten thousand questions made of the schema, asked of a running server: not one fault of ours."""

from collections.abc import Iterator

import requests

from kyogikai_platform import demo
from kyogikai_platform.importing import bundled
from kyogikai_platform.installation import Installation
from tests.proofs.report import Line, say
from tests.served import served
from tests.transport.anything import SECONDS, ask_anything

HOST = "meguro"


def prove(here: Installation, cases: int) -> Iterator[Line]:
    """Whatever comes, no answer is 500 or more."""
    demo.load(here, bundled()[f"{HOST}.yaml"], f"{HOST}.yaml")
    with served(here.login, KYOGIKAI_POINTS_PUBLIC="2000000000") as port, requests.Session() as session:

        def ask(question: str) -> requests.Response:
            headers = {"Host": f"{HOST}.localhost:{port}"}
            url = f"http://127.0.0.1:{port}/graphql"
            return session.post(url, json={"query": question}, headers=headers, timeout=SECONDS)

        found = ask_anything(ask, cases)
    for fault in found.faults[:5]:
        say(fault)
    count = sum(found.statuses.values())
    codes = ", ".join(f"{code} {n}" for code, n in found.codes.most_common(6))
    statuses = ", ".join(f"{status}: {n}" for status, n in sorted(found.statuses.items()))
    figures = f"{count} questions; {statuses}; {len(found.faults)} faults ({codes})"
    yield Line("no question brings a fault to light", figures, count >= cases and not found.faults)
