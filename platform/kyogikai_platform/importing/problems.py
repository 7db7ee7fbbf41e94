"""What can be wrong with an import file, each rule a class; and where in the file it is.

A domain rule's own refusal stands in a ``Problem`` just as these do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from kyogikai_platform.importing.places import Where
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.vocabulary import Role
from kyogikai_tenants.wording import in_japanese

LONGEST_VALUE = 120
"""Characters of a value that a report repeats."""
LONGEST_REASON = 500
MOST_TOLD = 200
"""Problems that the message of a refusal lists; it holds all of them."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where in the file, in which fact and field, with which value, and why."""

    name: str
    line: Where
    key: str
    path: str
    value: str
    refusal: Refused

    def text(self, lang: str = "ja") -> str:
        """``file:line: fact: field: value: reason``, without what there is none of."""
        parts = [brief(self.key), brief(self.path), brief(self.value)]
        parts.append(brief(self.refusal.message(lang), LONGEST_REASON))
        return f"{self.name}:{self.line}: " + ": ".join(p for p in parts if p)


def brief(text: str, most: int = LONGEST_VALUE) -> str:
    """A text as a report repeats it: on one line, and not all of a long one."""
    whole = " ".join(text.split())
    return whole if len(whole) <= most else whole[:most] + "…"


class ImportRefused(Refused):
    """A file is recorded as a whole or not at all."""

    CODE = "IMPORT_REFUSED"
    JA = "{name}: {count} 件の問題があるため、何も記録していません。\n{ja}"
    EN = "{name}: {count} problems, so nothing is recorded.\n{en}"
    MAY_ALLOW = (Role.SECRETARIAT,)

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        ja, en = ("\n".join(p.text(lang) for p in problems[:MOST_TOLD]) for lang in ("ja", "en"))
        super().__init__(name=name, count=len(problems), ja=ja, en=en)


class TooLarge(Refused):
    """A file has at most 5 MB."""

    CODE = "FILE_TOO_LARGE"
    JA, EN = (
        "ファイルが大きすぎます（{size} バイト、上限 {most}）。",
        "The file is too large: {size} bytes, at most {most}.",
    )


class NotUtf8(Refused):
    """A file is UTF-8."""

    CODE = "NOT_UTF8"
    JA = "文字コードが UTF-8 ではありません（{guess}）。UTF-8 で保存し直してください。"
    EN = "The file is not UTF-8 ({guess}); save it as UTF-8."


class ControlCharacter(Refused):
    """No text holds a character that nobody can see or store."""

    CODE = "CONTROL_CHARACTER"
    JA, EN = "制御文字 {character} が含まれています。", "The character {character} is a control character."


class NotYaml(Refused):
    """A file is one YAML document."""

    CODE = "NOT_YAML"
    JA = "YAML として読めません。字下げ、コロンの後の空白、引用符の対応を確かめてください。"
    EN = "Not readable as YAML: {problem}"


class EmptyFile(NotYaml):
    """There is a document in it."""

    JA, EN = "ファイルが空です。", "Not readable as YAML: the file is empty"


class TwoDocuments(NotYaml):
    """There is no other document in it."""

    JA = "YAML の文書（--- で始まるもの）が二つ以上あります。"
    EN = "Not readable as YAML: more than one document"


class TooDeep(Refused):
    """Lists and mappings nest a few levels and no more."""

    CODE = "TOO_DEEP"
    JA, EN = "入れ子が深すぎます（上限 {most} 段）。", "Nested too deep: at most {most} levels."


class AliasUsed(Refused):
    """Anchors and aliases are not used: a fact stands where it is written."""

    CODE = "ALIAS_USED"
    JA, EN = "アンカーとエイリアス（& *）は使えません。", "Anchors and aliases (& *) are not used."


class TagUsed(Refused):
    """Tags are not used: the field says what a value is."""

    CODE = "TAG_USED"
    JA, EN = "タグ {tag} は使えません。", "The tag {tag} is not used."


