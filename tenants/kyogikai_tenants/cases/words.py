"""The words of 個別事例: where one stands, why it is shared, why its key goes, who reads it as what."""

from enum import StrEnum, auto


class CaseState(StrEnum):
    """事例の状態."""

    OPEN = auto()
    CLOSED = auto()
    ERASED = auto()


class ShareGround(StrEnum):
    """共有の根拠: the person agreed, or a law says so."""

    CONSENT = auto()
    LEGAL_GROUND = auto()


class ErasureReason(StrEnum):
    """鍵を破棄する理由. A word to choose: a text would be read for ever."""

    RETENTION_OVER = auto()
    ASKED_BY_PERSON = auto()
    REGISTERED_BY_MISTAKE = auto()


class CaseCorrection(StrEnum):
    """訂正の理由. A word to choose, for the same reason; kept as the trail says it."""

    CLERICAL_ERROR = "書き誤り"
    HEARD_LATER = "後から分かったこと"
    ASKED_BY_PERSON = "本人の求め"


class LookedAs(StrEnum):
    """閲覧の立場: one's own case, one that was opened to one, in an emergency, or its abstract.

    An abstract is read to approve it, or because it was presented at a meeting.
    """

    OWN = auto()
    GRANTED = auto()
    BREAK_GLASS = auto()
    ABSTRACT = auto()
    PRESENTED = auto()
