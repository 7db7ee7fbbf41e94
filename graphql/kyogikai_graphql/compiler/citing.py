"""What facts rest on, compiled: quality flags and sources, as corrected up to the moment's position."""

import re
from typing import Any

from kyogikai_graphql.compiler import predicates
from kyogikai_graphql.compiler.selecting import Ask, Selecting, key_of
from kyogikai_graphql.compiler.statement import Cell, Row, array, joined
from kyogikai_graphql.loading import scope
from kyogikai_projections.tables import audit_entry
from kyogikai_tenants.events import EventAnnulled, EventCorrected

MOST = 100_000
"""More flags than this no fact has: places in the list of all of them."""


class _Cited:
    """The entries of an object's facts, each with the standing correction of one field."""

    def __init__(self, c: Selecting, at: Any, field: str) -> None:
        alias = c.statement.alias
        self.c, self.fact, self.entry, self.correction = c, alias("f"), alias("a"), alias("k")
        self.text = (
            f"{at.facts(self.fact)} JOIN audit_entry {self.entry} ON {self._own(self.entry)} "
            f"AND {self.entry}.stream_id = {self.fact}.stream_id "
            f"AND {self.entry}.stream_version = {self.fact}.version "
            f"LEFT JOIN LATERAL ({self._standing(field, at.moment.position)}) {self.correction} ON true"
        )

    def _own(self, alias: str) -> str:
        return f"{alias}.tenant_id = {self.c.statement.parameter('tenant_id', 'UUID')}"

    def _about(self, alias: str, topic: str, version: str, position: str | None) -> str:
        upto = f" AND {alias}.position <= {position}" if position else ""
        return (
            f"{self._own(alias)} AND {alias}.stream_id = {self.fact}.stream_id AND {alias}.topic = '{topic}' "
            f"AND {alias}.target = {version}{upto}"
        )

    def _standing(self, field: str, position: str | None) -> str:
        own, over = self.c.statement.alias("c"), self.c.statement.alias("o")
        corrects = self._about(own, EventCorrected.TOPIC, f"{self.fact}.version", position)
        annuls = self._about(over, EventAnnulled.TOPIC, f"{own}.stream_version", position)
        return (
            f"SELECT {own}.fields->'new' AS new, {own}.position FROM audit_entry {own} WHERE {corrects} "
            f"AND {own}.fields->>'field' = '{field}' "
            f"AND NOT EXISTS (SELECT 1 FROM audit_entry {over} WHERE {annuls}) "
            f"ORDER BY {own}.position DESC LIMIT 1"
        )

    def either(self, corrected: str, said: str) -> str:
        """What a standing correction says, else what the entry says."""
        return f"CASE WHEN {self.correction}.position IS NULL THEN {said} ELSE {corrected} END"


def quality(c: Selecting, at: Any, ask: Ask) -> str:
    """The flags of every fact, each once, in the order in which they first stand."""
    cited, each, flag = _Cited(c, at, "quality"), c.statement.alias("e"), c.statement.alias("q")
    corrected = f"coalesce(nullif({cited.correction}.new::text, 'null'), '[]')::json"
    flags = cited.either(corrected, f"{cited.entry}.quality")
    place = f"{cited.fact}.n * {MOST} + {each}.n"
    source = (
        f"FROM (SELECT (array_agg({each}.value ORDER BY {place}))[1] AS value, min({place}) AS n "
        f"FROM {cited.text} CROSS JOIN LATERAL json_array_elements({flags}) "
        f"WITH ORDINALITY {each}(value, n) GROUP BY {each}.value::jsonb) {flag} ORDER BY {flag}.n"
    )
    columns = c.columns(ask.kind, c.inside(ask, None), Cell(f"{flag}.value"))
    return array(columns, c.statement.alias("x"), source)


def provenance(c: Selecting, at: Any, ask: Ask) -> str:
    """A source for every fact, where anything of it may be told; the place in a hidden document is hidden."""
    cited = _Cited(c, at, "source")
    named = cited.either(f"({cited.correction}.new->>'document_id')::uuid", f"{cited.entry}.document_id")
    entry = Row(cited.entry, "audit_entry", at.moment)
    document = c.join(entry, "source_document", f"{{}}.id = {named}")
    where = cited.either(f"{cited.correction}.new->>'locator'", f"{cited.entry}.locator")
    locator = f"CASE WHEN {named} IS NULL OR {document}.id IS NOT NULL THEN nullif({where}, '') END"
    admitted = _admitted(c, cited.entry)
    columns = []
    for key, nodes in c.inside(ask, None).items():
        name = nodes[0].name.value
        inner = Ask(ask.kind, ask.kind.fields.get(name), nodes)
        if name == "document":
            value = c.found(document, inner)
        elif name == "event":
            value = f"CASE WHEN {admitted} THEN {c.object(inner, entry)} END" if admitted else "NULL::text"
        else:
            value = locator if name == "locator" else f"'{ask.kind.name}'::text"
        columns.append(f"{value} AS {key_of(key)}")
    told = [f"{document}.id IS NOT NULL", f"({locator}) IS NOT NULL"]
    told += [f"({admitted})"] if admitted else []
    source = f"FROM {cited.text}{joined(entry)} WHERE {' OR '.join(told)} ORDER BY {cited.fact}.n"
    return array(columns, c.statement.alias("x"), source)


def _admitted(c: Selecting, alias: str) -> str:
    """The entries that the viewer may read; empty where none."""
    open_to = scope(c.viewer)
    if open_to is None:
        return ""
    return re.sub(r"\baudit_entry\.", f"{alias}.", predicates.where(audit_entry, open_to.clause()))
