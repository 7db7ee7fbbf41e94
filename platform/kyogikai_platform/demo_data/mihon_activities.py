"""みほん市（架空）: trainings, surveys, events, newsletters; the phases and years of the council."""

from typing import Any

from kyogikai_platform.demo_data.mihon_calendar import FIRST, MEETINGS, YEARS
from kyogikai_platform.demo_data.mihon_writing import Writer

HELD: tuple[tuple[str, str, str, str, str, dict[str, Any]], ...] = (
    ("fair-2015", "event", "ふれあい広場", "from-ga", "2015-10-24/2015-10-25",
     {"days": 2, "functions": ["情報"]}),
    ("fair-2018", "event", "ふれあい広場", "from-ga", "2018-10-27/2018-10-28",
     {"days": 2, "functions": ["情報"]}),
    ("paper-1", "publication", "みほん協議会だより 第1号", "pr", "2016-10-03", {"functions": ["情報"]}),
    ("paper-2", "publication", "みほん協議会だより 第2号", "pr", "2018-03-05", {"functions": ["情報"]}),
    ("study-2016", "study", "差別解消法の学習会", "rights", "2016-09-14",
     {"functions": ["権利擁護", "教育"]}),
    ("visit-2017", "visit", "病院の見学", "transfer", "2017-06-21",
     {"functions": ["調整"], "partner_ids": ["org-hospital"]}),
    ("training-2018", "training", "相談支援の研修", "from-ga", "2018-08-08", {"functions": ["教育"]}),
    ("training-2021", "training", "相談支援の研修（オンライン）", "from-ga", "2021-09-15",
     {"functions": ["教育"]}),
    ("forum-2022", "forum", "住まいのフォーラム", "home", "2022-11-12",
     {"partner_ids": ["org-realestate"], "functions": ["開発"]}),
    ("hearing-2023", "hearing", "当事者の声を聞く会", "plan", "2023-09-09", {"functions": ["評価"]}),
    ("talk-2024", "exchange", "大家さんとの茶話会", "home", "2024-06-15",
     {"partner_ids": ["org-realestate"]}),
    ("drill-2025", "other", "福祉避難所の訓練", "safe", "2025-09-01",
     {"functions": ["調整"], "partner_ids": ["org-welfare"]}),
)  # fmt: skip
"""Key, kind, title, body (the council's own: ``from-ga``), date, and the rest."""

PLANNED: tuple[tuple[str, str, str, str, str, str, dict[str, Any]], ...] = (
    ("training-2026", "training", "意思決定支援の研修", "safe", "2026-09-08", "2026-12-05",
     {"functions": ["教育"]}),
    ("forum-2027", "forum", "はたらくフォーラム", "wk", "2026-10-06", "2027-02-27",
     {"functions": ["情報", "開発"]}),
    ("fair-2020", "event", "ふれあい広場", "from-ga", "2020-01-21", "2020-10-24/2020-10-25", {"days": 2}),
)  # fmt: skip
"""The same, with the day on which it was planned before its date."""

PHASES: tuple[dict[str, Any], ...] = (
    {"name": "立ち上げ期", "duration": "三年", "fiscal_years": [2015, 2016, 2017],
     "body_ids": ["wk", "life", "child"],
     "goals": [{"title": "部会を開く", "text": "部会が年に一度は集まる。", "examples": ["事例の持ち寄り"]}],
     "cadence": [{"per_year": 1, "as_written": "年1回"}]},
    {"name": "広がりの時期", "duration": "五年", "fiscal_years": [2018, 2019, 2020, 2021, 2022],
     "goals": [{"title": "地区に出る", "text": "地区ごとの話し合いの場を置く。"}], "body_ids": ["area"]},
    {"name": "根づきの時期", "duration": "四年", "fiscal_years": [2023, 2024, 2025, 2026],
     "goals": [{"title": "回答を返す", "text": "出した人に必ず結果を伝える。"}]},
    {"name": "見直しの時期", "as_written": "根づきの時期の次の三年",
     "goals": [{"title": "要綱の見直し", "text": "当事者の参加を要綱に書く。"}]},
)  # fmt: skip
MILESTONES = (
    ("phase-1", "StartPhase", "from 2015-04-01"),
    ("phase-1", "CompletePhase", "at 2018-03-31"),
    ("phase-2", "StartPhase", "from 2018-04-01"),
    ("phase-2", "CompletePhase", "at 2023-03-31"),
    ("phase-3", "StartPhase", "from 2023-04-01"),
)
THEMES = (
    "顔の見える関係をつくる", "課題を持ち寄る", "相談につながる", "地区に出かける", "災害に備える",
    "離れていてもつながる",
    "集まり方を考える", "住まいをひらく", "声を計画に", "回答を返す", "支える人を増やす", "次の十年を描く",
)  # fmt: skip