class KeyTwice(Refused):
    """A mapping says each thing once."""

    CODE = "KEY_TWICE"
    JA, EN = "項目「{field_name}」が二度あります。", "{field_name} stands there twice."


class NoValue(Refused):
    """What has no value is left out; a word such as null that is meant is quoted."""

    CODE = "NO_VALUE"
    JA = "値がありません。項目ごと省くか、文字としての null なら引用符で囲んでください。"
    EN = "There is no value: leave the field out, or quote the word if it is meant."


class WrongShape(Refused):
    """A text, a list or a mapping stands where it is asked for."""

    CODE = "WRONG_SHAPE"
    JA, EN = "ここには{ja}が要ります。", "Expected {en} here."


class Missing(Refused):
    """What a fact cannot do without is there."""

    CODE = "MISSING"
    JA, EN = "「{needed}」がありません。", "{needed} is missing."


class UnknownField(Refused):
    """Only known fields are given: a misspelt one must not get lost."""

    CODE = "UNKNOWN_FIELD"
    JA, EN = "この項目はありません。使えるのは {known}。", "There is no such field; there are {known}."


class UnknownFormat(Refused):
    """A file names the format that it is written in."""

    CODE = "UNKNOWN_FORMAT"
    JA, EN = "形式は {known} でなければなりません。", "The format must be {known}."


class UnknownCommand(Refused):
    """A fact's command is one of the product's."""

    CODE = "UNKNOWN_COMMAND"
    JA, EN = "この種類の事実はありません。{near}", "There is no such command. {near}"


class WrongForm(Refused):
    """A value has the form that its field asks for."""

    CODE = "BAD_INPUT"
    JA, EN = "値の形が違います: {problem}", "{problem}"

    @override
    def message(self, lang: str) -> str:
        """In the reader's language, whatever told it."""
        told = str(self.details["problem"])
        return self.JA.format(problem=in_japanese(told)) if lang == "ja" else told


class FactKeyTwice(Refused):
    """A fact's key names one fact."""

    CODE = "FACT_KEY_TWICE"
    JA, EN = "この鍵は {earlier} 行目の事実にも使われています。", "Line {earlier} uses this key too."


class OpenedTwice(Refused):
    """A record is opened once."""

    CODE = "OPENED_TWICE"
    JA, EN = "この記録は {earlier} 行目ですでに作られています。", "Line {earlier} opens this record already."


class UnknownReference(Refused):
    """A reference names a record that an earlier line opens, or that is on record."""

    CODE = "UNKNOWN_REFERENCE"
    JA = "この名の{kinds}は、これより前の行にも記録にもありません。{later}"
    EN = "No {kinds} of this name is opened in an earlier line or on record. {later}"


class WrongKind(Refused):
    """A reference names a record of the kind that the field asks for."""

    CODE = "WRONG_KIND"
    JA, EN = "これは {kind} です。ここに要るのは {kinds}。", "This is a {kind}; the field asks for a {kinds}."


class UnknownFact(Refused):
    """A correction, an annulment or an annotation names an earlier fact."""

    CODE = "UNKNOWN_FACT"
    JA, EN = "この鍵の事実は、これより前にありません。", "There is no earlier fact of this key."


class RecordedDifferently(Refused):
    """What is on record is not changed by an edited file, but by a correction that says why."""

    CODE = "RECORDED_DIFFERENTLY"
    JA = (
        "すでに別の内容で記録されています（記録「{old}」、ファイル「{new}」）。"
        "訂正（CorrectEvent）として記録してください。"
    )
    EN = (
        "Already recorded differently (on record “{old}”, in the file “{new}”): "
        "record it as a correction (CorrectEvent)."
    )
    MAY_ALLOW = (Role.SECRETARIAT,)


class AnotherMunicipality(Refused):
    """A file is imported into the municipality that it is of."""

    CODE = "ANOTHER_MUNICIPALITY"
    JA = "このファイルは別の自治体（{file}）のものです。ここは {here} です。"
    EN = "This file is of another municipality ({file}); this one is {here}."
