"""What proves a municipality's record, for the command line: chain, checkpoints, bundles, read models."""

from collections.abc import Iterator
from contextlib import closing

from kyogikai_platform.installation import Installation
from kyogikai_platform.tenant import Tenant
from kyogikai_projections.reading import snapshot
from kyogikai_tenants.log import bundle, notary
from kyogikai_tenants.log.chain import ChainBroken
from kyogikai_tenants.log.checkpoints import NoteInvalid
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.recorder import Entry, Log
from kyogikai_tenants.vocabulary import Audience


class NotWhole(Exception):
    """Something does not hold; the message says what and where."""


def _each(here: Installation, host: str) -> Iterator[tuple[str, Tenant]]:
    for name in [host] if host else here.logs():
        yield name, here.tenant(name)


def verify(here: Installation, host: str, older: str = "") -> Iterator[str]:
    """A line a municipality; ``older`` is a signed note kept outside. Raises NotWhole with the place."""
    for name, tenant in _each(here, host):
        try:
            with snapshot(here.engine, tenant.id) as connection:
                head = Log.within(connection).verify()
                count = notary.verify(
                    connection, here.key.verifier(here.origin(tenant)), [older] if older else []
                )
        except (ChainBroken, notary.CheckpointBroken, NoteInvalid) as broken:
            raise NotWhole(f"{name}: {broken}") from broken
        whole = f"{head.position} events, the chain is whole, head {head.hash.hex()}"
        held = f"checkpoints that fit: {count}" if count else "no checkpoint to hold it against"
        yield f"{name}: {whole}; {held}"


def checkpoint(here: Installation, host: str) -> str:
    """The signed note for the log as it stands."""
    tenant = here.tenant(host)
    with transaction(here.engine, tenant.id) as connection:
        return notary.issue(connection, here.origin(tenant), here.key).note


def export(here: Installation, host: str, *, everything: bool) -> Iterator[str]:
    """The lines of a bundle up to a checkpoint made now."""
    tenant = here.tenant(host)
    with transaction(here.engine, tenant.id) as connection:
        made = notary.issue(connection, here.origin(tenant), here.key)

        def readable(entry: Entry) -> bool:
            return everything or entry.audience == Audience.PUBLIC

        with closing(Log.within(connection).entries(upto=made.size)) as entries:
            yield from bundle.write(entries, readable, signed(here, tenant, made.note))


def signed(here: Installation, tenant: Tenant, note: str) -> bundle.Signed:
    """What a file from the log begins with."""
    origin = here.origin(tenant)
    return bundle.Signed(tenant.id, origin, here.key.verifier(origin).text, note)


def rebuild(here: Installation, host: str, *, check: bool) -> Iterator[str]:
    """A line a municipality. Raises NotWhole if a check finds a difference."""
    for name, tenant in _each(here, host):
        found = tenant.rebuild(check=check)
        told = "; ".join(f"{d.table}: {d.missing} missing, {d.surplus} too many" for d in found)
        if check and found:
            raise NotWhole(f"{name}: {told}")
        yield f"{name}: {told or '0 differences'}"
