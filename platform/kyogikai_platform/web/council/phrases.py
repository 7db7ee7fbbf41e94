"""Terms, rules and norms as the read models have them, in words."""

from collections.abc import Iterable

from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word
from kyogikai_projections.reading import Row
from kyogikai_tenants.vocabulary import SecretariatMode

NORMS = {
    "purpose": "history_purpose", "composition": "history_composition", "cadence": "history_cadence",
    "secretariat": "history_secretariat", "statement": "history_statement",
}  # fmt: skip
"""Table of norms -> what one of them is called."""


def term_name(row: Row, lang: str) -> str:
    """第3期, or as its source calls it."""
    if row["number"]:
        return words("term_number", lang, number=row["number"])
    return row["as_written"] or words("term_unnamed", lang)


def title_of(row: Row) -> str:
    """A law or rule by its title, with its form."""
    form = row.get("form") or row.get("legal_form") or ""
    return f"{row['title']}（{form}）" if form else str(row["title"])


def norm(table: str, row: Row, lang: str) -> str:
    """What a norm says, as its source words it where that is kept."""
    if table == "secretariat":
        mode = word(SecretariatMode(row["mode"]), lang) if row["mode"] != "unknown" else ""
        return listed(filter(None, (*row["names"], mode, row["as_written"])), lang)
    if table == "composition":
        return listed(filter(None, (row["text"], row["level"], *row["categories"], *row["added"])), lang)
    if table == "statement":
        return str(row["as_written"] or row["text"] or row["title"])
    return str(row.get("as_written") or row.get("text") or "")


def listed(texts: Iterable[object], lang: str) -> str:
    """Several texts as one."""
    return ("、" if lang == "ja" else ", ").join(str(t).rstrip("。") for t in texts)
