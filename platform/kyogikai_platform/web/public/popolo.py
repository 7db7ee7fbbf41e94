"""Popolo: organizations, persons, memberships, posts and events, as popoloproject.com/specs has them.

Only dates that Popolo can write (a year, a month, a day) stand in its fields: a fiscal year, an interval or
an unknown beginning would have to be made more precise than its source is. What is known of them in words
stands in the data sets.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kyogikai_platform.web.public.columns import Answer
from kyogikai_platform.web.public.gathering import Gathering

DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
"""What Popolo can say of a day."""
Thing = dict[str, Any]


def made(gathering: Gathering) -> bytes:
    """All of it as JSON."""
    bodies, members = gathering.rows("bodies"), gathering.rows("memberships")
    councils = gathering.ask("open_councils")["councils"]
    whose = gathering.ask("open_council")["council"]
    organizations = [*_councils(councils), *_bodies(bodies, whose)]
    organizations += [_organization(one) for one in gathering.rows("organizations")]
    whole = {
        "organizations": organizations, "persons": list(_persons(members)),
        "memberships": [_membership(one) for one in members], "posts": list(_posts(members)),
        "events": [_event(one) for one in gathering.rows("meetings")],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _councils(councils: Iterable[Answer]) -> Iterator[Thing]:
    for one in councils:
        told = {"id": one["id"], "name": one["name"], "classification": "council"}
        told |= _dated(founding_date=one["established"], dissolution_date=one["ended"])
        former = [_other(name) for name in one["names"] if name["name"] != one["name"]]
        yield told | ({"other_names": former} if former else {})


def _other(name: Answer) -> Thing:
    return {"name": name["name"], "note": name["kind"].lower()} | _dated(
        start_date=name["from"], end_date=name["to"]
    )


def _bodies(bodies: Iterable[Answer], council: Answer | None) -> Iterator[Thing]:
    """Below their parents; those without one below the council in force."""
    groups: dict[str, Thing] = {}
    above = {"parent_id": council["id"]} if council else {}
    for one in bodies:
        told = {"id": one["id"], "name": one["name"], "classification": one["kind"].lower()}
        if one["group"]:
            group = {"id": one["group"]["id"], "name": one["group"]["name"], "classification": "body_group"}
            groups[group["id"]] = group | above
        parent = one["parent"] or one["group"]
        told |= {"parent_id": parent["id"]} if parent else above
        yield told | _dated(founding_date=one["started"], dissolution_date=one["ended"])
    yield from groups.values()


def _organization(one: Answer) -> Thing:
    told = {"id": one["id"], "name": one["name"]}
    return told | ({"classification": one["category"]} if one["category"] else {})


def _persons(members: Iterable[Answer]) -> Iterator[Thing]:
    """Those whose names are published."""
    found = {one["person"]["id"]: one["person"]["name"] for one in members if one["person"]}
    yield from ({"id": own, "name": name} for own, name in found.items() if name)


def _membership(one: Answer) -> Thing:
    """A person's, on behalf of an organisation where there is one; else an organisation's own."""
    told: Thing = {"id": one["id"], "organization_id": one["body_id"]}
    person, organization = one["person"], one["organization"]
    if person and person["name"]:
        told["person_id"] = person["id"]
        told |= {"on_behalf_of_id": organization["id"]} if organization else {}
    elif organization:
        told["member"] = {"id": organization["id"], "name": organization["name"]}
    told |= {"role": one["office"], "post_id": _post(one)} if one["office"] else {"role": "member"}
    told |= {"label": one["jobTitle"]} if one["jobTitle"] else {}
    return told | _dated(start_date=one["from"], end_date=one["to"])


def _post(one: Answer) -> str:
    return f"{one['body_id']}:{one['office']}"


def _posts(members: Iterable[Answer]) -> Iterator[Thing]:
    """The offices that are held, each once in its body."""
    held = {_post(one): one for one in members if one["office"]}
    for post, one in held.items():
        yield {"id": post, "label": one["office"], "role": one["office"], "organization_id": one["body_id"]}


def _event(one: Answer) -> Thing:
    """A meeting of its lead body."""
    told: Thing = {"id": one["id"], "name": one["title"], "classification": "meeting"}
    told |= {"status": one["state"].lower()} | ({"location": one["place"]} if one["place"] else {})
    told |= {"organization_id": one["bodies"][0]["id"]} if one["bodies"] else {}
    told |= _dated(start_date=one["date"])
    begins, ends = one["startsAt"], one["endsAt"]
    return (
        told
        | ({"start_date": _second(begins)} if begins else {})
        | ({"end_date": _second(ends)} if ends else {})
    )


def _second(moment: str) -> str:
    """Without the fractions that Popolo has no place for."""
    return re.sub(r"\.\d+", "", moment)


def _dated(**dates: Answer | None) -> Thing:
    """The dates that Popolo can write."""
    values = {name: one["value"] for name, one in dates.items() if one and one["value"]}
    return {name: value for name, value in values.items() if DATE.fullmatch(value)}
