"""The addresses of this family."""

from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.forms.arriving import at_home
from kyogikai_platform.web.notices import again, answer, door, notice

FAMILY = Family(
    (
        Page("/meetings/<meeting_id>/notice", "notice", notice.show),
        Page("/meetings/<meeting_id>/notice", "notice_send", at_home(notice.send), ("POST",)),
        Page("/meetings/<meeting_id>/door", "door", door.show),
        Page("/meetings/<meeting_id>/door", "door_sent", door.sent, ("POST",)),
        Page("/meetings/<meeting_id>/next", "meeting_next", again.show),
        Page("/answer/<secret>", "answer", answer.show),
        Page("/answer/<secret>", "answer_send", answer.answer, ("POST",)),
    )
)
