"""国民の祝日: what a public holiday is called, in both languages.

``jpholiday`` knows the law and its changes since 1948, and reckons the equinoxes; outside of the years for
which that reckoning holds, no day is called a holiday.
"""

from datetime import date

import jpholiday

FIRST, LAST = 1949, 2099
"""The law is of July 1948; the formula of the equinoxes ends with the century."""
SUBSTITUTE = "振替休日"
ENGLISH = {
    "元日": "New Year’s Day", "成人の日": "Coming of Age Day", "建国記念の日": "National Foundation Day",
    "天皇誕生日": "The Emperor’s Birthday", "春分の日": "Vernal Equinox Day", "昭和の日": "Showa Day",
    "憲法記念日": "Constitution Memorial Day", "みどりの日": "Greenery Day", "こどもの日": "Children’s Day",
    "海の日": "Marine Day", "山の日": "Mountain Day", "敬老の日": "Respect for the Aged Day",
    "秋分の日": "Autumnal Equinox Day", "体育の日": "Health and Sports Day", "スポーツの日": "Sports Day",
    "文化の日": "Culture Day", "勤労感謝の日": "Labour Thanksgiving Day",
    SUBSTITUTE: "Substitute holiday", "国民の休日": "Citizens’ holiday",
    "皇太子・明仁親王の結婚の儀": "Wedding of Crown Prince Akihito",
    "皇太子・皇太子徳仁親王の結婚の儀": "Wedding of Crown Prince Naruhito",
    "昭和天皇の大喪の礼": "Funeral of Emperor Showa",
    "即位の礼正殿の儀": "Enthronement ceremony", "即位礼正殿の儀": "Enthronement ceremony",
    "天皇の即位の日": "Day of the Emperor’s accession",
}  # fmt: skip
"""By the Cabinet Office's names; those of single days as they are usually rendered."""


def holiday(day: date, lang: str) -> str:
    """The name of a holiday; empty for any other day."""
    if not FIRST <= day.year <= LAST:
        return ""
    found = jpholiday.is_holiday_name(day) or ""
    name = SUBSTITUTE if found.endswith(SUBSTITUTE) else found
    return name if lang == "ja" or not name else ENGLISH[name]
