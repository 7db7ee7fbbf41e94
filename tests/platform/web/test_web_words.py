"""Every text of the pages is there in both languages, and every one that is called for is there."""

import re
from pathlib import Path
from string import Formatter

import kyogikai_platform.web
from kyogikai_graphql import described
from kyogikai_platform.web.words import PARTS, WORDS

ROOM = Path(kyogikai_platform.web.__file__).parent
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
SHARED = {"date_hint", "bad_unreadable"}
"""Texts whose English shows how Japanese dates are typed."""


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_has_both_languages_with_the_same_facts_in_them() -> None:
    for name, (ja, en) in WORDS.items():
        assert ja.strip(), name
        assert en.strip(), name
        assert slots(ja) == slots(en), name
        assert name in SHARED or not JAPANESE.search(en), name


def test_no_name_is_given_twice() -> None:
    assert sum(len(part) for part in PARTS) == len(WORDS)


def test_whatever_a_template_or_a_module_says_is_there_and_nothing_is_left_over() -> None:
    sources = [*ROOM.rglob("*.html"), *ROOM.rglob("*.py")]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources if not p.name.startswith("words"))
    called = set(re.findall(r'(?:\bw|\bwords)\("(\w+)"(?: if|[,)])', text))
    assert called <= WORDS.keys()
    quoted = set(re.findall(r'"(\w+)"', text))
    prefixes = ("size_", "view_", "flag_", "bad_", "bundle_", "case_act_")
    more = {f"{name}_more" for name in quoted} | {f"{name}_missing" for name in quoted}
    assert {n for n in WORDS.keys() - quoted - more if not n.startswith(prefixes)} == set()


def test_a_template_holds_no_japanese_of_its_own() -> None:
    allowed = {"日本語", "ホーム"}
    for path in ROOM.rglob("*.html"):
        found = set(re.findall(r"[぀-ゟ゠-ヿ一-鿿]{2,}", path.read_text(encoding="utf-8")))
        assert found <= allowed, path.name


def test_no_text_is_called_like_another() -> None:
    """Of two with one name, a page would say the other."""
    files = sorted(ROOM.glob("words*.py"))
    names = [
        n for p in files for n in re.findall(r'^    "(\w+)": \(', p.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert len(names) > 1_000


def test_the_trail_has_one_name() -> None:
    """Whoever reads of it in the API, in a form or on a page finds it in the menu under that name."""
    spoken = {name: ja for name, (ja, _) in WORDS.items()}
    for path in sorted(Path(described.__file__).parent.glob("*.*")):
        spoken[path.name] = path.read_text(encoding="utf-8")
    assert [name for name, text in spoken.items() if re.search("証跡|監査ログ|監査履歴", text)] == []
    assert WORDS["trail"].ja == "監査記録"
