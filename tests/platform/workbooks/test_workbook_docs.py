"""docs/workbooks.md names every sheet and column, and the limits that hold."""

from pathlib import Path

from kyogikai_platform.workbooks import limits
from kyogikai_platform.workbooks.sheets import SHEETS

DOCS = (Path(__file__).parents[3] / "docs" / "workbooks.md").read_text(encoding="utf-8")


def test_the_document_names_every_sheet_with_its_columns() -> None:
    for sheet in SHEETS:
        columns = ", ".join(f"**{c.heading}**" if c.needed else c.heading for c in sheet.columns)
        assert f"| {sheet.name} | {columns} |" in DOCS


def test_the_document_names_the_limits() -> None:
    plain = DOCS.replace("\n", " ")
    for said in (
        f"{limits.BYTES // 10**6} MB", f"{limits.SHEETS} sheets", f"{limits.ROWS:,} rows".replace(",", " "),
        f"{limits.COLUMNS} columns", f"{limits.CELLS:,} cells".replace(",", " "),
        f"{limits.LONGEST:,} characters".replace(",", " "), f"{limits.SECONDS} seconds",
    ):  # fmt: skip
        assert said in plain, said