def write(w: Writer) -> None:
    """Activities, phases, themes, schedules."""
    for key, kind, title, body, day, given in HELD:
        w.say("HoldActivity", key, f"at {day}", kind=kind, title=title, **_whose(body), **given)
    for key, kind, title, body, planned, day, given in PLANNED:
        w.say(
            "PlanActivity",
            key,
            f"at {planned}",
            kind=kind,
            title=title,
            date=f"at {day}",
            **_whose(body),
            **given,
        )
    w.say("CancelActivity", "fair-2020", "at 2020-05-12", reason="感染症の広がりを防ぐため")
    _survey(w)
    _phases(w)
    _years(w)


def _whose(body: str) -> dict[str, Any]:
    return {"council_id": "council"} if body == "from-ga" else {"body_id": body}


def _survey(w: Writer) -> None:
    """A survey that went through four meetings, and another that is under way."""
    w.say("PlanActivity", "survey-2017", f"at {MEETINGS['cc-2017-1'].day}", kind="survey",
          title="暮らしの実態調査",
          body_id="cc", date="at 2017-11", stage="企画", meeting_id="cc-2017-1", agenda_number=2,
          functions=["情報", "評価"])  # fmt: skip
    w.say("HoldActivity", "survey-2017", "at 2017-11-01/2017-11-30", stage="実施")
    for stage, meeting, result in (
        ("集計", "cc-2017-2", "回答は412件。移動と住まいの困りごとが多い。"),
        ("報告", "ga-2017-2", "結果を全体会に報告した。"),
        ("活用", "life-2018", "住まいの課題の検討に使った。"),
    ):
        w.say("ReportActivityResult", "survey-2017", f"at {MEETINGS[meeting].day}", stage=stage,
              result=result,
              meeting_id=meeting, agenda_number=1)  # fmt: skip
    w.say("PlanActivity", "survey-2026", f"at {MEETINGS['child-2026'].day}", kind="survey",
          title="若い人の居場所の調べ",
          body_id="child", date="at 2027-01", stage="企画", meeting_id="child-2026",
          agenda_number=1)  # fmt: skip


def _phases(w: Writer) -> None:
    for number, phase in enumerate(PHASES, 1):
        planned = "2015-04-01" if number < 4 else "2026-09-08"  # noqa: PLR2004
        w.say("PlanPhase", f"phase-{number}", f"at {planned}", council_id="council", number=number,
              **{n: v for n, v in phase.items() if n != "body_ids" or number == 1})  # fmt: skip
    for key, command, when in MILESTONES:
        w.say(command, key, when)


def _years(w: Writer) -> None:
    """A theme for every year, and a schedule for the last three."""
    for year in YEARS:
        w.say("SetAnnualTheme", "council", f"from FY{year}", fiscal_year=year, text=THEMES[year - FIRST])
    for year in YEARS[-3:]:
        entries: list[dict[str, Any]] = [
            {"text": "第1回全体会", "month": 6, "body_id": "ga"},
            {"text": "第1回調整会議", "month": 9, "body_id": "cc"},
            {"text": "みほん福祉の月", "month": 12},
            {"text": "第2回全体会", "planned": f"at {MEETINGS[f'ga-{year}-2'].day}", "body_id": "ga"},
        ]
        w.say("AdoptAnnualSchedule", "council", f"at {year}-04-10", fiscal_year=year, entries=entries)
