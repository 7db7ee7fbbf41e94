"""Every sheet that a workbook may have, in the order in which a template shows them."""

from kyogikai_platform.workbooks.declared import Sheet
from kyogikai_platform.workbooks.sheets_meetings import AGENDA, ATTENDANCE, MEETINGS
from kyogikai_platform.workbooks.sheets_structure import BODIES, LINEAGE, MEMBERS, TERMS
from kyogikai_platform.workbooks.sheets_work import ACTIVITIES, DOCUMENTS, ISSUES, STEPS

SHEETS: tuple[Sheet, ...] = (
    BODIES, LINEAGE, TERMS, MEMBERS, MEETINGS, AGENDA, ATTENDANCE, ISSUES, STEPS, ACTIVITIES, DOCUMENTS,
)  # fmt: skip
