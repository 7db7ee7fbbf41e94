"""How whoever acted is called where the trail is told: by name, and by a link of a mail if they came so.

What acts by itself or on the command line has no account, and is called after what it is.
"""

from kyogikai_platform.web.words import words
from kyogikai_tenants.rights import LINKED

NOBODY = {
    "import": "actor_import", "console": "actor_console", "operator": "actor_console",
    "sign-in": "actor_door", "nightly": "actor_nightly",
}  # fmt: skip
"""Actors without an account -> what they are called."""


def called(actor: str, name: str, lang: str) -> str:
    """A name, with the link beside it."""
    if name == actor and actor in NOBODY:
        return words(NOBODY[actor], lang)
    return words("notice_by_link", lang, name=name) if actor.startswith(LINKED) else name
