"""個別事例の識別情報: what names a person's case, and so stands in no text that others read.

Known by their form, in full-width or half-width digits: an 個人番号 (twelve digits, also 4-4-4),
a 受給者証番号 (ten digits that stand alone) and a date of birth (生年月日 …, …日生まれ). A name of
a person has no such form: the form on the page asks for it to be left out.
"""

import re
import unicodedata

IDENTIFIER = re.compile(
    r"(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}(?!\d)"
    r"|(?<!\d)\d{10}(?!\d)"
    r"|生年月日\W{0,3}(?:明治|大正|昭和|平成|令和|[MTSHRmtshr]\W?\d|\d)"
    r"|\d日\s*生(?:まれ|れ)?(?![\u4e00-\u9fff])"
)


def names_a_case(text: str) -> bool:
    """Whether a text holds something of that form."""
    return IDENTIFIER.search(unicodedata.normalize("NFKC", text)) is not None
