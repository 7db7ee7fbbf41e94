"""Import of a council's history from a file in the format ``kyogikai-import/1`` (docs/import-format.md).

One file is one transaction: all of it is recorded, or nothing is and every problem is named
with its line. A second run changes nothing.
"""

from kyogikai_platform.importing.bundled import bundled
from kyogikai_platform.importing.layout import FORMAT, Header, ImportFile, TenantHeader
from kyogikai_platform.importing.problems import ImportRefused, Problem
from kyogikai_platform.importing.running import Flagged, Report, header, import_bytes, import_file, plan

__all__ = [
    "FORMAT",
    "Flagged",
    "Header",
    "ImportFile",
    "ImportRefused",
    "Problem",
    "Report",
    "TenantHeader",
    "bundled",
    "header",
    "import_bytes",
    "import_file",
    "plan",
]
