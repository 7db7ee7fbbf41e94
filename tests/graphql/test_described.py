"""Whatever the schema has is described, in Japanese and in English, and nothing else is."""

import re
from collections.abc import Iterator, Sequence

import pytest
from graphql import GraphQLSchema, build_schema, graphql_sync

from kyogikai_graphql.codes import CODES
from kyogikai_graphql.described import book, limits, whole
from kyogikai_graphql.described.book import Words
from kyogikai_graphql.described.forms import hint
from kyogikai_graphql.mutations.offered import offered
from kyogikai_graphql.schema import SCHEMA, WORDS, build, printed, printed_with_texts
from kyogikai_projections.asked_labels import OWN
from kyogikai_projections.forms import LABELS, Asked, Shape

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
ABOVE = {"DOCUMENTS": 1, "POINTS_KNOWN": 1, "POINTS_PUBLIC": 1}
"""Limits of the floor above."""


def lacking(schema: GraphQLSchema) -> list[str]:
    """The coordinates without a text in both languages."""
    return [name for name, text in whole.texts(schema).items() if text is None or not in_both(text)]


def in_both(text: Words) -> bool:
    """Whether the one is Japanese, and the other more than Japanese."""
    return bool(JAPANESE.search(text.ja)) and bool(re.search(r"[A-Za-z]{2}|障", text.en))


def test_every_type_field_argument_and_value_is_described_in_both_languages() -> None:
    assert lacking(build()) == []
    assert len(WORDS) > 2_900


def test_no_text_says_its_first_sentence_twice() -> None:
    twice = re.compile(r"([^。.]+[。.]) ?\1")
    assert [name for name, text in WORDS.items() if twice.match(text.ja) or twice.match(text.en)] == []


def test_an_input_says_more_than_its_label() -> None:
    """To whoever has no form before them, and its limits stay."""
    assert WORDS["StartTermInput.untilEvent"].ja.startswith("満了のきっかけ。日付でなく")
    assert "whether" not in WORDS["ReplaceMemberInput.substitute"].en.lower(), "that is a group of fields"


USUAL = """
会議 会議体 協議会 委員 機関 任期 課題 活動 提言 段階 年度 場所 理由 日付
時期 題名 名称 氏名 次第 資料 備考 電話 住所 役職 役割 職名 出典 注記 回答
進捗 要約 経路 採決 賛成 反対 棄権 目標 出欠 分野 別名 種別 副題 定め 対象
人 利用者 自治体 宛先 区分 内容 予定 補欠 項目 目的 条件 経緯 結果 議長
"""
PLAIN = frozenset(USUAL.split())
"""Words of the field that a secretariat writes itself: they need no more said."""
CLOSED = frozenset({"CloseTenant", "SetRetention", "ChangeTenantSettings", "RegisterApiClient"})
"""Forms that have pages of their own, or are the operator's."""


def levels() -> Iterator[tuple[str, Sequence[Asked]]]:
    """Each form, and each group of fields in one, with what it asks for at that level."""
    for command, whole_ in offered():
        if command not in CLOSED:
            yield command, whole_.form.everything
            yield from _within(whole_.form.everything)


def _within(fields: Sequence[Asked]) -> Iterator[tuple[str, Sequence[Asked]]]:
    for one in fields:
        if one.shape is Shape.GROUP:
            yield one.group, one.fields
            yield from _within(one.fields)


def bare(asked: Asked) -> bool:
    """Whether a label is a scrap of the source, or so short a word that it says little by itself."""
    label = asked.label("ja")
    return (len(label) <= 2 or label.startswith("「")) and label not in PLAIN


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_two_fields_that_stand_together_are_called_the_same(lang: str) -> None:
    for name, fields in levels():
        labels = [one.label(lang) for one in fields]
        assert sorted(labels) == sorted(set(labels)), name


def test_what_a_bare_label_leaves_out_is_said_in_a_hint() -> None:
    assert [(n, a.name) for n, fields in levels() for a in fields if bare(a) and not hint(a)] == []
    assert bare(Asked("month", Shape.NUMBER)), "one that is bare is found"


def test_a_word_of_one_form_is_of_a_field_that_it_asks_for() -> None:
    known = {f"{name}.{LABELS.get(one.name, one.name)}" for name, fields in levels() for one in fields}
    assert OWN.keys() - known == {"OwnWord.kind", "Period.days", "Period.what"}, "of pages of their own"


def test_every_line_describes_something() -> None:
    assert whole.unused(SCHEMA) == set()


@pytest.mark.check
@pytest.mark.parametrize(
    ("table", "name"), [("Body", "live"), ("Issue", ""), ("fields", "provenance"), ("commands", "RaiseIssue"),
                        ("arguments", "asOf"), ("Role", "AUDITOR")],
)  # fmt: skip
def test_a_line_that_is_missing_is_told(table: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = {title: dict(lines) for title, lines in book.book().items()}
    del without[table][name]
    assert table in without
    monkeypatch.setattr(book, "book", lambda: without)
    found = lacking(build())
    if (table, name) == ("Role", "AUDITOR"):
        assert found == [], "its label says it still"
    else:
        assert found
        assert all(name.lower() in one.lower() or not name for one in found)


def test_a_line_of_nothing_and_one_in_a_single_language_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = {title: dict(lines) for title, lines in book.book().items()}
    planted["Body"] |= {"nothing": ["ない。", "Not there."], "live": "生きているか。"}
    monkeypatch.setattr(book, "book", lambda: planted)
    assert whole.unused(SCHEMA) == {"Body.nothing"}
    assert book.words(["", "English alone."]) is None


def test_a_new_field_without_a_text_is_told() -> None:
    head = "type Body implements Fact & Node {"
    grown = build_schema(printed_with_texts().replace(head, f"{head}\n  colour(deep: Int): String"))
    assert lacking(grown) == ["Body.colour", "Body.colour(deep:)"]


def test_whoever_asks_the_schema_is_told_what_it_means() -> None:
    question = '{ __type(name: "Body") { description fields { name description args { description } } } }'
    told = graphql_sync(SCHEMA, question).data
    assert told is not None
    body = told["__type"]
    assert body["description"] == "会議体。全体会議、専門部会、連絡会などです。\nA body of a council."
    assert all("\n" in field["description"] for field in body["fields"])
    assert all("\n" in given["description"] for field in body["fields"] for given in field["args"])


def test_the_printed_schema_is_names_and_types_with_texts_or_without() -> None:
    assert '"""' not in printed()
    described = printed_with_texts()
    assert described.count('"""') > 5_000
    assert printed() == printed_plainly(described)


def printed_plainly(text: str) -> str:
    """An SDL without its descriptions: what is left when they are cut out by hand."""
    bare = re.sub(r'^ *"""(?:.|\n)*?"""\n', "", text, flags=re.MULTILINE)
    one_line = re.sub(r"\(\n((?: {4}.*\n)|\n)+ {2}\)", _joined, bare)
    return re.sub(r"\n\n+(?=  )", "\n", one_line)


def _joined(found: re.Match[str]) -> str:
    return f"({', '.join(line.strip() for line in found[0].splitlines()[1:-1] if line.strip())})"


def test_every_limit_and_code_is_described_in_both_languages() -> None:
    told = list(limits.told(ABOVE))
    assert all(in_both(one.words) and one.value > 0 for one in told)
    assert {one.name for one in told} == set(book.book()["limits"])
    with pytest.raises(KeyError):
        list(limits.told({"NO_LIMIT": 1}))
    assert all(in_both(Words(code.ja, code.en)) for code in CODES.values())
