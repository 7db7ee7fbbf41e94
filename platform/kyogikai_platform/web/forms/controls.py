"""A form as a page shows it: a control for every field, with what is typed, understood and wrong there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kyogikai_graphql.described.book import shared
from kyogikai_graphql.described.forms import hint
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.forms.choices import Choice, Choices, shortened
from kyogikai_platform.web.forms.control import Control, kinds_of
from kyogikai_platform.web.forms.feasts import feast_of
from kyogikai_platform.web.forms.filled import Filled, is_blank, rows_of
from kyogikai_platform.web.words import words
from kyogikai_projections import era
from kyogikai_projections.era_typed import NotADay
from kyogikai_projections.era_vague import value_of
from kyogikai_projections.forms import Asked, Form, Shape
from kyogikai_projections.labels import word
from kyogikai_tenants.effective import Basis, Kind
from kyogikai_tenants.events import Begins, Defines, Ends
from kyogikai_tenants.texts import LONGEST

LONG = frozenset(
    {
        "text", "texts", "reason", "note", "feedback", "question", "outcome", "finding", "background",
        "purpose", "progress", "summary", "result", "conditions", "exception", "answer",
        "situation", "wish", "details", "abstract", "to_discuss", "attended", "agreed", "withdrawal",
    }
)  # fmt: skip
"""Texts that are written in more than a line."""
PLACES = frozenset({"source_locator", "quality"})
"""What is said beside a fact, and what is meant by that everywhere."""
BESIDE = frozenset({"source_id", "source_locator", "quality", "audience"})
"""What is said about a fact beside the fact."""
RADIOS = 5
"""Of more options there is a list."""
AT_ONCE = ("meeting.", "issue.", "activity.", "recommendation.", "record.")
"""Areas of what happens on a day; elsewhere things hold from a day."""
TIES = {
    Kind.AT: "form_kind_at", Kind.FROM: "form_kind_from", Kind.AS_OF: "form_kind_as_of",
    Kind.UNDATED: "form_kind_undated",
}  # fmt: skip
"""How a fact is tied to its date, in our words."""
DAYS = {
    "ScheduleMeeting": "form_decided_on", "HoldMeeting": "form_held_on", "RaiseIssue": "form_raised_on",
    "RescheduleMeeting": "form_decided_on", "CancelMeeting": "form_decided_on",
}  # fmt: skip
"""What the day of a fact is called where that says more than its time."""


@dataclass(frozen=True)
class Making:
    """What controls are made from."""

    form: Form
    filled: Filled
    choices: Choices
    lang: str

    def say(self, text: str, **facts: Any) -> str:
        """A text of ours."""
        return words(text, self.lang, **facts)

    def all(self, fields: Sequence[Asked]) -> list[Control]:
        """The whole form: what it is about, what is needed, when, and then what may be added."""
        own = sorted(fields, key=self._order)
        found = [self.one(a, naming.field(self.form, a)) for a in own]
        return [replace(c, beside=a.name in BESIDE) for c, a in zip(found, own, strict=True)]

    def _order(self, asked: Asked) -> int:
        if asked is self.form.subject:
            return 0
        if asked.name in {"title", "name"}:
            return 1
        return 3 if asked.name == "effective" else 2 if asked.required else 4

    def one(self, asked: Asked, name: str) -> Control:
        """A field, with the list around it where there may be several, and what its label does not say."""
        if asked.many and asked.shape is Shape.CHOICE:
            found = self._checks(asked, name)
        elif asked.many:
            found = self._list(asked, name)
        else:
            found = self._single(asked, name, self._label(asked))
        return replace(found, hint=self._hint(asked, found.hint))

    def _hint(self, asked: Asked, own: str) -> str:
        """What the label does not say, before what the control itself has to say."""
        beside = shared("everywhere", naming.camel(asked.name)) if asked.name in PLACES else None
        more = hint(asked) or beside
        told = (more.said(self.lang) if more else "", own)
        return (" " if self.lang == "en" else "").join(filter(None, told))

    def _label(self, asked: Asked) -> str:
        if asked.name == "effective" and self.form.command in DAYS:
            return self.say(DAYS[self.form.command])
        said = asked.label(self.lang)
        return said[:1].upper() + said[1:] if self.lang == "en" else said

    def _list(self, asked: Asked, name: str) -> Control:
        label = self._label(asked)
        rows = rows_of(self.filled.typed, name) or ([0] if asked.required else [])
        one = replace(asked, many=False)
        inner = [
            replace(
                self._single(one, f"{name}.{n}", self.say("form_row", label=label, number=at)), required=False
            )
            for at, n in enumerate(rows, 1)
        ]
        return self._base(asked, name, label, "list", inner=inner)

    def _base(self, asked: Asked, name: str, label: str, kind: str, **more: Any) -> Control:
        return Control(
            name, label, kind, asked.required, self.filled.get(name),
            empty=is_blank(self.filled.typed, name), **more,
        )  # fmt: skip

    def _single(self, asked: Asked, name: str, label: str) -> Control:
        made: Any = {
            Shape.GROUP: self._group, Shape.EFFECTIVE: self._effective, Shape.MOMENT: self._moment,
            Shape.CHOICE: self._choice, Shape.FLAG: self._flag, Shape.REFERENCE: self._reference,
            Shape.DAY: self._day,
        }  # fmt: skip
        if asked.shape in made:
            found: Control = made[asked.shape](asked, name, label)
            return found
        if asked.shape is Shape.NUMBER:
            return self._base(asked, name, label, "number", longest=15)
        kind = "long" if asked.name in LONG else "text"
        hint = self.say("form_at_most", most=asked.longest) if asked.longest else ""
        return self._base(asked, name, label, kind, longest=asked.longest or LONGEST, hint=hint)

    def _group(self, asked: Asked, name: str, label: str) -> Control:
        inner = [self.one(f, f"{name}.{naming.camel(f.name)}") for f in asked.fields]
        return self._base(asked, name, label, "group", inner=inner)

    def _choice(self, asked: Asked, name: str, label: str) -> Control:
        options = [Choice(m.name, word(m, self.lang)) for m in asked.choices or ()]
        hint = self.say("form_if_open", word=word(asked.default, self.lang)) if asked.default else ""
        kind = "radio" if len(options) <= RADIOS and asked.required else "choice"
        return self._base(asked, name, label, kind, options=options, hint=hint)

    def _checks(self, asked: Asked, name: str) -> Control:
        options = [Choice(m.name, word(m, self.lang)) for m in asked.choices or ()]
        inner = [
            Control(f"{name}.{c.id}", c.label, "check", value=self.filled.get(f"{name}.{c.id}"))
            for c in options
        ]
        return self._base(asked, name, self._label(asked), "checks", inner=inner)

    def _flag(self, asked: Asked, name: str, label: str) -> Control:
        options = [Choice("yes", self.say("form_yes")), Choice("no", self.say("form_no"))]
        return self._base(asked, name, label, "choice", options=options)

    def _reference(self, asked: Asked, name: str, label: str) -> Control:
        found = self.choices.get(kinds_of(asked), ())
        sought = self.filled.get(f"{name}.find").strip()
        shown, many = shortened(found, self.filled.get(name), sought)
        hint = "" if found else self.say("form_nothing_to_choose")
        if many:
            hint = self.say("form_many", count=len(found))
        return self._base(asked, name, label, "select", options=shown, many=many, hint=hint, sought=sought)

    def _day(self, asked: Asked, name: str, label: str) -> Control:
        return self._base(
            asked, name, label, "day", hint=self.say("form_day_hint"), longest=40, understood=self._read(name)
        )

    def _read(self, name: str) -> str:
        """What was understood of a date, in both calendars."""
        try:
            value = value_of(self.filled.get(name)) if self.filled.get(name).strip() else ""
        except NotADay:
            value = ""
        if not value:
            return ""
        western = value if self.lang == "ja" else era.english(value)
        read = self.say("form_understood", ja=era.japanese(value), en=western)
        feast = feast_of(value, self.lang)
        return read + " " + self.say("form_holiday", name=feast) if feast else read

    def _effective(self, asked: Asked, name: str, label: str) -> Control:
        kinds = [k for k in Kind if k is not Kind.UNDATED or self._may_be_undated(asked)]
        ways = [Choice(k.name, self.say(TIES[k])) for k in kinds]
        tied = self.filled.get(f"{name}.kind") or self._usual(asked).name
        kind = Control(
            f"{name}.kind", self.say("form_kind"), "radio", value=tied, options=ways
        )  # fmt: skip
        value = Control(
            f"{name}.value", self.say("form_when", label=label), "day", asked.required,
            self.filled.get(f"{name}.value"), hint=self.say("form_date_hint"), longest=80,
            understood=self._read(f"{name}.value"),
        )  # fmt: skip
        written = Asked("as_written", Shape.TEXT, required=False, longest=40)
        basis = Asked("basis", Shape.CHOICE, required=False, choices=Basis, default=Basis.STATED)
        more = [self.one(f, f"{name}.{naming.camel(f.name)}") for f in (written, basis)]
        return self._base(asked, name, label, "effective", inner=[value, kind, *more])

    def _usual(self, asked: Asked) -> Kind:
        event = self.form.event
        lasting = asked.name == "effective" and not event.TOPIC.startswith(AT_ONCE)
        return Kind.FROM if lasting and not issubclass(event, Ends) else Kind.AT

    def _may_be_undated(self, asked: Asked) -> bool:
        return asked.name != "effective" or issubclass(self.form.event, Begins | Defines)

    def _moment(self, asked: Asked, name: str, label: str) -> Control:
        hour = Asked("time", Shape.TEXT, required=asked.required)
        other = Asked("day", Shape.TEXT, required=False)
        at = replace(
            self._base(hour, f"{name}.time", self.say("form_time"), "short", longest=20),
            hint=self.say("form_time_hint"),
        )
        on = replace(
            self._base(other, f"{name}.day", self.say("form_other_day"), "day"),
            hint=self.say("form_other_day_hint"), longest=40, understood=self._read(f"{name}.day"),
        )  # fmt: skip
        return self._base(asked, name, label, "moment", inner=[at, on])
