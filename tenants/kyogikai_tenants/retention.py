"""保存期間: how long a municipality keeps what stands beside its record, each within its bounds.

The record itself, the log, is kept for as long as the municipality is a tenant, and no setting shortens that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NamedTuple

from typing_extensions import override

from kyogikai_tenants.effective import Value
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import Fact
from kyogikai_tenants.states import Part
from kyogikai_tenants.vocabulary import Role


class Kept(StrEnum):
    """What is kept beside the record."""

    SESSIONS = auto()
    """Sessions that are over: how, on what kind of browser and in which network somebody was signed in."""
    API_LOG = auto()
    """Which secret of a client was used how often, for what, from which network."""
    CONTACT_LOOKS = auto()
    """Who looked at somebody's contact details."""
    LETTERS = auto()
    """Which member was sent which letter, and what became of it."""
    DRAFTS = auto()
    UPLOADS = auto()
    """Workbooks that were tried and never recorded."""
    JOBS = auto()
    """What was imported, exported or verified, as a job: its progress and its outcome."""
    DELIVERIES = auto()
    """Which change a client was told of by its webhook."""


NAMES: Mapping[Kept, tuple[str, str]] = {
    Kept.SESSIONS: ("終わったログインの記録", "ended sessions"),
    Kept.API_LOG: ("連携先のアクセス記録", "access by API clients"),
    Kept.CONTACT_LOOKS: ("連絡先の閲覧記録", "looks at contact details"),
    Kept.LETTERS: ("開催通知の送付記録", "letters sent"),
    Kept.DRAFTS: ("入力の下書き", "drafts"),
    Kept.UPLOADS: ("取り込まなかったファイル", "files tried and not imported"),
    Kept.JOBS: ("処理の記録", "jobs"),
    Kept.DELIVERIES: ("Webhookの配信記録", "webhook deliveries"),
}
"""In Japanese and English."""


class Bounds(NamedTuple):
    """Days: what holds where nothing is set, and between which the municipality chooses."""

    usual: int
    least: int
    most: int


BOUNDS: Mapping[Kept, Bounds] = {
    Kept.SESSIONS: Bounds(30, 7, 365),
    Kept.API_LOG: Bounds(90, 30, 400),
    Kept.CONTACT_LOOKS: Bounds(400, 365, 1825),
    Kept.LETTERS: Bounds(400, 90, 1825),
    Kept.DRAFTS: Bounds(30, 7, 180),
    Kept.UPLOADS: Bounds(30, 2, 90),
    Kept.JOBS: Bounds(90, 30, 400),
    Kept.DELIVERIES: Bounds(30, 7, 90),
}
"""The reasons stand on the page that sets them, in both languages."""


class Period(Value, frozen=True):
    """How many days something is kept."""

    what: Kept
    days: int


class Retention(Part, frozen=True, kw_only=True):
    """How long something is kept from a day on; without a row, as usual."""

    TABLE = "retention"

    what: Kept
    days: int

    @override
    def series(self) -> Kept:
        """Each thing's own."""
        return self.what

    @override
    def sort_key(self) -> str:
        """By what is kept."""
        return self.what


@dataclass(frozen=True, kw_only=True)
class RetentionSet(Fact):
    """How long things beside the record are kept, all that are named, from then on."""

    TOPIC, COMMAND, SUBJECTS = "tenant.retention_set", "SetRetention", ("municipality_profile",)
    LABEL, LABEL_EN = "保存期間の設定", "Retention set"
    SENTENCE = "{subject}の保存期間を設定（{periods}、{effective}）"
    SENTENCE_EN = "Set how long {subject} keeps {periods} ({effective})"

    periods: tuple[Period, ...]

    @override
    def parts(self) -> Iterable[Part]:
        """A row for each."""
        for period in self.periods:
            yield Retention(what=period.what, days=period.days)


class OutOfBounds(Refused):
    """What stands beside the record is kept until misuse would be noticed, and no longer than needed."""

    CODE = "RETENTION_OUT_OF_BOUNDS"
    JA = "{what}の保存期間は{least}日から{most}日までです。"
    EN = "{what}: kept for {least} to {most} days."
    MAY_ALLOW = (Role.PLATFORM_OPERATOR,)

    @override
    def message(self, lang: str) -> str:
        """With what is kept in words, not by its code."""
        name = NAMES[self.details["what"]][0 if lang == "ja" else 1]
        return (self.JA if lang == "ja" else self.EN).format_map(self.details | {"what": name})


class NamedTwice(Refused):
    """Each thing has one period."""

    CODE = "RETENTION_NAMED_TWICE"
    JA, EN = "同じものの保存期間が二つあります。", "Something has two periods."


def out_of_bounds(fact: RetentionSet) -> Iterator[Refused]:
    """What is wrong with some periods."""
    named = [period.what for period in fact.periods]
    if len(named) > len(set(named)):
        yield NamedTwice(field="periods")
    for period in fact.periods:
        bounds = BOUNDS[period.what]
        if not bounds.least <= period.days <= bounds.most:
            yield OutOfBounds(field="periods", what=period.what, least=bounds.least, most=bounds.most)
