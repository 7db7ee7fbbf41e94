"""A log streams into its file and out of it: one that is many times as long takes no more memory."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from kyogikai_platform.closing import archive, parts
from kyogikai_platform.closing.ending import Ending
from kyogikai_platform.closing.exporting import Written
from kyogikai_tenants.events import EventAnnotated
from kyogikai_tenants.log import arrival, batches, recorder
from kyogikai_tenants.log.connection import transaction
from kyogikai_tenants.log.mapper import log_mapper
from kyogikai_tenants.log.recorder import Envelope, Log
from tests.platform.accounts.house import House
from tests.platform.closing.two_houses import Place

pytestmark = pytest.mark.check
FEW, TIMES = 700, 8
FOLDS = 1.5
"""How many times the memory is still the same: what is read ahead does not grow with the log."""


def grown(place: Place, events: int) -> House:
    """A municipality whose record was annotated so many times."""
    with place.at_work() as here:
        house = House.opened(here, administered=False)
    own = house.tenant.id
    with transaction(house.tenant.engine, own) as connection:
        log = Log.within(connection)
        notes = (
            EventAnnotated(originator_id=own, originator_version=3 + n, target=1, note=f"{n} " + "注記" * 50)
            for n in range(events)
        )
        mapper, envelope = log_mapper(), Envelope("importer", "secretariat")
        batches.append(
            connection, log, [batches.Posting(mapper.to_stored_event(e), envelope, "council") for e in notes]
        )
    return house


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python held meanwhile."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def exported(place: Place, house: House, to: Path) -> Written:
    return Ending(place.here).export(place.here.listed(house.label), lambda _: to)


def taken(place: Place, file: Path) -> None:
    """Its events put in place, and taken back: what derives the read models holds them as ever."""
    with archive.opened(file) as reading, place.here.engine.connect() as connection:
        connection.exec_driver_sql(f"SET LOCAL app.tenant_id = '{reading.manifest.tenant_id}'")
        connection.info["tenant_id"] = reading.manifest.tenant_id
        found = arrival.take(connection, parts.events(reading), {})
        assert found.head.hash.hex() == reading.manifest.head
        connection.rollback()


def test_a_log_many_times_as_long_takes_no_more_memory(
    old: Place, new: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "AHEAD", 100)
    few, many = (grown(old, FEW * times) for times in (1, TIMES))
    files = {house.label: tmp_path / f"{house.label}.zip" for house in (few, many)}
    out = [peak(lambda: exported(old, house, files[house.label])) for house in (few, many)]  # noqa: B023
    back = [peak(lambda: taken(new, files[house.label])) for house in (few, many)]  # noqa: B023
    assert out[1] < out[0] * FOLDS, out
    assert back[1] < back[0] * FOLDS, back
