"""What stands in a text, compiled: pairs propose records, and each of their texts is looked at.

The same as ``kyogikai_projections.finding`` does in Python, on the forms that the read models keep.
"""

from collections.abc import Iterator

from kyogikai_graphql.compiler.selecting import Selecting
from kyogikai_graphql.compiler.statement import Moment, Place, Row
from kyogikai_projections.finding import KINDS, NAMES
from kyogikai_projections.search import SEARCHED
from kyogikai_projections.tables import TABLES
from kyogikai_tenants.vocabulary import Existence

LAST = "chr(1114111)"
"""The last character that there is: a range that begins with another and ends before it and this."""
PAIRS = 64
"""So many pairs of a text propose records: whether all of it stands there is looked at anyway."""


class Sought:
    """A text that is looked for, in its two forms."""

    def __init__(self, c: Selecting, plain: Place, normal: Place) -> None:
        self.c, self.statement = c, c.statement
        self.plain, self.normal = (self.statement.parameter(form, "TEXT") for form in (plain, normal))
        self.tenant = self.statement.parameter("tenant_id", "UUID")

    def named(self, row: Row) -> str:
        """The records that have such a name: a select of ids over the rows of a table of names."""
        s, where = self._standing(row)
        where += f" AND {_is(s, f'{row}.name')}"
        return (
            f"SELECT {s}.stream_id FROM search_text {s} JOIN {row.table} {row} ON {where} "
            f"WHERE {self._stands(s)} AND {s}.row_table = '{row.table}' AND {s}.field = 'name'"
        )

    def hits(self, moment: Moment, name: str) -> str:
        """What is found, as the common table expressions of which the last has that name."""
        texts, places, best = (self.statement.alias(stem) for stem in ("texts", "places", "best"))
        found = " UNION ALL ".join(self._places(texts, table, moment) for table in SEARCHED)
        records = " UNION ALL ".join(self._records(best, place, moment) for place in range(len(KINDS)))
        return (
            f"{texts} AS MATERIALIZED (SELECT * FROM search_text s WHERE {self._stands('s')}), "
            f"{places} AS ({found}), {best} AS MATERIALIZED (SELECT DISTINCT ON (stream_id) * FROM {places} "
            f"ORDER BY stream_id, {self._preference()}), {name} AS MATERIALIZED ({records})"
        )

    def _stands(self, s: str) -> str:
        """The texts in which it stands, of the records that its pairs propose."""
        proposed = " UNION ALL ".join(self._proposed())
        return (
            f"{s}.tenant_id = {self.tenant} AND {s}.stream_id = ANY(ARRAY({proposed})) "
            f"AND (position({self.plain} in {s}.plain) > 0 OR position({self.normal} in {s}.normal) > 0)"
        )

    def _proposed(self) -> Iterator[str]:
        """Records in which all pairs of one of its forms stand, or its only character."""
        other = f" AND {self.normal} <> {self.plain}"
        for form, only in ((self.plain, ""), (self.normal, other)):
            pairs = f"FROM generate_series(1, least(char_length({form}) - 1, {PAIRS})) i"
            pair, which = f"substr({form}, i, 2)", f"g.tenant_id = {self.tenant}{only}"
            yield (
                f"SELECT DISTINCT g.stream_id FROM search_gram g WHERE {which} AND char_length({form}) = 1 "
                f"AND g.gram >= {form} AND g.gram < {form} || {LAST}"
            )
            yield (
                f"SELECT g.stream_id FROM search_gram g WHERE {which} AND g.gram = ANY(ARRAY("
                f"SELECT {pair} {pairs})) GROUP BY g.stream_id "
                f"HAVING count(*) = (SELECT count(DISTINCT {pair}) {pairs})"
            )

    def _standing(self, row: Row) -> tuple[str, str]:
        """A text's alias, and what joins it to the versions of its row that the viewer sees."""
        s = self.statement.alias("s")
        return s, f"{row}.id = {s}.row_id AND {self.statement.rows(row, 'standing')}"

    def _places(self, texts: str, table: str, moment: Moment) -> str:
        """Where it stands in the rows of a table: under which name, if that is one, and in what text."""
        row = self.c.row(table, moment)
        s, where = self._standing(row)
        ways = " ".join(f"WHEN '{name}' THEN {_text(row, name, s)}" for name in SEARCHED[table])
        text = f"CASE {s}.field {ways} END"
        names = ", ".join(f"'{name}'" for name in SEARCHED[table] if (table, name) in NAMES)
        name = f"CASE WHEN {s}.field IN ({names}) THEN {row}.name END" if names else "NULL::text"
        return (
            f"SELECT {s}.*, {row}.valid_from, {name} AS name, {text} AS text "
            f"FROM {texts} {s} JOIN {table} {row} ON {where} AND {_is(s, text)} "
            f"WHERE {s}.row_table = '{table}'"
        )

    def _preference(self) -> str:
        """As ``finding`` prefers, and what stands earlier."""
        varied = f"position({self.plain} in plain) = 0"
        return f"name IS NULL, {varied}, char_length(text), row_table, field, valid_from, row_id, place"

    def _records(self, best: str, place: int, moment: Moment) -> str:
        """The records of a kind that have begun on the day, each with what is shown of it and its rank."""
        kind, b = KINDS[place], self.statement.alias("b")
        row = self.c.row(kind, moment)
        rank = f"CASE WHEN {b}.name IS NULL THEN '2' WHEN {self._whole(b)} THEN '0' ELSE '1' END"
        return (
            f"""SELECT '{kind}'::text AS kind, {row}.id, ({rank} || ' {place:02} ' || {row}.sort) """
            f"""COLLATE "C" AS sort, {b}.name, {b}.text, {title(row)} AS title """
            f"FROM {best} {b} JOIN {kind} {row} ON {row}.id = {b}.stream_id "
            f"AND {self.statement.rows(row, 'current')} "
            f"WHERE {b}.kind = '{kind}' AND {row}.existence <> '{Existence.NOT_YET}'"
        )

    def _whole(self, best: str) -> str:
        """Whether it is all of the name under which a record was found."""
        same = f"e.row_table = {best}.row_table AND e.row_id = {best}.row_id AND {_is('e', f'{best}.name')}"
        which = f"e.tenant_id = {self.tenant} AND {same} AND e.field = 'name' AND e.place = 1"
        return f"EXISTS (SELECT 1 FROM search_text e WHERE {which} AND e.normal = {self.normal})"


def _is(kept: str, text: str) -> str:
    """Whether a text is the one that is kept."""
    return f"{kept}.digest = sha256(convert_to({text}, 'UTF8'))"


def _text(row: Row, name: str, text: str) -> str:
    several = str(TABLES[row.table].c[name].type) == "ARRAY"
    return f"{row}.{name}[{text}.place]" if several else f"{row}.{name}"


def title(row: Row) -> str:
    """What a record is called on the day: ``caption`` of its state."""
    if row.table != "meeting":
        return f"{row}.{'name' if 'name' in TABLES[row.table].c else 'title'}"
    year = f"CASE WHEN {row}.fiscal_year <> 0 THEN {row}.fiscal_year||'年度' ELSE '' END"
    return (
        f"CASE WHEN {row}.title <> '' THEN {row}.title WHEN {row}.number <> 0 THEN {year}||'第'||{row}.number"
        f"||'回' ELSE coalesce({row}.date->>'value', '')||'の会議' END"
    )
