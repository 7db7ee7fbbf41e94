"""A house with a case desk: who sits where, and what is done there by the forms of the pages."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from kyogikai_graphql import ids
from kyogikai_platform.installation import Installation
from kyogikai_tenants.council.meetings import MeetingHeld
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.platform.accounts.house import House
from tests.platform.web.visitor import Page, Visitor

PEOPLE = {
    "worker": Role.CASE_WORKER, "other": Role.CASE_WORKER, "stranger": Role.CASE_WORKER,
    "office": Role.SECRETARIAT, "auditor": Role.AUDITOR, "viewer": Role.VIEWER,
    "administrator": Role.TENANT_ADMINISTRATOR,
}  # fmt: skip
NUMBER = re.compile(r"K-[A-Z2-7]{5}-[A-Z2-7]{5}")


@dataclass
class CaseHouse:
    """The house, its accounts and who has signed in."""

    house: House
    accounts: dict[str, UUID] = field(default_factory=dict)
    known: dict[str, Visitor] = field(default_factory=dict)
    meetings: dict[str, UUID] = field(default_factory=dict)
    day: str = field(default_factory=lambda: today().isoformat())
    """On which all of it is: the meetings too, and midnight changes nothing."""

    @classmethod
    def made(cls, here: Installation) -> "CaseHouse":
        """A new one, with a meeting of the case conference and one of a subcommittee."""
        found = cls(House.opened(here))
        for name, role in PEOPLE.items():
            found.accounts[name] = found.house.account(f"{name}@example.jp", role)
        book = found.house.book
        council = book.council("from 2010-04-01", audience="public")
        for name, kind in (("conference", "case_conference"), ("subcommittee", "subcommittee")):
            body = book.body(council, "from 2010-04-01", f"{name}の会議体", kind=kind, audience="public")
            given: dict[str, Any] = {"bodies": [{"body_id": body}], "audience": "public", "title": name}
            found.meetings[name] = book.say(MeetingHeld, None, f"at {found.day}", **given).record_id
            for worker in ("worker", "other", "stranger"):
                found.house.people.grant(found.accounts[worker], Role.CASE_WORKER, body)
        return found

    def by(self, name: str) -> Visitor:
        """Somebody, signed in; the public is not."""
        if name not in self.known:
            visitor = self.known[name] = Visitor.at(self.house)
            if name in PEOPLE:
                assert visitor.sign_in(f"{name}@example.jp").status_code == 303
        return self.known[name]

    def post(self, name: str, page: str, path: str = "", **fields: str) -> TestResponse:
        """A form of a page, with all that the page hid in it."""
        hidden = Page.of(self.by(name).get(page)).hidden
        own = {n: hidden[n] for n in ("form_token", "key") if n in hidden}
        return self.by(name).send(path or page, own | fields)

    def register(self, by: str = "worker", **texts: str) -> str:
        """A case, by its number."""
        given = {"person": "架空 花子", "situation": "一人で暮らす", "wish": "働きたい"} | texts
        answer = self.post(by, "/cases/new", effective=self.day, **given)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].removeprefix("/cases/")

    def act(self, case: str, word: str, by: str = "worker", **fields: str) -> TestResponse:
        """Something done with a case, on that day."""
        return self.post(by, f"/cases/{case}/{word}", effective=self.day, **fields)

    def consent(self, case: str, details: str = "本人が同意した") -> None:
        """Why it may be shared."""
        assert self.act(case, "consent", ground="CONSENT", details=details).status_code == 303

    def share(self, case: str, to: str = "other") -> TestResponse:
        """Open it to another case worker."""
        return self.act(case, "share", userId=ids.encode(ids.ACTOR, self.accounts[to]))

    def read(self, case: str, by: str = "worker") -> TestResponse:
        """Open its texts."""
        return self.post(by, f"/cases/{case}", f"/cases/{case}/read")

    def meeting(self, name: str) -> str:
        """The id of a meeting."""
        return ids.encode("Meeting", self.meetings[name])

    def end(self, case: str) -> None:
        """Close it and destroy its key."""
        assert self.act(case, "close", outcome="見守りに移った").status_code == 303
        given = {"reason": "retention_over", "reference": case}
        assert self.post("worker", f"/cases/{case}/destroy", **given).status_code == 303

    def head(self) -> int:
        """The last position of the log."""
        return self.house.book.head()
