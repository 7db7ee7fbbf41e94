"""All that a runner of an installation does: the jobs that are asked for, and what is due by itself."""

from collections.abc import Mapping

from kyogikai_platform.closing import job
from kyogikai_platform.installation import Installation
from kyogikai_platform.integrity import kinds as integrity
from kyogikai_platform.jobs.running import Kind, Runner
from kyogikai_platform.workbooks import desk


def kinds(here: Installation) -> Mapping[str, Kind]:
    """By their names."""
    return {**desk.KINDS, **job.kinds(here), **integrity.kinds(here)}


def runner(here: Installation) -> Runner:
    """Who does it."""
    return Runner(here.engine, kinds(here), integrity.chores(here))
