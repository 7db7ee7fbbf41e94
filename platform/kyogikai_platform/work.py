"""All that goes on beside the answers: the jobs that are asked for, what is due by itself, and webhooks."""

from collections.abc import Mapping
from threading import Event

from kyogikai_platform.closing import job
from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import kinds as integrity
from kyogikai_platform.jobs.running import Kind, Runner
from kyogikai_platform.webhooks.carrying import carrying
from kyogikai_platform.workbooks import desk


def kinds(here: Installation) -> Mapping[str, Kind]:
    """By their names."""
    return {**desk.KINDS, **job.kinds(here), **integrity.kinds(here)}


def runner(here: Installation) -> Runner:
    """Who does it."""
    return Runner(here.engine, kinds(here), integrity.chores(here))


def forever(here: Installation, stop: Event) -> None:
    """All of it, until it is told to stop."""
    with carrying(here, stop):
        runner(here).forever(stop)
