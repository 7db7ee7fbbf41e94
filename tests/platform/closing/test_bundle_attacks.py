"""What is changed in a file with everything of a tenant is found, by the import and by the program alone."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest

from kyogikai_platform import kyogikai_verify
from kyogikai_platform.closing import archive
from kyogikai_platform.closing.archive import BundleBroken, NotABundle, PartBroken, Writing
from kyogikai_platform.closing.arriving import OtherKey, TenantThere
from kyogikai_platform.closing.reasons import Why, place
from kyogikai_platform.web.words import WORDS
from kyogikai_tenants.identity import new_id
from kyogikai_tenants.log.checkpoints import SigningKey
from kyogikai_tenants.log.directory import HostTaken
from kyogikai_tenants.municipalities import ReservedHost
from tests.platform.accounts.house import House
from tests.platform.closing.two_houses import PAPER, Place, furnished

pytestmark = pytest.mark.check
FLIPS = 100
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
ENGLISH = re.compile(r"[a-z]{2,}")
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def house(old: Place) -> House:
    """A municipality."""
    with old.at_work() as here:
        return furnished(here)


@pytest.fixture(scope="module")
def file(old: Place, house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything of it."""
    path = tmp_path_factory.mktemp("exports") / "all.zip"
    old.ask("export", house.label, "--to", path)
    return path


