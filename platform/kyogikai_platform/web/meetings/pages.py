"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.meetings import abstract, feeds, linked, meeting, norm, register, sheet

BOTH = ("GET", "POST")
FAMILY = Family(
    (
        Page("/meetings", "meetings", register.show),
        Page("/meetings/norm", "meeting_norm", norm.show),
        Page("/meetings/<meeting_id>", "meeting", meeting.show),
        Page("/meetings/<meeting_id>/attendance-sheet", "meeting_sheet", sheet.show),
        Page("/meetings/<meeting_id>/abstracts/<abstract_id>", "meeting_abstract", abstract.show, BOTH),
        Page("/calendar.ics", "meeting_feed", feeds.council),
        Page("/bodies/<body_id>/calendar.ics", "meeting_feed_body", feeds.body),
        Page("/people/<person_id>/calendar.ics", "meeting_feed_person", feeds.person),
        Page("/calendar/<secret>/all.ics", "linked_feed", linked.council),
        Page("/calendar/<secret>/own.ics", "linked_feed_own", linked.own),
        Page("/calendar/<secret>/bodies/<body_id>.ics", "linked_feed_body", linked.body),
    ),
    (Entry("meetings", "/meetings"),),
)
