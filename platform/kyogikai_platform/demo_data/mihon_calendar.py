"""みほん市（架空）: when its bodies meet, and under which keys their meetings are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kyogikai_tenants.fiscal_year import APRIL

TODAY = date(2026, 11, 21)
"""The day on which the record ends; what lies after it is only scheduled."""
FIRST, LAST_YEAR = 2015, 2026
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3

REGULAR = (
    ("wk", 7, 2, 2015, 2026, 1),
    ("life", 8, 4, 2015, 2019, 1),
    ("child", 10, 2, 2015, 2026, 1),
    ("rights", 12, 1, 2015, 2021, 1),
    ("disaster", 11, 4, 2017, 2021, 1),
    ("pr", 5, 3, 2016, 2018, 1),
    ("transfer", 11, 2, 2016, 2026, 1),
    ("home", 8, 4, 2020, 2026, 1),
    ("leisure", 9, 1, 2020, 2026, 2),
    ("safe", 12, 2, 2022, 2026, 1),
    ("area-n", 1, 4, 2018, 2025, 1),
    ("area-s", 1, 3, 2018, 2024, 2),
)
"""A body; month and n-th Wednesday of its meeting; first and last fiscal year; every how many years."""


@dataclass(frozen=True)
class Sitting:
    """A meeting as it is planned."""

    key: str
    bodies: tuple[str, ...]
    day: date
    number: int | None = 1
    kind: str = "ordinary"
    mode: str = "onsite"
    audience: str = "public"
    title: str = ""

    @property
    def body(self) -> str:
        """The lead body."""
        return self.bodies[0]

    @property
    def year(self) -> int:
        """The fiscal year that it lies in."""
        return self.day.year - (self.day.month < APRIL)

    @property
    def held(self) -> bool:
        """Whether its day has come."""
        return self.day <= TODAY

    def before(self, days: int) -> date:
        """So many days before."""
        return self.day - timedelta(days)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The n-th weekday of a month of a fiscal year."""
    first = date(year + (month < APRIL), month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))


def _assemblies(year: int) -> Iterator[Sitting]:
    """June and February; the first one of 2020 in writing, the second one online."""
    pandemic, after = year == 2020, "hybrid" if year > 2020 else "onsite"  # noqa: PLR2004
    kind, first, second = ("written", "written", "online") if pandemic else ("ordinary", after, after)
    yield Sitting(f"ga-{year}-1", ("ga",), nth(year, 6, THURSDAY, 4), 1, kind, first)
    yield Sitting(f"ga-{year}-2", ("ga",), nth(year, 2, THURSDAY, 3), 2, mode=second)


def _committees(year: int) -> Iterator[Sitting]:
    """September and January, numbered from the first one on; in 2019 a typhoon put one off."""
    mode, number = "onsite" if year < 2020 else "online", 2 * (year - FIRST) + 1  # noqa: PLR2004
    autumn = date(2019, 10, 1) if year == 2019 else nth(year, 9, TUESDAY, 2)  # noqa: PLR2004
    yield Sitting(f"cc-{year}-1", ("cc",), autumn, number, mode=mode, audience="council")
    winter = nth(year, 1, TUESDAY, 2)
    yield Sitting(f"cc-{year}-2", ("cc",), winter, number + 1, mode=mode, audience="council")


def _regular() -> Iterator[Sitting]:
    for body, month, number, first, last, step in REGULAR:
        for year in range(first, last + 1, step):
            mode = "online" if year == 2020 else "onsite"  # noqa: PLR2004
            yield Sitting(f"{body}-{year}", (body,), nth(year, month, WEDNESDAY, number), mode=mode)


SPECIAL = (
    Sitting("joint-2018", ("wk", "child"), date(2019, 2, 6), 2, "joint", title="進路と就労を考える合同部会"),
    Sitting(
        "joint-2023", ("home", "transfer"), date(2023, 12, 6), 2, "joint", "hybrid", title="住まいの合同部会"
    ),
    Sitting("wk-2019-2", ("wk",), date(2020, 3, 11), 2),
    Sitting("ga-2023-x", ("ga",), date(2023, 10, 19), None, "extraordinary", "hybrid", title="臨時全体会"),
    Sitting("leisure-talk", ("leisure",), date(2023, 3, 8), None, "informal", title="余暇を語る会"),
    Sitting("plan-2023", ("plan",), date(2023, 7, 19), 1, mode="hybrid", audience="council"),
    *(
        Sitting(f"case-{y}", ("case",), date(y, 5, 20), None, audience="body")
        for y in (2016, 2019, 2022, 2026)
    ),
    *(Sitting(f"sec-2026-{n}", ("sec",), date(2026, 3 + n, 8), n, audience="secretariat") for n in (1, 2, 3)),
)
"""What does not follow from the yearly round."""

YEARS = range(FIRST, LAST_YEAR + 1)
MEETINGS: dict[str, Sitting] = {
    s.key: s
    for s in sorted(
        (
            *(s for y in YEARS for s in _assemblies(y)),
            *(s for y in YEARS for s in _committees(y)),
            *_regular(),
            *SPECIAL,
        ),
        key=lambda s: s.day,
    )
}
"""Every meeting, by its key and in order."""


def day_of(place: str) -> date:
    """The day of a meeting, or the day that is written."""
    return MEETINGS[place].day if place in MEETINGS else date.fromisoformat(place)
