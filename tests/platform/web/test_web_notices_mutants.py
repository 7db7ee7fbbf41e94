"""Each guard of the notices, taken away: the test that stands for it sees red."""

from collections.abc import Callable
from inspect import signature
from types import SimpleNamespace
from typing import Any

import pytest

from kyogikai_platform.accounts import secret
from kyogikai_platform.notices import letters
from kyogikai_platform.web import form_token
from kyogikai_platform.web.meetings import quorum, recording
from kyogikai_platform.web.notices import again, answer, door, telling
from kyogikai_platform.web.notices.offers import Desk
from kyogikai_tenants import rights
from tests.platform.installed import here, master
from tests.platform.web import test_web_door as at_the_door
from tests.platform.web import test_web_next_meeting as afterwards
from tests.platform.web import test_web_notices as told
from tests.platform.web.notice_board import board, box, public

__all__ = ["board", "box", "here", "master", "public"]
pytestmark = pytest.mark.check
sent, ruled = told.sent, at_the_door.ruled
Planted = tuple[Any, str, Any, Callable[..., None]]
PLAIN = SimpleNamespace(fresh=secret.fresh, digest=lambda shown: shown.encode())
"""Secrets as they are."""
PLANTED: tuple[Planted, ...] = (
    (telling, "is_over", lambda *_: False, told.test_a_link_leads_nowhere_else_and_not_for_ever),
    (form_token, "require", lambda *_: None, told.test_a_link_leads_nowhere_else_and_not_for_ever),
    (telling, "as_members", lambda own, _: own, told.test_a_paper_of_the_secretariat_is_not_in_the_letter),
    (telling, "as_members", lambda visit, _: visit, told.test_what_members_do_not_see_is_told_to_none),
    (recording, "of_meeting", lambda *_: "/record", told.test_nobody_but_who_convenes_has_the_page),
    (Desk, "answer", lambda *_: None, told.test_a_reminder_goes_to_those_alone_who_have_not_answered),
    (letters, "settle", lambda *_, **__: None,
     told.test_after_a_mail_server_went_down_the_rest_is_sent_and_nobody_gets_two),
    (letters, "secret", PLAIN, told.test_no_secret_and_no_address_is_stored),
    (rights, "BY_LINK", {}, told.test_looking_records_nothing_and_a_button_does_as_often_as_somebody_likes),
    (answer, "LINKED", "", told.test_the_trail_names_who_answered_and_how),
    (answer, "LONGEST", 999, told.test_what_is_no_answer_is_said_and_not_recorded),
    (quorum, "needs", lambda _, base: base // 2,
     at_the_door.test_the_quorum_is_counted_from_the_rule_and_not_from_who_stands_in),
    (door, "TAPS", door.TAPS[:1], at_the_door.test_what_was_tapped_is_there_again_and_recorded_once),
    (recording, "of_meeting", lambda *_: "/record",
     at_the_door.test_the_door_is_open_to_those_alone_who_record_attendance),
    (again, "standing", lambda meeting, _: meeting["agenda"],
     afterwards.test_the_form_is_filled_in_and_nothing_is_recorded),
)  # fmt: skip
GIVEN = {"said": "PROXY", "name": "x" * 101}
"""What a test with parameters is asked with."""


@pytest.mark.parametrize(("where", "name", "fault", "test"), PLANTED)
def test_a_guard_that_is_taken_away_is_missed(
    where: Any, name: str, fault: Any, test: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    given = {one: GIVEN.get(one) or request.getfixturevalue(one) for one in signature(test).parameters}
    monkeypatch.setattr(where, name, fault)
    with pytest.raises(AssertionError):
        test(**given)
