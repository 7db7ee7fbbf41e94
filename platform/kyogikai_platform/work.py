"""All kinds of work that a runner of an installation does."""

from collections.abc import Mapping

from kyogikai_platform.closing import job
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs.running import Kind
from kyogikai_platform.workbooks import desk


def kinds(here: Installation) -> Mapping[str, Kind]:
    """By their names."""
    return {**desk.KINDS, **job.kinds(here)}
