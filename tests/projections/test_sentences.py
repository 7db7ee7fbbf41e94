"""Sentences of the trail: what stands side by side is told apart."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from kyogikai_projections.sentences import Words, sentence
from kyogikai_tenants.council.members import MemberAppointed
from kyogikai_tenants.events import Event

BODY, WHO, PLACE, SEAT = (uuid4() for _ in range(4))
CALLED = {BODY: "全体会", WHO: "花野 ことり", PLACE: "みほん大学", SEAT: "公募市民（16番）"}
FROM = {"kind": "from", "value": "2027-04-01"}


def entry(event: type[Event], subject: str, **fields: Any) -> dict[str, Any]:
    """As the trail holds it, the first of its record."""
    return {
        "topic": event.TOPIC, "kind": event.SUBJECTS[0], "subject": subject, "stream_id": BODY,
        "stream_version": 1, "effective": FROM, "target": None,
        "fields": {name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "ja", "en"),
    [
        (
            {"person_id": WHO, "organization_id": PLACE, "job_title": "教授"},
            "「全体会」の委員に花野 ことり・みほん大学・教授を委嘱（令和9年4月1日から）",
            "Appointed 花野 ことり, みほん大学, 教授 to 全体会 (from 1 April 2027)",
        ),
        (
            {"person_id": WHO},
            "「全体会」の委員に花野 ことりを委嘱（令和9年4月1日から）",
            "Appointed 花野 ことり to 全体会 (from 1 April 2027)",
        ),
        (
            {"seat_id": SEAT, "vacant": True},
            "「全体会」の委員枠「公募市民（16番）」の欠員を記録（令和9年4月1日から）",
            "Recorded a vacancy in 全体会: 公募市民（16番） (from 1 April 2027)",
        ),
    ],
)
def test_who_of_what_as_what_is_told_apart_and_nobody_is_a_vacancy(
    fields: dict[str, Any], ja: str, en: str
) -> None:
    own = entry(MemberAppointed, "", body_id=BODY, **fields)
    assert sentence(own, None, Words("ja", CALLED), {}) == ja
    assert sentence(own, None, Words("en", CALLED), {}) == en
