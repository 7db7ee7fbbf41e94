"""The texts of what is published for everybody, as (Japanese, English)."""

from kyogikai_platform.web.words_public_access import ACCESS, FEED
from kyogikai_platform.web.words_public_columns import COLUMNS
from kyogikai_platform.web.words_public_help import HELP
from kyogikai_platform.web.words_public_open import OPEN
from kyogikai_platform.web.words_public_papers import PAPERS

PUBLIC: dict[str, tuple[str, str]] = OPEN | COLUMNS | PAPERS | ACCESS | FEED | HELP
"""By the name that templates and modules call them by."""
