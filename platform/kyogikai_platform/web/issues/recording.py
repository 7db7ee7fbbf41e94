"""Where something is recorded of an issue: the address of a command's form, for whoever may give it."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa

from kyogikai_graphql import ids
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms import catalogue
from kyogikai_platform.web.visit import Visit
from kyogikai_projections import belonging
from kyogikai_projections.filling import FORMS
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import DECLARED, Event
from kyogikai_tenants.permission import Touched, role_for

MOVES = ("EscalateIssue", "ReferIssue", "ReturnIssue")
"""What hands an issue on …"""
STEPS = (
    "ScreenIssue",
    "ReportIssueProgress",
    "DeferIssue",
    "GiveIssueFeedback",
    "ResolveIssue",
    "CloseIssue",
)
"""… what whoever has it does with it …"""
AGAIN = ("ReopenIssue",)
"""… and what is left of one that is closed."""


class Way(NamedTuple):
    """A form, and what it records."""

    text: str
    path: str


def of_issue(visit: Visit, issue_id: str, *, closed: bool) -> list[Way]:
    """The forms for what may be recorded of an issue as it stands, by whoever asks, today."""
    if not visit.when.is_now or visit.asker.actor is None:
        return []
    commands = AGAIN if closed else (*MOVES, *STEPS)
    return visit.site.read(visit.asker, lambda c, asker: _open(c, asker, commands, issue_id, visit.lang))


def new(visit: Visit) -> str:
    """The form that raises an issue; empty where they may not."""
    if not visit.when.is_now:
        return ""
    form = FORMS["RaiseIssue"].form
    return _address(form.event) if catalogue.may(visit.asker, form) else ""


def _open(
    connection: sa.Connection, asker: Asker, commands: Sequence[str], issue_id: str, lang: str
) -> list[Way]:
    subject = ids.decode_as(issue_id, "Issue")[1]
    about = belonging.record(connection, subject)
    if about is None:
        return []
    touched, opened_by = Touched(about.bodies), DECLARED.get(about.topic)
    forms = [FORMS[command].form for command in commands]
    allowed = [f for f in forms if _may(asker, f.event, subject, touched, opened_by)]
    return [Way(catalogue.label(f, lang), _address(f.event, issueId=issue_id)) for f in allowed]


def _may(
    asker: Asker, event: type[Event], subject: UUID, touched: Touched, opened_by: type[Event] | None
) -> bool:
    try:
        return bool(role_for(asker.holds, event, subject, touched, opened_by))
    except Refused:
        return False


def _address(event: type[Event], **given: str) -> str:
    query = urlencode(given)
    return f"/record/{naming.mutation(event.COMMAND)}" + (f"?{query}" if query else "")
