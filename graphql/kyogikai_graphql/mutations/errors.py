"""A refusal as the API tells it: a stable code, words, the field, the rule, and who may allow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kyogikai_graphql.mutations import naming
from kyogikai_projections.forms import Form
from kyogikai_tenants.errors import BadInput, KeyReused, NotFound, Refused
from kyogikai_tenants.log.personal_data import WeakKey
from kyogikai_tenants.rights import writers
from kyogikai_tenants.vocabulary import Role

ABOUT_THE_KEY = (KeyReused, WeakKey)


class NobodyRecords(Refused):
    """Who has not signed in records nothing."""

    CODE = "FORBIDDEN"
    JA = "記録するにはログイン、または書込みの権限があるトークンが要ります。"
    EN = "Sign in, or send a token that may write: the public records nothing."


class RightsMoved(Refused):
    """A command runs only under rights that hold when it runs."""

    CODE = "RIGHTS_MOVED"
    JA, EN = "権限が変わり続けています。もう一度送ってください。", "Rights keep changing; send it again."


class BadReference(Refused):
    """An id in an input is one that this API gave out, for a record of a kind asked for."""

    CODE = "BAD_ID"
    JA = "{place}: このAPIの {kinds} のIDではありません。"
    EN = "{place}: this is no id of a {kinds}."


@dataclass(frozen=True)
class UserError:
    """What a payload tells of a refusal."""

    refused: Refused
    field: list[str] | None
    may_allow: tuple[Role, ...] = ()

    def message(self, lang: str) -> str:
        """In the reader's language; fields are called as the API calls them."""
        if isinstance(self.refused, BadReference) and self.field:
            kinds = self.refused.details["kinds"]
            return BadReference(place=".".join(self.field[1:]), kinds=kinds).message(lang)
        if not isinstance(self.refused, BadInput):
            return self.refused.message(lang)
        place = ".".join(self.field[1:]) if self.field else self.refused.details["field_path"]
        problem = str(self.refused.details["problem"]).partition(" - at `$")[0]
        return BadInput(field_path=place, problem=problem).message(lang)


def told(refused: Refused, form: Form, given: Mapping[str, Any], subject: Any = None) -> UserError:
    """A refusal, with the field of the input that it is about."""
    allowed = refused.MAY_ALLOW
    if isinstance(refused, NobodyRecords):
        allowed = tuple(r for r in Role if r in writers(form.event))
    return UserError(refused, _place(refused, form, given, subject), allowed)


def _place(refused: Refused, form: Form, given: Mapping[str, Any], subject: Any) -> list[str] | None:
    if isinstance(refused, ABOUT_THE_KEY):
        return ["input", "idempotencyKey"]
    if isinstance(refused, NotFound) and not refused.field and subject is not None and form.subject:
        return ["input", naming.field(form, form.subject)]
    if found := naming.path(form, refused.field):
        return found
    corrected = form.command == "CorrectEvent" and given.get("field")
    if corrected and refused.field.partition(".")[0].partition("[")[0] == corrected:
        return ["input", "new", *map(naming.camel, refused.field.split(".")[1:])]
    return None
