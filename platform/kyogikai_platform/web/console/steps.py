"""The steps of the wizard, and how far a tenant has come: read off its log."""

from typing import NamedTuple
from uuid import UUID, uuid5

from kyogikai_platform.installation import Installation
from kyogikai_platform.onboarding import checklist
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.log.directory import Listed
from kyogikai_tenants.vocabulary import TenantStatus

DONE_BY = {
    "settings": "settings", "template": "council", "history": "history", "invite": "administrator_accepted",
}  # fmt: skip
"""Step -> the line of the checklist that says it is done."""
STEPS = ("register", *DONE_BY, "go-live")


class Step(NamedTuple):
    """A step in the list of them: where it is, whether it is done, whether it is the page's own."""

    name: str
    path: str
    done: bool
    here: bool


def of(here: Installation, tenant: Listed | None, current: str) -> list[Step]:
    """All of them; before the first is taken, only that one leads anywhere."""
    if tenant is None:
        return [Step(name, "", done=False, here=name == current) for name in STEPS]
    with snapshot(here.answering_engine, tenant.tenant_id) as connection:
        lines = {line.name: line.done for line in checklist.read(connection)}
    lived = tenant.status is not TenantStatus.REGISTERED
    done = {name: lines[line] for name, line in DONE_BY.items()} | {"register": True, "go-live": lived}
    base = f"/tenants/{tenant.tenant_id}/"
    paths = {name: "" if name == "register" else base + name for name in STEPS}
    return [Step(name, paths[name], done[name], name == current) for name in STEPS]


def draft_of(tenant: Listed, step: str) -> UUID:
    """The one draft of a step of a tenant."""
    return uuid5(tenant.tenant_id, f"draft of {step}")