def parts_of(path: Path) -> Parts:
    with ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(parts: Parts, to: Path) -> Path:
    """The parts as they are, under the manifest that they had."""
    with ZipFile(to, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return to


def signed(parts: Parts, to: Path, key: SigningKey, **said: Any) -> Path:
    """The same under a manifest of its own: who signs may say what they like."""
    old = msgspec.json.decode(parts[archive.MANIFEST])
    facts = {n: v for n, v in old.items() if n not in {"format", "made_at", "parts"}} | said
    facts["verifier_key"] = key.verifier(facts["origin"]).text
    with to.open("wb") as stream:
        writing = Writing(stream, datetime.now(UTC))
        for name, content in parts.items():
            if name not in {archive.MANIFEST, archive.SIGNATURE}:
                writing.part(name, [content])
        writing.end(key, **facts)
    return to


def verdict(path: Path) -> str:
    """What the program that imports nothing of ours says."""
    try:
        kyogikai_verify.of_archive(str(path), None, None)
    except kyogikai_verify.Broken:
        return "BROKEN"
    except (kyogikai_verify.Malformed, ValueError, OSError):
        return "UNREADABLE"
    return "OK"


def no_event(parts: Parts, number: int) -> Parts:
    lines = parts[archive.EVENTS].splitlines(keepends=True)
    return parts | {archive.EVENTS: b"".join(lines[:number] + lines[number + 1 :])}


def changed_event(parts: Parts, **columns: Any) -> Parts:
    lines = parts[archive.EVENTS].splitlines(keepends=True)
    row = json.loads(lines[3]) | columns
    lines[3] = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return parts | {archive.EVENTS: b"".join(lines)}


def paper(parts: Parts) -> str:
    (name,) = (n for n in parts if n.startswith(archive.FILES))
    return name


def withheld(parts: Parts) -> Parts:
    found = changed_event(parts)
    lines = found[archive.EVENTS].splitlines(keepends=True)
    row = json.loads(lines[2])
    shown = {"position": row["position"], "recorded_at": row["recorded_at"]}
    lines[2] = json.dumps(shown | {"digest": "0" * 64, "hash": row["hash"]}).encode() + b"\n"
    return parts | {archive.EVENTS: b"".join(lines)}


ATTACKS: dict[str, Callable[[Parts], Parts]] = {
    "an event is missing": lambda p: no_event(p, 4),
    "the last event is missing": lambda p: no_event(p, len(p[archive.EVENTS].splitlines()) - 1),
    "an event says something else": lambda p: changed_event(p, actor="somebody"),
    "an event is another tenant's": lambda p: changed_event(p, tenant_id=str(new_id())),
    "an event is withheld": withheld,
    "a line is cut": lambda p: p | {archive.EVENTS: p[archive.EVENTS][:-1]},
    "a note is another's": lambda p: p | {
        archive.CHECKPOINTS: p[archive.CHECKPOINTS].replace(b"kyogikai/", b"kyogikai/0", 1)
    },
    "a file has other bytes": lambda p: p | {paper(p): PAPER[::-1]},
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("resigned", [False, True])
def test_no_part_is_changed_unseen_not_even_by_who_signs_the_manifest_anew(
    new: Place,
    file: Path,
    tmp_path: Path,
    attack: str,
    resigned: bool,  # noqa: FBT001
) -> None:
    before, parts = new.rows(), ATTACKS[attack](parts_of(file))
    made = tmp_path / "changed.zip"
    if resigned:
        signed(parts, made, SigningKey.generate())
    else:
        packed(parts, made)
    found = new.refused("import", made)
    assert isinstance(found, PartBroken), found
    place = found.message("ja").partition("（")[2].partition("：")[0]
    assert re.search(r"\d", place) or any(part in place for part in {*parts_of(file), *parts}), found
    assert JAPANESE.search(found.message("ja").replace(archive.EVENTS, "")), found
    assert verdict(made) != "OK"
    assert new.rows() == before, "nothing is left behind"


@pytest.mark.parametrize(
    "name", [archive.EVENTS, archive.SUBJECTS, archive.CHECKPOINTS, archive.MANIFEST, archive.SIGNATURE]
)
def test_each_part_has_to_be_there(new: Place, file: Path, tmp_path: Path, name: str) -> None:
    parts = parts_of(file)
    del parts[name]
    made = packed(parts, tmp_path / "less.zip")
    assert isinstance(new.refused("import", made), BundleBroken)
    assert verdict(made) != "OK"
    more = packed(parts_of(file) | {"more.txt": b"more"}, tmp_path / "more.zip")
    assert isinstance(new.refused("import", more), BundleBroken)
    assert verdict(more) != "OK"


def test_the_manifest_of_one_tenant_does_not_take_anothers_log(
    old: Place, new: Place, file: Path, tmp_path: Path
) -> None:
    own = new_id()
    made = signed(parts_of(file), tmp_path / "swapped.zip", old.here.key, tenant_id=str(own))
    found = new.refused("import", made)
    assert isinstance(found, BundleBroken)
    assert "position 1" in str(found)


def test_a_flipped_bit_is_refused_or_was_of_no_part(file: Path, tmp_path: Path) -> None:
    """A ZIP has a few bytes that say nothing of its parts: their dates, and how they were packed."""
    whole, random, path = file.read_bytes(), Random(20261126), tmp_path / "flipped.zip"
    same, seen = parts_of(file), 0
    for _ in range(FLIPS):
        place = random.randrange(len(whole) * 8)
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        try:
            with archive.opened(path) as reading:
                reading.check()
        except BundleBroken:
            seen += 1
            assert verdict(path) != "OK" or parts_of(path) == same
            continue
        assert parts_of(path) == same
    assert seen > FLIPS * 3 // 4


def test_another_kind_of_file_is_named_as_such(new: Place, tmp_path: Path) -> None:
    made = tmp_path / "bundle.jsonl"
    made.write_text('{"format":"kyogikai-bundle/1"}\n')
    found = new.refused("import", made)
    assert isinstance(found, NotABundle)
    assert "「bundle.jsonl」は全記録の書出しファイル（ZIP）ではない" in found.message("ja")


def test_each_reason_is_said_in_both_languages_and_in_one_at_a_time() -> None:
    """Those that lack a text, or say English in Japanese."""
    names = {f"bundle_{why.value}" for why in Why} | {"bundle_at_line", "bundle_at_position"}
    assert {name for name in WORDS if name.startswith("bundle_")} == names
    for why in Why:
        assert JAPANESE.search(why.said("ja")), why
        assert not ENGLISH.search(why.said("ja")), why
        assert not JAPANESE.search(why.said("en")), why
    assert [place(lang, "x", 3, 0) for lang in ("ja", "en")] == ["xの3行目", "x, line 3"]
    assert [place(lang, "x", 0, 7) for lang in ("ja", "en")] == ["7番目の記録", "position 7"]


def test_a_file_that_is_not_there_is_not_called_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["kyogikai-verify", str(tmp_path / "none")])
    monkeypatch.setattr("sys.stdout.reconfigure", lambda **_: None, raising=False)
    assert kyogikai_verify.main() == 2
    assert "ファイルを開けません" in capsys.readouterr().out


@pytest.mark.parametrize("cut", [1, 30, 1000, 5000])
def test_a_cut_tail_is_refused(new: Place, file: Path, tmp_path: Path, cut: int) -> None:
    made = tmp_path / "cut.zip"
    made.write_bytes(file.read_bytes()[:-cut])
    assert isinstance(new.refused("import", made), BundleBroken)
    assert verdict(made) == "UNREADABLE"


def test_it_is_taken_in_once_under_a_free_host_and_by_the_key_that_was_told(
    old: Place, new: Place, tmp_path: Path
) -> None:
    with old.at_work():
        label, file = House.opened(old.here).label, tmp_path / "once.zip"
    old.ask("export", label, "--to", file)
    assert isinstance(old.refused("import", file), TenantThere)
    assert isinstance(new.refused("import", file, "--key", "kyogikai/x+00000000+AQ=="), OtherKey)
    assert isinstance(new.refused("import", file, "--host", "console"), ReservedHost)
    new.ask("register", "there", "--name", "みほん村", "--kind", "village", "--fictitious")
    assert isinstance(new.refused("import", file, "--host", "there"), HostTaken)
    came = new.ask("import", file, "--host", "here")
    assert came["host"] == "here"
    assert isinstance(new.refused("import", file, "--host", "again"), TenantThere)
