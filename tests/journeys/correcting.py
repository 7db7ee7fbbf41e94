"""How somebody corrects what a dry run found, in its page."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.platform.workbooks.books import Fault

PLACE = re.compile(r"(?P<sheet>[^!]+)!(?P<column>[A-Z]*)(?P<row>\d+)")


def row_of(page: Page, fault: Fault) -> Locator:
    """The finding of a planted fault, by its place in words."""
    found = PLACE.fullmatch(fault.place)
    assert found is not None
    column = f" {found['column']}列" if found["column"] else ""
    head = re.compile(rf"^{found['sheet']} {found['row']}行{column}")
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=head))


def correct(page: Page, fault: Fault) -> None:
    """As somebody does it: what is proposed is chosen, what is known is typed, a row is left out."""
    row = row_of(page, fault)
    expect(row).to_have_count(1)
    expect(row).to_contain_text(fault.value or "")
    if fault.fix is None:
        row.get_by_label("この行を除く").check()
    elif fault.proposed:
        row.get_by_label(fault.fix, exact=True).check()
    else:
        row.get_by_role("textbox").fill(fault.fix)
