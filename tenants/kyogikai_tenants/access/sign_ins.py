"""What a user does at the door: acts that change nothing that is folded.

They are events and no facts, so an account's state is folded from a handful of facts however often its user
signs in. Loading still reads the whole stream; should that weigh one day, a snapshot is a row (stream,
version, facts so far) beside the log, from which a load reads on: nothing here would change.
"""

from dataclasses import dataclass
from datetime import datetime

from kyogikai_tenants.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A user comes in; address and browser are in the operational access log."""

    TOPIC, COMMAND, SUBJECTS = "user.signed_in", "SignIn", ("user_account",)
    LABEL, LABEL_EN = "ログイン", "Signed in"
    SENTENCE, SENTENCE_EN = "{subject}がログイン", "{subject} signed in"

    method: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionRevoked(Event):
    """A session is ended before its time."""

    TOPIC, COMMAND, SUBJECTS = "user.session_revoked", "RevokeSession", ("user_account",)
    LABEL, LABEL_EN = "セッションの失効", "Session revoked"
    SENTENCE, SENTENCE_EN = "{subject}のセッションを失効", "Revoked a session of {subject}"

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInFailuresCounted(Event):
    """How many sign-ins failed since a moment: one bounded entry, not one for each."""

    TOPIC, COMMAND = "user.sign_in_failures_counted", "CountSignInFailures"
    SUBJECTS = ("user_account",)
    LABEL, LABEL_EN = "ログイン失敗の集計", "Sign-in failures counted"
    SENTENCE, SENTENCE_EN = (
        "{subject}のログイン失敗 {count} 回（{since} 以降）",
        "{count} failed sign-ins of {subject} since {since}",
    )

    count: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A user sets another passphrase."""

    TOPIC, COMMAND, SUBJECTS = "user.password_changed", "ChangePassword", ("user_account",)
    LABEL, LABEL_EN = "パスフレーズの変更", "Password changed"
    SENTENCE, SENTENCE_EN = "{subject}がパスフレーズを変更", "{subject} changed the password"


@dataclass(frozen=True, kw_only=True)
class SecondFactorEnrolled(Event):
    """A user adds a second factor: totp, passkey."""

    TOPIC, COMMAND, SUBJECTS = "user.second_factor_enrolled", "EnrolSecondFactor", ("user_account",)
    LABEL, LABEL_EN = "二要素認証の登録", "Second factor enrolled"
    SENTENCE, SENTENCE_EN = "{subject}が二要素認証（{method}）を登録", "{subject} enrolled {method}"

    method: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """A user takes a second factor away, or an administrator does for who has lost it, and says why."""

    TOPIC, COMMAND, SUBJECTS = "user.second_factor_removed", "RemoveSecondFactor", ("user_account",)
    LABEL, LABEL_EN = "二要素認証の解除", "Second factor removed"
    SENTENCE, SENTENCE_EN = (
        "{subject}の二要素認証（{method}）を解除",
        "Removed {method} of {subject}",
    )

    method: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInProviderSet(Event):
    """An administrator says at which provider of identities people sign in too; its secret is not told."""

    TOPIC, COMMAND, SUBJECTS = "user.sign_in_provider_set", "SetSignInProvider", ("user_account",)
    LABEL, LABEL_EN = "ログイン連携の設定", "Sign-in provider set"
    SENTENCE, SENTENCE_EN = (
        "{subject}がログイン連携を設定（{issuer}、{client_id}、{claim}）",
        "{subject} set the sign-in provider {issuer} ({client_id}, {claim})",
    )

    issuer: str
    client_id: str
    claim: str
    second_factor: bool = False


@dataclass(frozen=True, kw_only=True)
class SignInProviderRemoved(Event):
    """An administrator ends the signing in at a provider."""

    TOPIC, COMMAND, SUBJECTS = "user.sign_in_provider_removed", "RemoveSignInProvider", ("user_account",)
    LABEL, LABEL_EN = "ログイン連携の解除", "Sign-in provider removed"
    SENTENCE, SENTENCE_EN = (
        "{subject}がログイン連携を解除（{issuer}）",
        "{subject} removed the sign-in provider {issuer}",
    )

    issuer: str


@dataclass(frozen=True, kw_only=True)
class SealsSentTo(Event):
    """An administrator says where the seals of the log are sent; the addresses are not told."""

    TOPIC, COMMAND, SUBJECTS = "user.seals_sent_to", "SetWhereSealsGo", ("user_account",)
    LABEL, LABEL_EN = "封印の送り先の設定", "Set where seals are sent"
    SENTENCE, SENTENCE_EN = (
        "{subject}が封印の送り先を設定（メール {addressees} 件、証人 {witness}）",
        "{subject} set where seals are sent ({addressees} addresses, witness: {witness})",
    )

    addressees: int
    witness: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarLinkMade(Event):
    """A user lets a calendar program read what they see of meetings, by a secret address; others end."""

    TOPIC, COMMAND, SUBJECTS = "user.calendar_link_made", "MakeCalendarLink", ("user_account",)
    LABEL, LABEL_EN = "予定表リンクの発行", "Calendar link made"
    SENTENCE, SENTENCE_EN = "{subject}が予定表リンクを発行", "{subject} made a calendar link"


@dataclass(frozen=True, kw_only=True)
class CalendarLinkRevoked(Event):
    """A calendar link is good no longer: its user ended it, or a change of how they sign in did."""

    TOPIC, COMMAND, SUBJECTS = "user.calendar_link_revoked", "RevokeCalendarLink", ("user_account",)
    LABEL, LABEL_EN = "予定表リンクの失効", "Calendar link revoked"
    SENTENCE, SENTENCE_EN = "{subject}の予定表リンクを失効", "Revoked the calendar link of {subject}"

    reason: str = ""
