"""みほん市（架空）: what was put right, and what came to light only after all the rest was on record."""

from datetime import date

from kyogikai_platform.demo_data.mihon_calendar import MEETINGS
from kyogikai_platform.demo_data.mihon_meetings import LATE, held
from kyogikai_platform.demo_data.mihon_people import MISSPELT, PERSONS
from kyogikai_platform.demo_data.mihon_writing import LAST, Writer

LATE_RENAMING = "地域移行ワーキング"
"""What the working group was called from 2018 to 2021, as became known long after."""


def write(w: Writer) -> None:
    """Corrections in their time; the late facts at the end."""
    _corrections(w)
    _audiences(w)
    _late(w)


def _corrections(w: Writer) -> None:
    """A name, a date, a meeting that was entered twice, a remark."""
    for number in MISSPELT:
        w.remark("CorrectEvent", f"p{number}/RegisterPerson", date(2017, 5, 8), field="name",
                 new=PERSONS[number - 1][0], reason="名簿の誤記")  # fmt: skip
    first = MEETINGS["life-2015"]
    w.remark("CorrectEvent", f"{first.key}/HoldMeeting", date(2015, 12, 1), field="effective",
             new={"kind": "at", "value": str(first.before(1))},
             reason="会議録の日付と違っていた")  # fmt: skip
    twice, day = "home-2021-again", MEETINGS["home-2021"].day
    entered = w.say(
        "HoldMeeting", twice, f"at {day}", recorded=date(2021, 10, 4), bodies=[{"body_id": "home"}]
    )
    w.remark("AnnulEvent", entered, date(2021, 10, 11), reason="同じ会議を二度記録した")
    w.remark(
        "AnnotateEvent", "rule/AmendRule", date(2019, 4, 15), note="改正の新旧対照表は市の窓口で見られる。"
    )


def _audiences(w: Writer) -> None:
    """A committee's meeting becomes public, an issue is shown to the council only, names are kept closer."""
    w.show("cc-2023-1", "public", date(2024, 2, 1), "全体会の求めによる")
    w.show("i-work", "council", date(2025, 2, 3), "企業の名前が分かるため")
    w.show("ga-2021-1", "secretariat", date(2021, 8, 2), "委員の申出による", fields=["attendance"])


def _late(w: Writer) -> None:
    """Found in an old binder in November 2026."""
    held(w, MEETINGS[LATE], recorded=LAST)
    w.say("RenameBody", "transfer", "from 2018-04-01", recorded=LAST, name=LATE_RENAMING,
          reading="ちいきいこうわーきんぐ", source="古い名簿")  # fmt: skip
