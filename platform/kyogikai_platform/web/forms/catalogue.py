"""Which commands there are, by feature, what they are called, and which of them somebody may give today."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kyogikai_graphql.asker import Asker
from kyogikai_graphql.mutations import naming
from kyogikai_graphql.mutations.offered import offered
from kyogikai_platform.web.words import words
from kyogikai_projections.filling import Whole
from kyogikai_projections.forms import Form
from kyogikai_projections.labels import asked_label, kind_label, word
from kyogikai_tenants.permission import may_ever
from kyogikai_tenants.rights import area, writers
from kyogikai_tenants.vocabulary import Role

GROUPS: dict[str, tuple[str, ...]] = {
    "form_group_meetings": ("meeting.",),
    "form_group_issues": ("issue.", "issue_route."),
    "form_group_proposals": ("recommendation.",),
    "form_group_plain": ("plain_summary.",),
    "form_group_members": ("term.", "seat.", "membership.", "person.", "organization."),
    "form_group_bodies": ("body.", "body_group."),
    "form_group_council": ("council.", "rule."),
    "form_group_activities": ("activity.", "phase."),
    "form_group_sources": ("source_document.", "external_party."),
    "form_group_record": ("record.",),
    "form_group_access": ("user.", "api_client."),
    "form_group_tenant": ("tenant.",),
}
"""Features, in the order in which an office needs them, by the areas of their events."""
BY_ADDRESS: dict[str, Whole] = {naming.mutation(command): whole for command, whole in offered()}
"""Every command that has a form, by the word in its address."""
_WORDS = re.compile(r"(?<!^)(?=[A-Z])")
_SLOT = re.compile(r"「?\{(\w+)\}」?")
_TWICE = re.compile(r"(\w+)〔\1〕")
"""A word before the field that bears its name."""
FIRST = (
    "ScheduleMeeting", "ConveneMeeting", "RecordAttendance", "HoldMeeting", "MakeDecision", "DraftMinutes",
    "ConfirmMinutes", "PublishMinutes", "RaiseIssue", "ReferIssue", "EscalateIssue", "StartTerm", "EndTerm",
    "AppointMember", "ReplaceMember", "ElectOfficer",
)  # fmt: skip
"""What an office does most, in the order of its work; the rest follows as it is declared."""


class Offer(NamedTuple):
    """A command in a list: where its form is, what it is called, and a sentence about it."""

    path: str
    label: str
    sentence: str


def label(form: Form, lang: str) -> str:
    """What a command is called: by its event in Japanese, by its imperative in English."""
    if form.command == "MergeBodies":
        return words("form_merge_bodies", lang)
    if lang == "ja":
        return form.label("ja")
    return _WORDS.sub(" ", form.command).capitalize().replace("Api client", "API client")


def sentence(form: Form, lang: str) -> str:
    """What a command records: in Japanese the trail's own sentence, its fields by their names."""
    if lang != "ja":
        return form.text

    def named(found: re.Match[str]) -> str:
        name = found[1]
        kinds = form.about or form.event.SUBJECTS
        said = kind_label(kinds[0], lang) if name == "subject" and kinds else ""
        return f"〔{said or asked_label(form.command, 'name' if name == 'subject' else name, lang)}〕"

    told = _SLOT.sub(named, form.event.SENTENCE.replace("（{effective}）", ""))
    return _TWICE.sub(r"〔\1〕", told).replace("〕〔", "〕・〔")


def may(asker: Asker, form: Form) -> bool:
    """Whether somebody may give such a command today, on some record."""
    by_hand = asker.actor is not None and Role.API_CLIENT not in asker.holds.roles
    return by_hand and may_ever(asker.holds, form.event)


def may_any(asker: Asker | None) -> bool:
    """Whether there is anything that somebody may record today."""
    return asker is not None and any(may(asker, whole.form) for whole in BY_ADDRESS.values())


def offers(asker: Asker, lang: str) -> list[tuple[str, list[Offer]]]:
    """All that somebody may record, by feature."""
    own = {address: whole.form for address, whole in BY_ADDRESS.items() if may(asker, whole.form)}
    found = [(name, list(_of(own, areas, lang))) for name, areas in GROUPS.items()]
    return [(name, listed) for name, listed in found if listed]


def _of(own: dict[str, Form], areas: tuple[str, ...], lang: str) -> Iterator[Offer]:
    order = {command: n for n, command in enumerate(FIRST)}
    for address, form in sorted(own.items(), key=lambda pair: order.get(pair[1].command, len(FIRST))):
        if area(form.event) in areas:
            yield Offer(f"/record/{address}", label(form, lang), sentence(form, lang))


def allowed(form: Form, lang: str) -> list[str]:
    """The roles that may record it, in words."""
    return [word(role, lang) for role in Role if role in writers(form.event)]
