"""A file recorded as one batch says the same as recorded fact by fact: same flags, same rows, same trail."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa
from typing_extensions import override

from kyogikai_platform.importing import Header, TenantHeader, bundled
from kyogikai_platform.importing.drafts import Draft
from kyogikai_platform.importing.facts import Facts
from kyogikai_platform.importing.layout import Entry, ImportFile, Reader
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.batches import BatchModels
from kyogikai_projections.held import HeldKnowledge
from kyogikai_projections.runner import ReadModels
from kyogikai_projections.tables import TABLES, audit_entry
from kyogikai_tenants.bulk import Bulk
from kyogikai_tenants.commands import Actor, Say
from kyogikai_tenants.council.bodies import BodyRenamed
from kyogikai_tenants.errors import NotFound
from kyogikai_tenants.events import COMMANDS, Flag
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.session import Session
from kyogikai_tenants.vocabulary import Role

pytestmark = pytest.mark.check
SECRETARY = Actor("secretary", Role.SECRETARIAT)


class OneByOne(Facts):
    """The same facts, each recorded by itself before the next is said."""

    @override
    def begin(self, bulk: Bulk) -> None:
        """A session on the same transaction is what records."""
        super().begin(bulk)
        self._session = Session(self._connection, ReadModels(), lenient=True)

    @override
    def _say(self, entry: Entry, draft: Draft, key: str) -> tuple[UUID, int]:
        receipt = self._session.execute(draft.command, actor=SECRETARY, key=key, request_id=key)
        query = sa.select(audit_entry.c.stream_version, audit_entry.c.quality).where(
            audit_entry.c.tenant_id == self._tenant_id, audit_entry.c.position == receipt.positions[-1]
        )
        version, quality = self._connection.execute(query).one()
        self._bulk.unit.records.pop(receipt.record_id, None)
        self._bulk.unit.absent.discard(receipt.record_id)
        added = msgspec.convert(quality, tuple[Flag, ...])[len(draft.fields.get("quality", ())) :]
        if added:
            self.flagged.append((entry, added))
        return receipt.record_id, version


def recorded(tenant: Tenant, content: bytes, way: type[Facts] = Facts) -> Facts:
    file = Reader("a.yaml").read(content)
    assert file is not None
    with transaction(tenant.engine, tenant.id) as connection:
        bulk = Bulk(connection, SECRETARY, HeldKnowledge(connection))
        facts = way(connection, bulk, file)
        for entry in file.entries:
            facts.take(entry)
        facts.judge()
        assert facts.problems == []
        facts.record(BatchModels())
    return facts


def plain(value: Any) -> str:
    """A row without the ids that differ between municipalities, and without times."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "#", str(value))


def rows(tenant: Tenant) -> dict[str, list[str]]:
    """What is known now, table by table."""
    found = {}
    with transaction(tenant.engine, tenant.id) as connection:
        for name, table in TABLES.items():
            own = [c for c in table.c if c.name not in {"known_from", "known_to", "quality"}]
            query = sa.select(*own).where(table.c.known_to.is_(None))
            found[name] = sorted(plain(tuple(row)) for row in connection.execute(query))
    return found


def trail(tenant: Tenant) -> list[str]:
    c = audit_entry.c
    shown = (
        c.position,
        c.stream_version,
        c.topic,
        c.actor,
        c.request_id,
        c.audience,
        c.effective,
        c.locator,
        c.fields,
    )
    with transaction(tenant.engine, tenant.id) as connection:
        return [plain(tuple(r)) for r in connection.execute(sa.select(*shown).order_by(c.position))]


@pytest.mark.parametrize("name", sorted(bundled()))
def test_a_batch_records_what_single_commands_record(new_tenant: Callable[[], Tenant], name: str) -> None:
    one, other, content = new_tenant(), new_tenant(), bundled()[name]
    single, batch = recorded(one, content, OneByOne), recorded(other, content)
    assert batch.new == single.new
    assert trail(other) == trail(one)
    assert rows(other) == rows(one)
    codes = {(e.key, g.flag) for e, flags in single.flagged for g in flags}
    assert {(e.key, g.flag) for e, flags in batch.flagged for g in flags} == codes
    assert other.verify().position == one.verify().position
    assert other.rebuild(check=True) == []
    again = recorded(other, content)
    assert (again.new, again.already) == (0, batch.new)


def test_a_fact_that_is_refused_leaves_no_record_behind(tenant: Tenant, secretary: Actor) -> None:
    with transaction(tenant.engine, tenant.id) as connection:
        bulk = Bulk(connection, secretary, HeldKnowledge(connection))
        body = new_id()
        since = {"kind": "from", "value": "2010"}
        given = {"effective": since, "audience": "council", "council_id": new_id(),
                 "name": "部会", "kind": "subcommittee"}  # fmt: skip
        with pytest.raises(NotFound):
            bulk.say(Say(COMMANDS["CreateBody"], body, given), "key-1")
        with pytest.raises(NotFound):
            bulk.say(Say(BodyRenamed, body, {"effective": since, "name": "別"}), "key-2")
        assert bulk.judge() == []
        assert bulk.record(BatchModels()) is None
    assert tenant.verify().position == 0


def test_the_two_ways_of_an_empty_file_agree(tenant: Tenant, secretary: Actor) -> None:
    header = Header(TenantHeader("a", "甲", "city"))  # type: ignore[arg-type]
    with transaction(tenant.engine, tenant.id) as connection:
        bulk = Bulk(connection, secretary, HeldKnowledge(connection), kept=False)
        facts = Facts(connection, bulk, ImportFile("a", header, (), {}))
        facts.judge()
        assert (facts.new, bulk.record(BatchModels())) == (0, None)
