"""Refusals. Each class is one rule: its docstring states it, its code is stable, it says who may allow it.

Pages and the API translate them once. ``BUSINESS`` rules become quality flags when old
history is imported; the others are refused there too.
"""

from typing import Any, ClassVar

from typing_extensions import override

from kyogikai_tenants.vocabulary import Role
from kyogikai_tenants.wording import in_japanese


class Refused(Exception):
    """A command that a rule forbids, with the field that it is about."""

    CODE: ClassVar[str] = "REFUSED"
    JA: ClassVar[str] = "この操作は受け付けられません。"
    EN: ClassVar[str] = "This is refused."
    MAY_ALLOW: ClassVar[tuple[Role, ...]] = ()
    BUSINESS: ClassVar[bool] = False
    FLAGGED: ClassVar[bool] = False
    """Whether it only becomes a quality flag, for everybody."""

    def __init__(self, *, field: str = "", **details: Any) -> None:
        self.field, self.details = field, details
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """The refusal in the reader's language (``ja`` or ``en``)."""
        return (self.JA if lang == "ja" else self.EN).format_map(self.details)


class BadInput(Refused):
    """A value has the form that its field asks for."""

    CODE = "BAD_INPUT"
    JA, EN = "{field_path}: {problem}", "{field_path}: {problem}"

    @override
    def message(self, lang: str) -> str:
        """In the reader's language, whatever told it."""
        return f"{self.details['field_path']}: {self.said(lang)}"

    def said(self, lang: str) -> str:
        """The problem alone; msgspec adds where it stands."""
        told = str(self.details["problem"])
        return in_japanese(told.partition(" - at `$")[0]) if lang == "ja" else told


class NotFound(Refused):
    """A reference names something of this municipality."""

    CODE = "NOT_FOUND"
    JA, EN = "{kind} {id} はこの自治体の記録にありません。", "There is no {kind} {id} in this municipality."


class AlreadyThere(Refused):
    """An id is given once."""

    CODE = "ALREADY_THERE"
    JA, EN = "{id} はすでに記録されています。", "{id} is already on record."


class KeyReused(Refused):
    """An idempotency key stands for one input."""

    CODE = "KEY_REUSED"
    JA = "この冪等キーは別の内容ですでに使われています。"
    EN = "This idempotency key was used with another input."


class Conflict(Refused):
    """A command that names the version it saw is refused when somebody was faster."""

    CODE = "CONFLICT"
    JA = "ほかの人が先に変更しました（版 {seen} → {now}）。"
    EN = "Somebody else changed it first (version {seen} is now {now})."


class OutsideLife(Refused):
    """A fact lies within the life of what it belongs to; a correction leaves every other fact inside too."""

    CODE = "OUTSIDE_LIFE"
    JA = "存続期間の外の事実があります: {facts}"
    EN = "Outside the life: {facts}"
    MAY_ALLOW = (Role.SECRETARIAT,)
    BUSINESS = True


class NeedsADay(Refused):
    """Only an opening or a definition may be undated; a change or an end has a day, 'as of' at least."""

    CODE = "NEEDS_A_DAY"
    JA, EN = "変更と終了には日付が要ります: {facts}", "A change or an end needs a date: {facts}"


class NotCorrectable(Refused):
    """Facts are corrected, facts and corrections annulled; an annulment is final."""

    CODE = "NOT_CORRECTABLE"
    JA = "記録 {target} の {name} は訂正・取消しできません。"
    EN = "Nothing to correct or annul: {target} {name}"


class OpeningStands(Refused):
    """An opening is annulled last: only when no other fact of that life stands."""

    CODE = "OPENING_STANDS"
    JA, EN = "先に取り消すべき事実があります: {facts}", "Other facts of that life still stand: {facts}"


class NotOfThisKind(Refused):
    """An event happens to the kinds of record that it is declared for."""

    CODE = "NOT_OF_THIS_KIND"
    JA, EN = "「{event}」は {kind} には記録できません。", "{event_en}: this does not happen to a {kind}."


class BeforeFirstSighting(Refused):
    """Before the first sighting of a record all is unknown: a fact there is kept, and flagged."""

    CODE = "BEFORE_FIRST_SIGHTING"
    JA = "存続が確認される前の事実です: {facts}"
    EN = "Before the first sighting of what it belongs to: {facts}"
    FLAGGED = True
