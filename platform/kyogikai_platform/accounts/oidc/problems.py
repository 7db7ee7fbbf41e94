"""Why somebody does not come in by a provider; each reason is said on the page."""

from enum import StrEnum, auto


class Why(StrEnum):
    """The reasons."""

    STATE = auto()
    """What came back is of no sign-in that this browser began here and has not finished."""
    DECLINED = auto()
    """The provider, or the person there, said no."""
    MIXED_UP = auto()
    """The answer is another provider's."""
    UNREACHABLE = auto()
    """The provider does not answer as agreed."""
    METADATA = auto()
    """The provider says of itself what was not agreed."""
    SIGNATURE = auto()
    """The ID token is not signed by a key of the provider, or not in a way that counts."""
    ISSUER = auto()
    AUDIENCE = auto()
    EXPIRED = auto()
    NONCE = auto()
    TOKEN = auto()
    """The ID token is none."""
    UNVERIFIED = auto()
    """The provider has not verified the address."""
    UNINVITED = auto()
    """Nobody here was invited at the address."""
    BOUND = auto()
    """The account of the address belongs to another identity of the provider."""
    SUSPENDED = auto()
    """The account may not sign in."""


class NotByProvider(Exception):
    """Nobody comes in this way now."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
