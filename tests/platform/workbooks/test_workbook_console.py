"""Workbooks from a script: template, check, corrections, import, undo; and the runner of jobs."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kyogikai_platform import work
from kyogikai_platform.importing import import_bytes
from kyogikai_platform.installation import Installation
from kyogikai_platform.jobs import console as jobs
from kyogikai_platform.workbooks import console, desk
from tests.platform.installed import here, master
from tests.platform.own_runner import Own
from tests.platform.workbooks.books import FAULTS, FIXES, planted

pytestmark = pytest.mark.check
__all__ = ["here", "master"]
HOST = "hon-wb"
TENANT = f"""\
format: kyogikai-import/1
tenant: {{host: {HOST}, name: 見原市, kind: city, fictitious: true}}
facts:
- {{key: f-doc, command: RegisterSourceDocument, id: doc, effective: at 2021-05, title: あらまし}}
"""


@pytest.fixture(scope="module")
def served(here: Installation) -> Installation:
    import_bytes(here.engine, TENANT.encode(), name="a.yaml")
    return here


def run(here: Installation, *words: str) -> Result:
    group = console.group(lambda: nullcontext(here))
    return CliRunner().invoke(group, [*words], catch_exceptions=False)


def test_a_script_checks_corrects_imports_and_takes_back(served: Installation, tmp_path: Path) -> None:
    file, fixes, marked = tmp_path / "記録.xlsx", tmp_path / "fixes.json", tmp_path / "marked.xlsx"
    file.write_bytes(planted())
    fixes.write_text(json.dumps(FIXES))
    own = ("--tenant", HOST)
    checked = run(served, "check", str(file), *own, "--marked", str(marked))
    assert checked.exit_code == 1
    assert all(f"[fix] {fault.place}「{fault.value}」" in checked.output for fault in FAULTS)
    assert marked.read_bytes().startswith(b"PK")
    assert run(served, "import", str(file), *own).exit_code == 1
    assert served.tenant(HOST).verify().position == 3 + 2, "two dry runs, and nothing of the file"
    done = run(served, "import", str(file), *own, "--fixes", str(fixes), "--lang", "en")
    assert (done.exit_code, " new, 0 on record" in done.output) == (0, True)
    batch = done.output.split()[1]
    again = run(served, "import", str(file), *own, "--fixes", str(fixes), "--lang", "en")
    assert (again.exit_code, ": 0 new, " in again.output, "batch" in again.output) == (0, True, False)
    assert run(served, "undo", batch, *own).exit_code == 0
    twice = run(served, "undo", batch, *own, "--lang", "en")
    assert (twice.exit_code, "no such import" in twice.output) == (1, True)
    runner = Own(served.engine, desk.KINDS, beside=(served.tenant(HOST).id,))
    group = jobs.group(lambda: nullcontext(served), lambda _: runner, work.forever)
    listed = CliRunner().invoke(group, ["list", *own])
    assert "workbook.undo  refused" in listed.output
    once = CliRunner().invoke(group, ["run", "--once"])
    assert once.output == "0 jobs\n"


def test_a_folder_of_csvs_is_one_file_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "会議体.csv").write_text("名称,種別\n", encoding="cp932")
    (tmp_path / "README.txt").write_text("x")
    assert console.content_of(tmp_path) == console.content_of(tmp_path)
    assert console.content_of(tmp_path)[0] == f"{tmp_path.name}.zip"


def test_the_template_is_printed(served: Installation) -> None:
    assert run(served, "template").stdout_bytes.startswith(b"PK")
