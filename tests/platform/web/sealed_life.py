"""A case from its registration to the end of its key, in words that stand nowhere else."""

import re
from base64 import b64encode
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.tables import metadata
from tests.journeys.every_page import asked, endpoint_of, onward
from tests.platform.web.case_house import CaseHouse
from tests.platform.web.visitor import Visitor

WORDS = {
    name: f"Kanaria{number}Xq{name}"
    for number, name in enumerate(
        ("person", "situation", "wish", "note", "summary", "question", "outcome", "corrected"), 11
    )
}
"""Of each sealed field one."""
CONTROL = "Kanaria99XqControl"
"""What is not sealed: an issue's title."""
OUTSIDE = ("stranger", "viewer", "administrator", "office", "public")
"""To whom nothing may look different for a case."""
FILES = ("_pdf", "_word", "_text", "_file")
"""How pages are called that are files."""
MOVES = re.compile(r'name="(form_token|key)" value="[^"]*"|\?v=[0-9a-f]+')


@dataclass
class Life:
    """What is done, by whom, and what everybody outside saw before it and after."""

    desk: CaseHouse
    case: str = ""
    before: dict[str, dict[str, str]] = field(default_factory=dict)
    after: dict[str, dict[str, str]] = field(default_factory=dict)
    opened: str = ""
    """What whoever it was open to read."""

    def look(self) -> dict[str, dict[str, str]]:
        """Pages that each outside comes to, one of a kind, without what moves anyway.

        What leads on from them stands in them too: a link more or less is a difference.
        """
        return {name: dict(_pages(self.desk.by(name))) for name in OUTSIDE}

    def live(self) -> None:
        """From the beginning to the end of the work, its key still there."""
        desk, w = self.desk, WORDS
        case = desk.register(person=w["person"], situation=w["situation"], wish=w["wish"])
        desk.consent(case, w["note"])
        assert desk.share(case).status_code == 303
        assert desk.act(case, "draft", summary=w["summary"]).status_code == 303
        desk.post("other", f"/cases/{case}/abstract", act="read")
        assert desk.post("other", f"/cases/{case}/abstract", act="approve", drafted="4").status_code == 303
        there = {"meetingId": desk.meeting("subcommittee"), "question": w["question"]}
        assert desk.act(case, "present", **there).status_code == 303
        fix = {"version": "1", "field": "person", "text": w["corrected"], "reason": "heard_later"}
        assert desk.post("worker", f"/cases/{case}", f"/cases/{case}/correct", **fix).status_code == 303
        wrong = desk.act(case, "consent", note=w["note"])
        assert wrong.status_code == 400
        given = {"reference": case, "reason": "安全の確認のため"}
        assert w["corrected"] in desk.post("office", "/cases/emergency", **given).text
        assert desk.act(case, "close", outcome=w["outcome"]).status_code == 303
        self.case, self.opened = case, desk.read(case, "other").text

    def end(self) -> None:
        """Destroy its key."""
        given = {"reason": "asked_by_person", "reference": self.case}
        assert self.desk.post("worker", f"/cases/{self.case}/destroy", **given).status_code == 303


def _pages(visitor: Visitor) -> Iterator[tuple[str, str]]:
    waiting, kinds = deque(["/"]), set[tuple[str, frozenset[str]]]()
    while waiting:
        address = waiting.popleft()
        kind = endpoint_of(visitor.client.application, address), asked(address)
        if kind in kinds or kind[0].endswith(FILES):
            continue
        kinds.add(kind)
        answer = visitor.get(address)
        if answer.mimetype == "text/html":
            yield address, MOVES.sub("", answer.text)
            waiting.extend(onward(address, answer))


def forms_of(word: str) -> list[bytes]:
    """How a text may stand in a file: as it is, in UTF-16, in hexadecimal, in base64 at any place."""
    plain = word.encode()
    coded = [b64encode(bytes(n) + plain)[n + 1 + (n > 0) : -4] for n in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), *coded]


def in_files(folder: Path, words: list[str]) -> set[str]:
    """The words that stand in any file below a folder, in any form."""
    found, forms = set[str](), {word: forms_of(word) for word in words}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found |= {word for word, own in forms.items() if any(form in content for form in own)}
    return found


def in_tables(desk: CaseHouse, words: list[str]) -> set[str]:
    """The words that stand in any row of any table that the application reads."""
    tenant = desk.house.tenant
    return {word for text in _rows(tenant.engine, tenant.id) for word in words if word in text}


def _rows(engine: sa.Engine, tenant: object) -> Iterator[str]:
    with transaction(engine, tenant) as connection:  # type: ignore[arg-type]
        for table in metadata.tables:
            yield from connection.execute(sa.text(f"SELECT to_json(t)::text FROM {table} t")).scalars()  # noqa: S608
        yield from connection.execute(sa.text("SELECT convert_from(state, 'UTF8') FROM events")).scalars()
