"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.meetings import meeting, register

FAMILY = Family(
    (
        Page("/meetings", "meetings", register.show),
        Page("/meetings/<meeting_id>", "meeting", meeting.show),
    ),
    (Entry("meetings", "/meetings"),),
)
