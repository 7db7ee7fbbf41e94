"""/feed.atom: what was published lately, for feed readers; the same bytes for whoever asks (RFC 4287)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from flask import Response

from kyogikai_graphql import ids
from kyogikai_platform.web.public.addresses import origin, there
from kyogikai_platform.web.public.gathering import Gathering
from kyogikai_platform.web.public.published import Refusal, file, gathering, tag, unchanged
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_platform.web.writing import cell_in_words, named
from kyogikai_projections.labels import word
from kyogikai_projections.lately import Recorded, lately
from kyogikai_projections.reading import ById, Moment, Reading, Row, caption_of
from kyogikai_tenants.council.minutes import MinutesKind
from kyogikai_tenants.vocabulary import MeetingState

TABLES = ("meeting", "minutes", "recommendation", "activity")
MOST = 50
"""Entries."""
SPACE = "http://www.w3.org/2005/Atom"
DECLARED = b'<?xml version="1.0" encoding="utf-8"?>\n'
MEDIA = "application/atom+xml; charset=utf-8"
PATHS = {"meeting": "/meetings", "recommendation": "/recommendations", "activity": "/activities"}
OTHERS = {"recommendation": "feed_recommendation", "activity": "feed_activity"}
SAID = {
    MeetingState.SCHEDULED: "feed_scheduled", MeetingState.HELD: "feed_held",
    MeetingState.CANCELLED: "feed_cancelled",
}  # fmt: skip


class News(NamedTuple):
    """Something that was published."""

    id: UUID
    title: str
    path: str
    updated: datetime
    summary: str = ""


def show(site: Site) -> Response:
    """The feed."""
    try:
        found = gathering(site)
    except Refusal as refusal:
        return refusal.response
    etag = tag(found, "feed.atom")
    if same := unchanged(etag):
        return same
    body = found.steady(lambda steady: _written(steady, origin(site)))
    return file(body, MEDIA, etag, "feed.atom", attached=False)


def _written(found: Gathering, base: str) -> bytes:
    """The XML."""
    whose = found.ask("open_whose")["municipality"]
    name = whose["name"]
    when = found.when
    news = found.read(lambda reading: list(_news(reading, reading.moment(when.day, when.known))))
    feed = ET.Element("feed", {"xmlns": SPACE, "xml:lang": "ja"})
    own = uuid5(found.public.tenant_id, "feed")
    latest = max((one.updated for one in news), default=datetime.fromtimestamp(0, UTC))
    _told(feed, id=f"urn:uuid:{own}", title=words("feed_title", "ja", name=name), updated=_time(latest))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}/feed.atom"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}/"})
    _told(ET.SubElement(feed, "author"), name=name)
    _told(feed, rights=whose["licence"] or whose["licenceUrl"] or "")
    for one in news:
        entry = ET.SubElement(feed, "entry")
        _told(
            entry, id=f"urn:uuid:{one.id}", title=one.title, updated=_time(one.updated), summary=one.summary
        )
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": base + one.path})
    ET.indent(feed, " ")
    return DECLARED + bytes(ET.tostring(feed, "utf-8")) + b"\n"


def _told(at: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            ET.SubElement(at, name).text = "".join(c for c in text if c.isprintable() or c in "\n\t")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _news(reading: Reading, moment: Moment) -> Iterator[News]:
    """The latest first; minutes only where their meeting is seen too."""
    found = lately(reading, moment, TABLES, MOST)
    rows = {table: _rows(reading, moment, table, found) for table in TABLES}
    of = {row["meeting_id"] for row in rows["minutes"].values()}
    held = ById("meeting", moment).fetch(reading, sorted(of))
    bodies = _names(reading, moment, [*rows["meeting"].values(), *held.values()])
    for one in found:
        row = rows[one.table][one.id]
        if one.table != "minutes":
            yield _one(one, row, bodies)
        elif row["meeting_id"] in held:
            yield _minutes(one, row, held[row["meeting_id"]], bodies)


def _rows(reading: Reading, moment: Moment, table: str, found: Sequence[Recorded]) -> Mapping[UUID, Row]:
    return ById(table, moment).fetch(reading, [one.id for one in found if one.table == table])


def _names(reading: Reading, moment: Moment, meetings: Sequence[Row]) -> Mapping[UUID, str]:
    """What the bodies of meetings are called."""
    of = {body for row in meetings for body in row["body_ids"]}
    return {key: row["name"] for key, row in ById("body", moment).fetch(reading, sorted(of)).items()}


def _one(one: Recorded, row: Row, bodies: Mapping[UUID, str]) -> News:
    node = ids.encode(ids.TYPES[one.table], one.id)
    name = SAID[MeetingState(row["state"])] if one.table == "meeting" else OTHERS[one.table]
    title = words(name, "ja", title=_titled(one.table, row, bodies))
    own = f"{PATHS[one.table]}/{node}"
    return News(one.id, title, own if there(own) else PATHS[one.table], one.at, row.get("text") or "")


def _titled(table: str, row: Row, bodies: Mapping[UUID, str]) -> str:
    """Whose it is, what it is called, and its day."""
    of = "・".join(bodies[key] for key in row.get("body_ids", ()) if key in bodies)
    name = f"{of} {named(caption_of(table, row), 'ja')}".strip()
    day = row.get("date") or {}
    label = cell_in_words(day, "ja") if day.get("value") else ""
    return f"{name}（{label}）" if label else name


def _minutes(one: Recorded, row: Row, meeting: Row, bodies: Mapping[UUID, str]) -> News:
    node = ids.encode("Meeting", meeting["id"])
    kind = word(MinutesKind(row["kind"]), "ja")
    title = words("feed_minutes", "ja", title=_titled("meeting", meeting, bodies), kind=kind)
    return News(one.id, title, f"/meetings/{node}/minutes", one.at)
