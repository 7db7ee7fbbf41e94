"""定足数 and 定めと開催 in words: what is reckoned, and what nobody can reckon."""

from typing import Any

import pytest

from kyogikai_platform.web.meetings.comparing import Norm, Season, Tally, verdict
from kyogikai_platform.web.meetings.quorum import needs, told
from kyogikai_projections.meeting_rules import InForce
from kyogikai_tenants.vocabulary import MeetingKind

RULE = InForce("要綱", "委員の過半数の出席", "過半数", "")


@pytest.mark.parametrize(
    ("share", "base", "needed"),
    [
        ("過半数", 16, 9), ("過半数", 15, 8), ("委員の過半数", 1, 1), ("半数以上", 15, 8),
        ("半数以上", 16, 8), ("3分の2", 10, 7), ("三分の二以上", 9, 6), ("２分の１以上", 7, 4),
        ("5分の3", 0, 0), ("0分の1", 5, None), ("相当数", 10, None), ("", 10, None),
    ],
)  # fmt: skip
def test_a_share_is_reckoned_upwards_or_not_at_all(share: str, base: int, needed: int | None) -> None:
    assert needs(share, base) == needed


def meeting(**given: Any) -> dict[str, Any]:
    return {"quorum": [], "counts": None} | given


def test_a_count_on_record_is_told_as_it_stands() -> None:
    count = {"body": {"name": "全体会"}, "base": 16, "needed": 9, "present": 8, "met": False}
    (found,) = told(meeting(quorum=[count]), [RULE], "ja")
    assert found.met is False
    assert "委員16人のうち8人の出席で、定足数の9人に足りませんでした" in found.text
    assert found.rule == "要綱（委員の過半数の出席）"


@pytest.mark.parametrize(("present", "met"), [(9, True), (8, False)])
def test_without_a_count_the_rule_is_reckoned_and_said_to_be(present: int, met: bool) -> None:  # noqa: FBT001
    (found,) = told(meeting(counts={"expected": 16, "present": present}), [RULE], "ja")
    assert found.met is met
    assert "数えた記録はありません" in found.text


def test_what_nobody_can_reckon_is_told_as_written_and_without_a_rule_nothing_is() -> None:
    (found,) = told(meeting(counts={"expected": 16, "present": 3}), [RULE._replace(share="相当数")], "en")
    assert found.met is None
    assert told(meeting(), [], "ja") == []
    assert told(meeting(), [InForce("別の定め", "", "", "")], "ja") == []


def rule(**given: Any) -> dict[str, Any]:
    empty = {"perYear": None, "intervalMonths": None, "asNeeded": False, "approximate": False}
    return empty | given


def test_rules_of_several_kinds_add_up() -> None:
    assert Norm.of([rule(perYear=2), rule(asNeeded=True)]) == Norm(2, as_needed=True)
    assert Norm.of([rule(perYear=4, intervalMonths=3, approximate=True)]) == Norm(4, approximate=True)
    assert Norm.of([rule(intervalMonths=1)]) == Norm(12)
    assert Norm.of([rule()]) == Norm()


@pytest.mark.parametrize(
    ("norm", "had", "season", "said"),
    [
        (Norm(2), Tally(2), Season.OVER, "定めと同じ回数です"), (Norm(2), Tally(1), Season.OVER, "1回少ない"),
        (Norm(2), Tally(4), Season.OVER, "2回多い"), (Norm(2), Tally(), Season.OVER, "記録されていません"),
        (Norm(2), Tally(cancelled=2), Season.OVER, "2回少ない"),
        (Norm(4, approximate=True), Tally(3), Season.OVER, "おおむね定めのとおり"),
        (Norm(4, approximate=True), Tally(2), Season.OVER, "2回少ない"),
        (Norm(2), Tally(1, 1), Season.RUNNING, "あと1回（予定1回）"),
        (Norm(2), Tally(3), Season.RUNNING, "達しています"), (Norm(2), Tally(), Season.TO_COME, "これから"),
        (Norm(as_needed=True), Tally(1), Season.OVER, "比べません"),
        (Norm(1), Tally(beside={MeetingKind.INFORMAL: 3}), Season.OVER, "1回少ない"),
    ],
)  # fmt: skip
def test_a_comparison_is_made_in_words(norm: Norm, had: Tally, season: Season, said: str) -> None:
    found = verdict(norm, had, season, "ja")
    assert found
    assert said in found.text


def test_without_a_norm_nothing_is_compared() -> None:
    assert verdict(Norm(), Tally(3), Season.OVER, "ja") is None
