"""From a form that was filled in to what our own API answers: tried first, then recorded once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kyogikai_graphql import ids
from kyogikai_graphql.answering import Asked
from kyogikai_graphql.mutations import naming
from kyogikai_platform.web.site import NoAnswer
from kyogikai_platform.web.visit import Visit
from kyogikai_projections.forms import Form

ERRORS = "userErrors { code message(lang: $lang) field rule mayAllow }"
ENTRIES = "entries { id position label(lang: $lang) sentence(lang: $lang) }"


@dataclass(frozen=True)
class Refusal:
    """What refused a command: the words, the rule, who may allow it, and the field by its path."""

    message: str
    rule: str
    may_allow: tuple[str, ...]
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a command, or would."""

    refusals: tuple[Refusal, ...] = ()
    entries: tuple[dict[str, Any], ...] = ()
    subject: str = ""
    """The id of the record that it is about."""


def document(form: Form) -> str:
    """The mutation of a form, with all that our pages want to know of it."""
    return (
        f"mutation Record($input: {form.command}Input!, $lang: Lang!) "
        f"{{ done: {naming.mutation(form.command)}(input: $input) {{ {ERRORS} {ENTRIES} {_about(form)} }} }}"
    )


def _about(form: Form) -> str:
    name = naming.record(form.about)
    if len(form.about) == 1 and form.about[0] not in ids.TYPES:
        return f"subject: {name}Id"
    return f"subject: {name} {{ id }}"


def outcome(body: Mapping[str, Any]) -> Outcome:
    """What an answer says. Raises NoAnswer for none."""
    if body.get("errors") or not body.get("data"):
        raise NoAnswer(f"record: {body.get('errors')}")
    done = body["data"]["done"]
    refusals = tuple(
        Refusal(e["message"], e["rule"] or e["code"], tuple(e["mayAllow"] or ()), tuple(e["field"] or ())[1:])
        for e in done["userErrors"]
    )
    subject = done["subject"] or ""
    return Outcome(refusals, tuple(done["entries"]), subject if isinstance(subject, str) else subject["id"])


@dataclass(frozen=True)
class Desk:
    """Where somebody records."""

    visit: Visit
    form: Form
    more: dict[str, Any] = field(default_factory=dict)

    def _asked(self, given: Mapping[str, Any], key: str) -> Asked:
        variables = {"input": {**given, "idempotencyKey": key}, "lang": self.visit.lang.upper()}
        return Asked(document(self.form), variables, None, lang=self.visit.lang)

    def tried(self, given: Mapping[str, Any], key: str) -> Outcome:
        """What would be recorded, or refused; nothing is kept. Raises NoAnswer."""
        answering, lang = self.visit.site.answering, self.visit.lang
        with answering.together(self.visit.asker, keep=False) as sitting:
            return outcome(sitting.ask(self._asked(given, key)).told(lang, hints=False))

    def recorded(self, given: Mapping[str, Any], key: str) -> Outcome:
        """What was recorded, or refused; under the same key it is recorded once. Raises NoAnswer."""
        reply = self.visit.site.answering.answer(self.visit.asker, self._asked(given, key))
        return outcome(msgspec.json.decode(reply.body))


def rules_of(refusals: Sequence[Refusal]) -> list[str]:
    """The rules that refused it, each once."""
    return list(dict.fromkeys(r.rule for r in refusals))
