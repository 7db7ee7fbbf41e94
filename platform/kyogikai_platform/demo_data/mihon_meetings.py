"""みほん市（架空）: every meeting, from the day it was scheduled to its published minutes."""

import hashlib
from datetime import date
from typing import Any

from kyogikai_platform.demo_data.mihon_calendar import MEETINGS, Sitting
from kyogikai_platform.demo_data.mihon_issues import on_agenda
from kyogikai_platform.demo_data.mihon_members import members_on
from kyogikai_platform.demo_data.mihon_writing import Writer
from kyogikai_projections.era import japanese

LATE = "pr-2017"
"""The meeting whose record was found long after; ``mihon_later`` tells of it."""
CANCELLED, PUT_OFF = "wk-2019-2", "cc-2019-1"
RECENT = 2020
"""Until that fiscal year the record is thinner."""
NO_QUORUM = "ga-2019-2"
WITHDRAWN, REDONE = "ga-2018-2", "ga-2022-1"
UNFINISHED = {"ga-2026-1": 2, "cc-2026-1": 1, "wk-2026": 2, "home-2026": 1}
"""Meetings whose minutes are only drafted (1), or confirmed (2)."""
CLOSED = frozenset({"case", "sec"})
PRESIDERS = {"cc": "会長", "case": "", "sec": "", "plan": ""}
"""Who presides, where that is not the head of a subcommittee."""
WRITTEN_UP = frozenset({"wk", "child", "transfer", "home", "safe"})
"""Bodies of whose meetings every third year has minutes."""
PAPERS = (("1", "活動報告書", "public"), ("2", "委員名簿", "council"))
LAST_CALL = date(2026, 10, 6)
"""When the last of the coming meetings were called."""
HALL, ROOM = "みほん市役所 大会議室", "みほん福祉会館 第二会議室"

ASSEMBLY = (
    ("協議会の一年の活動", "report"), ("年度の重点", "planning"), ("委員の紹介", "introduction"),
    ("専門部会の報告", "report"), ("計画の進み具合", "discussion"), ("意見の交換", "exchange"),
)  # fmt: skip
TOPICS = {
    "wk": (("職場見学の受入れ", "planning"), ("長く働く人の話", "exchange"), ("求人の動き", "report")),
    "life": (("日中の過ごし方", "discussion"), ("ある一人暮らしの支え方", "case_study")),
    "child": (("就学の引継ぎ", "discussion"), ("発達の相談の学習", "study"),
        ("放課後の過ごし方の調べ", "survey")),
    "rights": (("虐待防止の事例から", "case_study"), ("意思決定の支援", "study")),
    "disaster": (("避難訓練の計画", "planning"), ("備えの調べ", "survey")),
    "pr": (("知らせの紙面", "planning"), ("表紙の相談", "other")),
    "transfer": (("退院支援の流れ", "discussion"), ("支え方の検討", "case_study"), ("病院の見学", "study")),
    "home": (("協力店の名簿", "report"), ("大家さんとの交流", "exchange")),
    "leisure": (("行ってみた場所", "report"), ("催しの計画", "planning")),
    "safe": (("成年後見の学習", "study"), ("個別避難計画", "discussion")),
    "area-n": (("地区の困りごと", "exchange"), ("顔合わせ", "introduction")),
    "area-s": (("地区の困りごと", "exchange"), ("見守りの地図", "planning")),
    "cc": (("部会からの報告", "report"), ("課題の精査", "discussion"), ("次回の日程", "other")),
    "plan": (("計画の骨子", "planning"), ("市民の声の調べ", "survey")),
    "case": (("支え方の検討", "case_study"),),
    "sec": (("会議の準備", "planning"), ("会議録の確かめ", "other")),
}  # fmt: skip


def write(w: Writer) -> None:
    """All that are on time."""
    for sitting in MEETINGS.values():
        if sitting.key != LATE:
            _meeting(w, sitting)


def _meeting(w: Writer, s: Sitting) -> None:
    regular = s.body == "ga" or (s.body == "cc" and s.year > RECENT)
    if regular or not s.held or s.key in {CANCELLED, PUT_OFF}:
        _scheduled(w, s)
    if s.key == CANCELLED:
        w.say("CancelMeeting", s.key, f"at {s.before(12)}", reason="感染症の広がりを防ぐため")
    elif s.held:
        held(w, s)
        _papers(w, s)
        _minutes(w, s)


