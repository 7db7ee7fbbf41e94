"""The addresses of this family."""

from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.notices import answer, notice

FAMILY = Family(
    (
        Page("/meetings/<meeting_id>/notice", "notice", notice.show),
        Page("/meetings/<meeting_id>/notice", "notice_send", notice.send, ("POST",)),
        Page("/answer/<secret>", "answer", answer.show),
        Page("/answer/<secret>", "answer_send", answer.answer, ("POST",)),
    )
)
