"""How whoever acted is called where the trail is told: by name, and by a link of a mail if they came so."""

from kyogikai_platform.web.words import words
from kyogikai_tenants.rights import LINKED


def called(actor: str, name: str, lang: str) -> str:
    """A name, with the link beside it."""
    return words("notice_by_link", lang, name=name) if actor.startswith(LINKED) else name