def _scheduled(w: Writer, s: Sitting) -> None:
    """Called six weeks before, and convened two weeks before. A typhoon put one meeting off."""
    first = "2019-09-10" if s.key == PUT_OFF else str(s.day)
    decided = min(s.before(70 if s.key == PUT_OFF else 42), LAST_CALL)
    when = {} if s.mode == "written" else _afternoon(first)
    if s.mode in {"onsite", "hybrid"}:
        when["place"] = HALL
    w.say("ScheduleMeeting", s.key, f"at {decided}", kind=s.kind, mode=s.mode, date=f"at {first}",
          bodies=_bodies(s), title=s.title, audience=s.audience, **when)  # fmt: skip
    if first != str(s.day):
        w.say("RescheduleMeeting", s.key, "at 2019-09-09", date=f"at {s.day}", reason="台風の接近",
              **_afternoon(s.day))  # fmt: skip
    elif s.body == "ga" and s.held and s.year > RECENT:
        w.say("ConveneMeeting", s.key, f"at {s.before(14)}", answer_due=str(s.before(7)))


def _afternoon(day: date | str) -> dict[str, Any]:
    return {"starts_at": f"{day}T14:00:00+09:00", "ends_at": f"{day}T16:00:00+09:00"}


def held(w: Writer, s: Sitting, **when: Any) -> None:
    """The meeting itself, who came, and what was decided."""
    said: dict[str, Any] = {"agenda": _agenda(s), "source": f"会議録綴り {japanese(f'FY{s.year}')}"}
    if s.body != "ga":
        said |= {"kind": s.kind, "mode": s.mode, "bodies": _bodies(s), "title": s.title,
                 "audience": s.audience}  # fmt: skip
    if s.mode in {"onsite", "hybrid"}:
        said["place"] = HALL if s.body == "ga" else ROOM
    if s.body == "ga":
        _assembly(w, s, said)
        return
    expected = 12 + (s.day.day + s.year) % 5
    present = expected - s.day.day % 4
    online = (
        {"online": present // 2} if s.mode == "hybrid" else {"online": present} if s.mode == "online" else {}
    )
    counts = {"expected": expected, "present": present, "absent": expected - present, **online}
    w.say(
        "HoldMeeting",
        s.key,
        f"at {s.day}",
        counts=counts,
        presider=PRESIDERS.get(s.body, "部会長") if s.year > RECENT else "",
        **said,
        **when,
    )
    if s.body in CLOSED:
        w.say(
            "DecideOpenness",
            s.key,
            f"at {s.day}",
            openness="closed",
            reason="個人に関わる話し合いのため",
            **when,
        )
    elif s.body == "safe":
        w.say(
            "DecideOpenness", s.key, f"at {s.day}", openness="partly_open", reason="事例の部分を除く", **when
        )


def _assembly(w: Writer, s: Sitting, said: dict[str, Any]) -> None:
    """The assembly counts its quorum, admits observers, and decides, unless too few came."""
    members = members_on(s.day)
    absent = {m for n, m in enumerate(members) if (n * 5 + s.year + s.day.month) % 8 == 0}
    if s.key == NO_QUORUM:
        absent = set(members[::2]) | {members[1]}
    present, written = len(members) - len(absent), s.mode == "written"
    needed = len(members) // 2 + 1
    if not written:
        said["quorum"] = [{"body_id": "ga", "base": len(members), "needed": needed, "present": present}]
        w.say("DecideOpenness", s.key, f"at {s.before(14)}", openness="open")
    w.say("HoldMeeting", s.key, f"at {s.day}", presider="会長", **said)
    if not written:
        w.say("AdmitObservers", s.key, f"at {s.day}", observers=(s.year * 3 + s.day.month) % 6)
        _attendance(w, s, members, absent)
    if s.key != NO_QUORUM:
        votes = {"in_favour": present - 1, "against": s.year % 2, "abstained": 1 - s.year % 2}
        w.say("MakeDecision", s.key, f"at {s.day}",
              result="年度の重点を原案のとおり決定" if s.number == 1 else "次年度の進め方を承認",
              item_number=2, method="書面による表決" if written else "挙手", votes=votes)  # fmt: skip


def _attendance(w: Writer, s: Sitting, members: list[str], absent: set[str]) -> None:
    """By name from 2021 on, before that by number."""
    there = len(members) - len(absent)
    counts: dict[str, Any] = {"expected": len(members), "present": there, "absent": len(absent)}
    if s.mode == "hybrid":
        counts["online"] = there // 3
    names = [_attendee(m, n, s, gone=m in absent) for n, m in enumerate(members)] if s.year > RECENT else []
    if s.year == 2026:  # noqa: PLR2004
        for number, member in enumerate(members[:4]):
            w.say("AnswerAttendance", s.key, f"at {s.before(9)}", membership_id=member,
                  answer="yes" if number else "proxy")  # fmt: skip
    w.say("RecordAttendance", s.key, f"at {s.day}", attendees=names, counts=counts)


def _attendee(member: str, number: int, s: Sitting, *, gone: bool) -> dict[str, str]:
    status = (
        "absent"
        if gone
        else ("late", "left", "proxy")[number % 3]
        if (number + s.year) % 11 == 0
        else "present"
    )
    mode = {} if gone else {"mode": "online" if s.mode == "hybrid" and number % 3 == 0 else "onsite"}
    return {"membership_id": member, "status": status, "capacity": "委員"} | mode


def _bodies(s: Sitting) -> list[dict[str, Any]]:
    scheme = {"scheme": "cumulative"} if s.body == "cc" else {}
    number = {"number": s.number} if s.number else {}
    return [{"body_id": body, **number, **scheme} for body in s.bodies]


def _agenda(s: Sitting) -> list[dict[str, Any]]:
    """What the body always has, and the issues that it took up."""
    known = ASSEMBLY if s.body == "ga" else TOPICS[s.body]
    start = s.year % len(known)
    usual = [{"title": t, "kind": k} for t, k in (*known[start:], *known[:start])[:3]]
    if s.body == "ga":
        usual[1:2] = [{"title": "重点と進め方の決定", "kind": "decision"}]
        usual[0]["presenter_as_written"] = "事務局"
    issues = [{"title": i.title, "kind": "discussion", "issue_id": i.issue} for i in on_agenda(s.key)]
    return [*usual, *issues]


def _papers(w: Writer, s: Sitting) -> None:
    """The assembly's papers; the annual report is public, the roster is for the council."""
    if s.body == "ga":
        for number, title, audience in PAPERS[: 1 + (s.year > RECENT)]:
            digest = hashlib.sha256(f"{s.key} {title}".encode()).hexdigest()
            w.say("AttachDocument", s.key, f"at {s.day}", audience=audience,
                  document={"title": title, "number": number, "media_type": "application/pdf",
                            "byte_count": 40000 + int(digest[:4], 16), "sha256": digest})  # fmt: skip


def _minutes(w: Writer, s: Sitting) -> None:
    """Drafted, confirmed and published, as far as each had come."""
    kind = "full" if s.body == "ga" else "summary"
    thin = s.body == "cc" and s.year <= RECENT
    other = s.body not in {"ga", "cc"} and not (s.body in WRITTEN_UP and s.year % 3 == 0)
    if (thin or other) and s.key not in UNFINISHED:
        return
    _round(w, s, kind, 0, UNFINISHED.get(s.key, 2 if s.body == "cc" else 3))
    if s.key in {WITHDRAWN, REDONE}:
        w.say("WithdrawMinutes", s.key, f"at {s.before(-90)}", minutes_kind=kind, reason="発言者の取り違え")
    if s.key == REDONE:
        _round(w, s, kind, 92, 3)


def _round(w: Writer, s: Sitting, kind: str, later: int, last: int) -> None:
    name = "全体会" if s.body == "ga" else "会議"
    text = f"{japanese(f'FY{s.year}')}の{name}の記録。次第に沿って話し合い、次の進め方を確かめた。"
    steps: tuple[tuple[str, int, dict[str, Any]], ...] = (
        ("DraftMinutes", 14, {"text": text}),
        ("ConfirmMinutes", 28, {"confirmed_by": "会長" if s.body == "ga" else "部会長"}),
        ("PublishMinutes", 35, {}),
    )
    for command, days, given in steps[:last]:
        w.say(command, s.key, f"at {s.before(-later - days)}", minutes_kind=kind, **given)
