"""A case from its registration to the end of its key, in words that stand nowhere else."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.tables import metadata
from tests.platform.web.case_house import CaseHouse

WORDS = {
    name: f"Kanaria{number}Xq{name}"
    for number, name in enumerate(
        ("person", "situation", "wish", "details", "abstract", "to_discuss", "outcome", "corrected"), 11
    )
}
"""Of each sealed field one."""
CONTROL = "Kanaria99XqControl"
"""What is not sealed: an issue's title."""
OUTSIDE = ("stranger", "viewer", "administrator", "office", "public")
"""To whom nothing may look different for a case."""
ADDRESSES = (
    "/", "/org", "/council", "/roster", "/meetings", "/meetings/norm", "/issues", "/recommendations",
    "/activities", "/plans", "/organizations", "/sources", "/search?q=Kanaria", "/record", "/roles?who=me",
    "/trail", "/trail?cases=1", "/evidence", "/open", "/feed.atom", "/calendar.ics", "/open/popolo.json",
    "/cases", "/cases/new", "/cases/emergency",
    "{ auditTrail(last: 100) { totalCount nodes { position type sentence } } }",
    "{ changes(first: 100) { more changes { subjectId removed } } }",
    '{ issues(first: 100) { totalCount nodes { title caseCount } } search(text: "Kanaria") { totalCount } }',
)  # fmt: skip
"""Lists, counts, feeds and answers: wherever something would be one more."""
MOVES = re.compile(r'name="(form_token|key)" value="[^"]*"')


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
        """What each outside sees at every address, without what moves anyway."""
        return {name: {address: self.seen(name, address) for address in ADDRESSES} for name in OUTSIDE}

    def seen(self, name: str, address: str) -> str:
        """A page, or the answer to a question."""
        visitor = self.desk.by(name)
        if not address.startswith("{"):
            return MOVES.sub("", visitor.get(address).text)
        headers = {"Host": self.desk.house.host, "Sec-Fetch-Site": "same-origin"}
        return visitor.client.post("/graphql", json={"query": address}, headers=headers).text

    def live(self) -> None:
        """From the beginning to the end of the work, its key still there."""
        desk, w = self.desk, WORDS
        case = desk.register(person=w["person"], situation=w["situation"], wish=w["wish"])
        desk.consent(case, w["details"])
        assert desk.share(case).status_code == 303
        assert desk.act(case, "draft", abstract=w["abstract"]).status_code == 303
        desk.post("other", f"/cases/{case}/abstract", act="read")
        assert desk.post("other", f"/cases/{case}/abstract", act="approve", drafted="4").status_code == 303
        there = {"meetingId": desk.meeting("subcommittee"), "toDiscuss": w["to_discuss"]}
        assert desk.act(case, "present", **there).status_code == 303
        fix = {"version": "1", "field": "person", "text": w["corrected"], "reason": "heard_later"}
        assert desk.post("worker", f"/cases/{case}", f"/cases/{case}/correct", **fix).status_code == 303
        wrong = desk.act(case, "consent", details=w["details"])
        assert wrong.status_code == 400
        given = {"reference": case, "reason": "安全の確認のため"}
        assert w["corrected"] in desk.post("office", "/cases/emergency", **given).text
        assert desk.act(case, "close", outcome=w["outcome"]).status_code == 303
        self.case, self.opened = case, desk.read(case, "other").text

    def end(self) -> None:
        """Destroy its key."""
        given = {"reason": "asked_by_person", "reference": self.case}
        assert self.desk.post("worker", f"/cases/{self.case}/destroy", **given).status_code == 303


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
