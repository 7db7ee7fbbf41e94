"""A bundle is verified by a program that shares nothing with us, and every tampering is refused."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kyogikai_tenants.log.checkpoints import Checkpoint, SigningKey, VerifierKey, sign
from tests.tenants.log.ledger import (
    KEY,
    ORIGIN,
    STRANGER,
    TENANT,
    VERIFIER,
    VERIFY,
    Row,
    block,
    exported,
    history,
    linked,
    note,
    root,
    vector,
    verifier,
)

ALONE = verifier()
ROWS = history(12)
LINES = exported(ROWS)


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., str]:
    """What the stand-alone verifier says of these lines: "OK", or its refusal."""

    def ask(
        lines: list[str] | bytes, older: str = "", older_key: str | None = None, key: str | None = None
    ) -> str:
        path = tmp_path / "bundle.jsonl"
        path.write_bytes(lines if isinstance(lines, bytes) else "".join(lines).encode())
        try:
            ALONE.read(path, key, (older, older_key) if older else None)
        except ALONE.Broken as error:
            return f"BROKEN {error}"
        except ALONE.Malformed as error:
            return f"UNREADABLE {error}"
        return "OK"

    return ask


Judge = Callable[..., str]


def program(*arguments: str | Path, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """The verifier as its user runs it, without our packages in reach."""
    script = VERIFY
    return subprocess.run(  # noqa: S603 - this very interpreter and our own file
        [sys.executable, "-s", "-S", "-P", script, *arguments],
        capture_output=True,
        check=False,
        encoding=encoding,
        env={"PYTHONIOENCODING": encoding},
    )


def changed(lines: list[str], position: int, /, **columns: Any) -> list[str]:
    """The bundle with these values on the line of that position."""
    row = json.loads(lines[position]) | columns
    return [*lines[:position], json.dumps(row, ensure_ascii=False) + "\n", *lines[position + 1 :]]


def test_a_sound_bundle_holds(judge: Judge) -> None:
    assert judge(LINES) == judge(LINES, key=VERIFIER.text, older=note(ROWS[:5])) == "OK"


def test_the_bundle_of_the_document_is_what_we_write_and_holds(judge: Judge) -> None:
    text = block("bundle")
    assert judge(text.encode(), older=block("older")) == "OK"
    lines = text.splitlines(keepends=True)
    withheld = json.dumps(vector("withheld"), ensure_ascii=False, separators=(",", ":")) + "\n"
    assert judge([*lines[:2], withheld, lines[3]]) == "OK"
    assert list(json.loads(LINES[1])) == list(json.loads(lines[1])) == list(Row._fields)
    assert list(json.loads(LINES[4])) == list(json.loads(lines[2]))
    assert list(json.loads(LINES[0])) == list(json.loads(lines[0]))


def test_the_bundle_of_an_empty_log_holds(judge: Judge) -> None:
    assert judge(exported([])) == "OK"


def test_what_the_receiver_may_not_read_is_not_in_the_bundle() -> None:
    hidden = [row for row in ROWS if row.audience != "public"]
    assert len(hidden) == 3
    for row in hidden:
        assert set(json.loads(LINES[row.position])) == {"position", "recorded_at", "digest", "hash"}


def test_line_separators_inside_text_do_not_divide_lines(judge: Judge) -> None:
    rows = linked([ROWS[0]._replace(actor='\u2028\u0085\r\n"\\\U0002000b')])
    assert len(exported(rows)) == 2
    assert judge(exported(rows)) == "OK"


NOWHERE = VerifierKey(ORIGIN, b"\2" + bytes(31))  # no point has y = 2
NOWHERES = f"{ORIGIN}\n0\n{'A' * 43}=\n\n— {ORIGIN} {b64encode(NOWHERE.id + bytes(64)).decode()}\n"

FAULTS: dict[str, tuple[list[str], str]] = {
    "a changed state": (changed(LINES, 5, state="e30="), "BROKEN at position 5: the hash"),
    "a changed time": (
        changed(LINES, 4, recorded_at="2024-04-01T00:00:00.000005+00:00"),
        "BROKEN at position 4: the hash",
    ),
    "a changed digest": (changed(LINES, 4, digest="00" * 32), "BROKEN at position 4: the hash"),
    "another tenant's event": (changed(LINES, 5, tenant_id=str(STRANGER)), "BROKEN at position 5: the event"),
    "another tenant's name": (changed(LINES, 0, tenant_id=str(STRANGER)), "BROKEN at position 1: the event"),
    "another origin": (changed(LINES, 0, origin="kyogikai/other"), "BROKEN at the header: the checkpoint is"),
    "a deleted event": (LINES[:5] + LINES[6:], "BROKEN at position 5: position 6"),
    "an event twice": (LINES[:6] + LINES[5:], "BROKEN at position 6: position 5"),
    "two events exchanged": (
        [*LINES[:5], LINES[6], LINES[5], *LINES[7:]],
        "BROKEN at position 5: position 6",
    ),
    "the tail cut off": (LINES[:-1], "BROKEN at position 12: it is missing, the checkpoint counts 12"),
    "an event after the end": (
        exported(history(13), note(ROWS)),
        "BROKEN at position 13: the checkpoint counts fewer",
    ),
    "a root of something else": (
        exported(ROWS, sign(Checkpoint(ORIGIN, 12, bytes(32)), KEY)),
        "BROKEN at position 12: the history up to here is not the one of the checkpoint",
    ),
    "a signature by another key": (
        exported(ROWS, note(ROWS, SigningKey.generate())),
        "BROKEN at the header: the checkpoint of kyogikai/example-town is not signed by",
    ),
    "a checkpoint changed after signing": (
        exported(ROWS, note(ROWS).replace("\n12\n", "\n13\n")),
        "BROKEN at the header: the checkpoint's signature",
    ),
    "an empty file": ([], "UNREADABLE line 1: the file is empty"),
    "no header": (LINES[1:], "UNREADABLE line 1: this is not a bundle's header"),
    "another format": (changed(LINES, 0, format="kyogikai-bundle/2"), "UNREADABLE line 1: the format"),
    "no JSON": ([*LINES[:3], "nonsense\n"], "UNREADABLE line 4: Expecting value"),
    "a list": ([*LINES[:3], "[]\n"], "UNREADABLE line 4: a JSON object"),
    "a deep list": ([*LINES[:3], '{"a":' + "[" * 200_000 + "\n"], "UNREADABLE line 4: "),
    "a line cut off": ([*LINES[:-1], LINES[-1][:-1]], "UNREADABLE line 13: the line is cut off"),
    "a missing column": (
        [*LINES[:5], LINES[5].replace('"role":"clerk",', ""), *LINES[6:]],
        "UNREADABLE line 6: a line has all columns",
    ),
    "a column twice": (
        [*LINES[:5], LINES[5].replace('"role":"clerk",', '"role":"clerk","role":"clerk",'), *LINES[6:]],
        "UNREADABLE line 6: a name stands twice",
    ),
    "a number as text": (changed(LINES, 5, stream_version="2"), "UNREADABLE line 6: a whole number"),
    "a truth as a number": (changed(LINES, 1, position=True), "UNREADABLE line 2: a whole number"),
    "a huge number": (changed(LINES, 1, stream_version=2**63), "UNREADABLE line 2: a whole number"),
    "no text": (changed(LINES, 5, actor=None), "UNREADABLE line 6: a text"),
    "half a character": ([*LINES[:5], LINES[5].replace("user:1", r"\ud800")], "UNREADABLE line 6: "),
    "no time": (changed(LINES, 5, recorded_at="2024-04-01"), "UNREADABLE line 6: a time"),
    "a time elsewhere": (
        changed(LINES, 5, recorded_at="2024-04-01T09:00:00.000005+09:00"),
        "UNREADABLE line 6: a time",
    ),
    "a UUID in capitals": (changed(LINES, 0, tenant_id=str(TENANT).upper()), "UNREADABLE line 1: a UUID"),
    "a number for a UUID": (changed(LINES, 5, stream_id=1), "UNREADABLE line 6: a UUID"),
    "no UUID": (changed(LINES, 5, stream_id="1"), "UNREADABLE line 6: "),
    "no base64": (changed(LINES, 5, salt="AA"), "UNREADABLE line 6: "),
    "stray bits in base64": (changed(LINES, 5, state="e31="), "UNREADABLE line 6: base64"),
    "no hash": (changed(LINES, 5, hash="AB" * 32), "UNREADABLE line 6: 64 hexadecimal digits"),
    "no checkpoint": (changed(LINES, 0, checkpoint="12"), "UNREADABLE line 1: the checkpoint is not"),
    "what would repaint the terminal": (
        changed(LINES, 0, checkpoint=note(ROWS).replace(ORIGIN, ORIGIN + "\x1b[2JOK")),
        "UNREADABLE line 1: a checkpoint and its key are printable",
    ),
    "no key": (changed(LINES, 0, verifier_key="key"), "UNREADABLE line 1: "),
    "a key that is not the name's": (
        changed(LINES, 0, verifier_key=VERIFIER.text.replace("86f0258f", "00000000")),
        "UNREADABLE line 1: the verifier key",
    ),
    "a key off the curve": (
        changed(LINES, 0, verifier_key=NOWHERE.text, checkpoint=NOWHERES),
        "UNREADABLE line 1: the key is not a point of the curve",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_tampering_is_refused_with_its_place(name: str, judge: Judge) -> None:
    lines, refusal = FAULTS[name]
    assert judge(lines).startswith(refusal)


def test_bytes_that_are_no_text_are_refused_with_their_line(judge: Judge) -> None:
    assert judge("".join(LINES[:3]).encode() + b"\xff\n").startswith("UNREADABLE line 4: ")


def test_hundreds_of_flipped_bits_of_the_file_are_all_refused(judge: Judge) -> None:
    data, random = "".join(exported(ROWS[:5])).encode(), Random(8032)
    for place in random.sample(range(len(data) * 8), 400):
        wrong = bytearray(data)
        wrong[place // 8] ^= 1 << place % 8
        assert judge(bytes(wrong)) != "OK", place


def test_a_log_rewritten_as_a_whole_is_caught_by_an_older_checkpoint_only(judge: Judge) -> None:
    kept = note(ROWS[:5])
    forged = exported(linked([*ROWS[:4], ROWS[4]._replace(actor="user:2"), *ROWS[5:]]))
    assert judge(forged) == "OK"
    assert judge(forged, older=kept).startswith("BROKEN at position 5: the history up to here")


def test_a_rewrite_after_the_last_checkpoint_kept_is_not_caught(judge: Judge) -> None:
    forged = exported(linked([*ROWS[:8], ROWS[8]._replace(actor="user:2"), *ROWS[9:]]))
    assert judge(forged, older=note(ROWS[:8])) == "OK"


def test_a_tail_cut_off_and_signed_again_is_caught_by_an_older_checkpoint(judge: Judge) -> None:
    assert judge(exported(ROWS[:9])) == "OK"
    assert judge(exported(ROWS[:9]), older=note(ROWS)).startswith(
        "BROKEN at position 10: it is missing, the older"
    )


def test_an_older_checkpoint_of_another_log_or_key_is_refused(judge: Judge) -> None:
    other, rotated = sign(Checkpoint("kyogikai/b", 5, root(ROWS[:5])), KEY), SigningKey.generate()
    assert judge(LINES, other, KEY.verifier("kyogikai/b").text).startswith("BROKEN at the header: the older")
    assert judge(LINES, note(ROWS[:5], rotated)).startswith("BROKEN at the header: the checkpoint of")
    assert judge(LINES, note(ROWS[:5], rotated), rotated.verifier(ORIGIN).text) == "OK"


def test_a_bundle_under_another_key_than_the_one_given_is_refused(judge: Judge) -> None:
    trusted = SigningKey.generate().verifier(ORIGIN).text
    assert judge(LINES, key=trusted).startswith("BROKEN at the header: the bundle names another key")


def test_the_program_reports_and_says_ok(tmp_path: Path) -> None:
    (tmp_path / "bundle").write_text("".join(LINES), encoding="utf-8")
    (tmp_path / "older").write_text(note(ROWS[:5]), encoding="utf-8")
    done = program(tmp_path / "bundle", "--key", VERIFIER.text, "--older", tmp_path / "older")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        f"tenant  {TENANT}",
        "events  12, of which 9 readable",
        f"head    {ROWS[-1].hash.hex()}",
        f"root    {root(ROWS).hex()}",
        "older   5",
        f"key     {VERIFIER.text}",
        "1番から12番までの記録は、署名されたとおりです。抜けも書きかえもありません。",
        "The 12 entries are as they were signed: none is missing, none was changed.",
        "OK",
    ]


def test_the_program_exits_1_where_the_log_is_broken(tmp_path: Path) -> None:
    (tmp_path / "bundle").write_text("".join(changed(LINES, 5, state="e30=")), encoding="utf-8")
    done = program(tmp_path / "bundle")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("BROKEN at position 5: ")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\n", b"[" * 100_000 + b"\n"])
def test_the_program_exits_2_without_a_traceback_where_nothing_can_be_read(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "bundle").write_bytes(content)
    done = program(tmp_path / "bundle")
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("UNREADABLE line 1: ")


def test_the_program_says_so_on_a_terminal_without_japanese_too(tmp_path: Path) -> None:
    origin = "kyogikai/三田市"
    lines = changed(LINES, 0, checkpoint=sign(Checkpoint(origin, 12, root(ROWS)), KEY), origin=origin)
    lines = changed(lines, 0, verifier_key=KEY.verifier(origin).text)
    (tmp_path / "bundle").write_text("".join(lines), encoding="utf-8")
    done = program(tmp_path / "bundle", encoding="ascii")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_program_exits_2_where_a_file_is_missing(tmp_path: Path) -> None:
    assert program(tmp_path / "none").returncode == 2


def test_the_verifier_imports_nothing_of_ours_and_stays_short() -> None:
    source = VERIFY.read_text(encoding="utf-8")
    assert "kyogikai_tenants" not in source
    assert len(source.splitlines()) < 560
