"""A municipality's history comes in by its pages: a workbook with planted faults, in a real Chromium."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kyogikai_platform.embedded import Server
from tests.journeys.browser import Place, looked_at, running, signed_in
from tests.journeys.correcting import correct
from tests.journeys.soundness import wider_than_the_window
from tests.platform.workbooks.books import FAULTS, planted

pytestmark = pytest.mark.check
LONG = 60_000
"""Milliseconds for a job."""
BOOK = "みほん市_記録.xlsx"


@pytest.fixture(scope="module")
def place(pg_server: Server, engine: sa.Engine) -> Iterator[Place]:
    """One of its own, whose server does the jobs too."""
    with running(pg_server, engine, KYOGIKAI_RUNNER="1") as own, looked_at(own) as found:
        yield found


def sound(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the window, here and on a phone."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    size = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert wider_than_the_window(page) <= 0, page.url
    assert size is not None
    page.set_viewport_size(size)


def test_a_workbook_with_twelve_faults_is_corrected_recorded_and_taken_back(place: Place) -> None:
    page, said = place.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    signed_in(page, place)
    page.get_by_role("link", name="取込み", exact=True).click()
    sound(page)
    before = place.house.book.head()
    file = {"name": BOOK, "mimeType": "application/octet-stream", "buffer": planted()}
    page.get_by_label("ファイル", exact=True).set_input_files(file)  # type: ignore[arg-type] # as it takes them
    page.get_by_role("button", name="下見をはじめる").click()
    expect(page.get_by_text(f"直すところが {len(FAULTS)} か所あります")).to_be_visible(timeout=LONG)
    sound(page)
    for fault in FAULTS:
        correct(page, fault)
    page.get_by_role("button", name="直した値でもう一度下見する").click()
    expect(page.get_by_role("heading", name="直すところはありません")).to_be_visible(timeout=LONG)
    assert place.house.book.head() == before + 2, "two dry runs, and nothing of the file"
    page.get_by_role("link", name="記録の確認へ進む").click()
    sound(page)
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_role("heading", name=re.compile("^記録しました"))).to_be_visible(timeout=LONG)
    assert place.house.book.head() > before + 290
    sound(page)
    page.get_by_role("link", name="取込みをまとめて取り消す").click()
    sound(page)
    page.get_by_label("取り消す理由").fill("練習のため")
    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_role("heading", name=re.compile("^取り消しました"))).to_be_visible(timeout=LONG)
    sound(page)
    assert said == []


def test_without_a_script_progress_goes_on_by_itself(place: Place) -> None:
    page = place.new_page("phone", script=False)
    signed_in(page, place)
    page.goto("/imports")
    file = {"name": "メモ.csv", "mimeType": "text/csv", "buffer": "これは表ではありません".encode()}
    page.get_by_label("ファイル", exact=True).set_input_files(file)  # type: ignore[arg-type] # as it takes them
    page.get_by_role("button", name="下見をはじめる").click()
    expect(page.get_by_role("heading", name="このファイルは受け取れません")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("alert")).to_contain_text("読めるシートがありません")
