"""やさしい日本語: what an editor says in plain words, so that everybody can read it.

A summary stands beside what it sums up and is never seen by more people: of a meeting it
sums up the minutes, and so it is public while minutes are, and not before or after.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from msgspec.structs import replace as with_fields
from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.council.attendance import guarded
from kyogikai_tenants.council.minutes import Minutes, MinutesAct
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import AudienceChanged, Defines
from kyogikai_tenants.record import NARROWNESS, Record
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Part, Version
from kyogikai_tenants.vocabulary import Audience

LANGUAGE = "ja-simple"
"""Plain Japanese as BCP 47 has it: ``simple`` is the registered variant for a simplified form."""


class PlainSummary(Part, frozen=True, kw_only=True):
    """A record in plain words."""

    TABLE = "plain_summary"

    text: str
    shown_to: Audience | None = None
    """Empty: whoever sees the record."""

    @override
    def series(self) -> Hashable:
        """One at a time."""
        return "plain_summary"

    @override
    def own_audience(self) -> Audience | None:
        """As far as what it sums up is shown."""
        return self.shown_to


@dataclass(frozen=True, kw_only=True)
class PlainSummaryWritten(Defines):
    """A summary in plain Japanese, in place of an earlier one; of a meeting, it sums up the minutes."""

    TOPIC, COMMAND = "plain_summary.written", "WritePlainSummary"
    SUBJECTS = ("body", "meeting", "issue", "recommendation", "activity")
    ATTESTS = False
    LABEL, LABEL_EN = "やさしい日本語の要約", "Plain summary written"
    SENTENCE = "「{subject}」のやさしい日本語の要約を記録（{effective}）"
    SENTENCE_EN = "Wrote a summary of {subject} in plain Japanese ({effective})"

    summary: str

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield PlainSummary(text=self.summary)


class SummaryNeedsMinutes(Refused):
    """A plain summary of a meeting sums up its minutes: there have to be some."""

    CODE = "SUMMARY_NEEDS_MINUTES"
    JA = "会議のやさしい日本語の要約は、会議録の要約です。先に会議録を作成してください。"
    EN = "A plain summary of a meeting sums up its minutes: draft those first."
    BUSINESS = True


class SummaryFollowsItsRecord(Refused):
    """Who sees a plain summary follows from what it sums up, never from a change of audience of its own."""

    CODE = "SUMMARY_FOLLOWS_ITS_RECORD"
    JA = "やさしい日本語の要約の公開範囲は、要約した記録の公開範囲によって決まります。"
    EN = "Who sees a plain summary follows from the record that it sums up."


@rule
def summaries_have_no_audience_of_their_own(_: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Of whatever record."""
    for change in changes:
        if any(isinstance(e, AudienceChanged) and PlainSummary.TABLE in e.fields for e in change.new):
            yield SummaryFollowsItsRecord(field="fields")


def as_minutes_are(meeting: Record, summary: Version, minutes: Iterable[Version]) -> Version:
    """A meeting's summary, for whoever sees any of its minutes."""
    shown = [v.state.shown_to for v in minutes if isinstance(v.state, Minutes) and v.valid_to is None]
    widest = min(shown, key=NARROWNESS.index, default=guarded(meeting.audience))
    return with_fields(summary, state=with_fields(cast(PlainSummary, summary.state), shown_to=widest))


def summary_problems(meeting: Record) -> Iterator[Refused]:
    """What must hold of a meeting's summary."""
    written = any(isinstance(f, PlainSummaryWritten) for f in meeting.said)
    if written and not any(isinstance(f, MinutesAct) for f in meeting.said):
        yield SummaryNeedsMinutes(field="summary")
