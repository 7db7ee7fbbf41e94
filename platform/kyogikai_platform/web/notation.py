"""The word for disability in the interface's own words, as the municipality writes it: 障害, 障がい or 障碍.

It is put where words are looked up, before any fact of the record stands in them: names, titles and what
documents say are never touched, nor are the names of laws and standards that stand in words of ours.
"""

import re

from kyogikai_platform.web import writing
from kyogikai_tenants.municipalities import Notation

WORD = Notation.KANJI.word
AS_THEY_ARE = (
    "高齢者・障害者等配慮設計指針", "障害者総合支援法", "障害者基本法", "障害者差別解消法",
    "「障害」「障がい」",
)  # fmt: skip
"""Real names, and where the notations themselves are spoken of."""
FOUND = re.compile("(" + "|".join(map(re.escape, AS_THEY_ARE)) + ")|" + WORD)


def written(text: str) -> str:
    """A text of ours as the municipality that is asked writes it."""
    if WORD not in text:
        return text
    own = writing.asked().notation
    return text if own is Notation.KANJI else FOUND.sub(lambda found: found[1] or own.word, text)
