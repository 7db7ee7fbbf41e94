"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.meetings import meeting, norm, register, sheet

FAMILY = Family(
    (
        Page("/meetings", "meetings", register.show),
        Page("/meetings/norm", "meeting_norm", norm.show),
        Page("/meetings/<meeting_id>", "meeting", meeting.show),
        Page("/meetings/<meeting_id>/attendance-sheet", "meeting_sheet", sheet.show),
    ),
    (Entry("meetings", "/meetings"),),
)
