"""Which offices make their holder the chair of a body (会長・部会長): as long as they are held."""

import unicodedata

HEADS = frozenset({"会長", "部会長", "分科会長", "連絡会長", "委員長", "座長", "議長"})
"""Who heads a body. 副会長 and 職務代理 stand in for them and head nothing; 事務局長 is of the office."""


def heads(office: str) -> bool:
    """Whether an office is that of the head of its body, as it is written in the record."""
    return "".join(unicodedata.normalize("NFKC", office).split()) in HEADS
