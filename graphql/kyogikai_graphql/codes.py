"""Every code in ``errors[].extensions.code``, with its rule in both languages; refusals of commands aside.

``docs/api-errors.md`` is made of them (``api_errors``), and a test finds any that is missing or dead.
"""

from typing import NamedTuple


class Told(NamedTuple):
    """One code: its HTTP status where it has one of its own, and what it says."""

    status: int | None
    ja: str
    en: str


CODES: dict[str, Told] = {
    "GRAPHQL_PARSE_FAILED": Told(
        None,
        "GraphQL の文法として読めません。",
        "The document is no GraphQL, or is empty.",
    ),
    "GRAPHQL_VALIDATION_FAILED": Told(
        None,
        "スキーマにない項目や誤った引数があります。",
        "The document asks for what the schema does not have.",
    ),
    "DOCUMENT_NOT_FOUND": Told(
        None,
        "この ID の文書は登録されていません。",
        "`documentId` names a document that is registered for the client, or one of our own pages'.",
    ),
    "DOCUMENT_NOT_TRUSTED": Told(
        None,
        "このクライアントは、登録した文書だけを問い合わせられます。",
        "The client is bound to its registered documents: an administrator registers what it may ask.",
    ),
    "OPERATION_NOT_FOUND": Told(
        None,
        "実行する操作を名前で指定してください。",
        "operationName names one of the document's operations.",
    ),
    "BAD_USER_INPUT": Told(
        None,
        "値の形式が正しくありません。",
        "A variable or an argument has not the form that its type asks for.",
    ),
    "BAD_ID": Told(
        None,
        "この API の ID ではありません。",
        "An id is one that this API gave out, of the kind asked for.",
    ),
    "BAD_PAGE": Told(
        None,
        "1 ページは 1〜100 件です。",
        "A page has 1 to 100 entries, from the beginning or from the end.",
    ),
    "BAD_CURSOR": Told(
        None,
        "この API のカーソルではありません。",
        "A cursor is one that this API gave out, for that list.",
    ),
    "FORBIDDEN": Told(
        None,
        "この項目を読む権限がありません。",
        "The reader's role does not open this.",
    ),
    "NOT_FOUND": Told(
        404,
        "記録、またはこのアドレスの資源がありません。",
        "What must be there is not on record; no such address.",
    ),
    "QUERY_TOO_COMPLEX": Told(
        None,
        "問い合わせが上限を超えています。",
        "The document exceeds a limit; `limit`, `value` and `max` say which.",
    ),
    "INTROSPECTION_CLOSED": Told(
        None,
        "スキーマの照会にはログインまたはトークンが必要です。",
        "Introspection needs a session or a token; the schema is published as a file.",
    ),
    "TIMED_OUT": Told(
        None,
        "時間内に答えられませんでした。範囲を狭めてください。",
        "The database took too long: ask for less at once.",
    ),
    "INTERNAL_ERROR": Told(
        500,
        "内部エラーが起きました。requestId を添えてお知らせください。",
        "Our fault, and logged: tell us the `requestId`.",
    ),
    "RATE_LIMITED": Told(
        429,
        "この 1 時間に使えるポイントを超えました。",
        "The points of this hour do not suffice; `Retry-After` says how long to wait.",
    ),
    "BAD_JSON": Told(
        400,
        "UTF-8 の JSON として読めません。",
        "The body, or `variables` in a link, is no JSON in UTF-8.",
    ),
    "BAD_REQUEST": Told(
        400,
        "リクエストの形が正しくありません。",
        "A member of the request is missing or has the wrong type; batches.",
    ),
    "UNAUTHENTICATED": Told(
        401,
        "認証が無効です。",
        "The token or session is unknown, over, revoked, or another municipality's.",
    ),
    "SIGN_IN_FAILED": Told(
        401,
        "メールアドレス、パスフレーズ、確認コードのいずれかが違います。",
        "The address, the passphrase or the code is wrong; which one is not told.",
    ),
    "SECOND_FACTOR_NEEDED": Told(
        401,
        "確認コードも必要です。",
        "The account has a second factor: a code of it is sent with the passphrase.",
    ),
    "SIGN_IN_DELAYED": Told(
        429,
        "試行が続いたため、しばらくお待ちください。",
        "Too many attempts: `Retry-After` says how long to wait.",
    ),
    "SIGN_IN_UNAVAILABLE": Told(
        503,
        "ただいまログインできません。",
        "Sign-in is busy, or has no key; try again.",
    ),
    "CROSS_SITE": Told(
        403,
        "ほかのサイトからの操作は受け付けません。",
        "A session acts from its own pages only; others use a token.",
    ),
    "NOT_IN_USE": Told(
        403,
        "この自治体は、まだ利用を始めていません。",
        "This municipality is not in use yet: sign in with an account of it.",
    ),
    "PAUSED": Told(
        503,
        "この自治体の利用は、いま止めています。お尋ねは、この自治体の協議会の事務局へお願いします。",
        "The use of this municipality is paused: ask the secretariat of its council.",
    ),
    "UNKNOWN_MUNICIPALITY": Told(
        404,
        "この名前の自治体はありません。",
        "No municipality has this host name.",
    ),
    "METHOD_NOT_ALLOWED": Told(
        405,
        "この方法では受け付けません。",
        "Ask with GET or POST; change something with POST only.",
    ),
    "NOT_ACCEPTABLE": Told(
        406,
        "求められた形式では答えられません。",
        "Answers are JSON; `Accept` allows none of the two types.",
    ),
    "PRECONDITION_FAILED": Told(
        412,
        "答えは変わっていません。",
        "POST with `If-None-Match`: the answer is the one that the client has.",
    ),
    "BODY_TOO_LARGE": Told(
        413,
        "本文が大きすぎます。",
        "A request has at most 100 000 bytes.",
    ),
    "UNSUPPORTED_MEDIA_TYPE": Told(
        415,
        "この形式の本文は読めません。",
        "A body is `application/json` in UTF-8, not compressed.",
    ),
    "SERVICE_UNAVAILABLE": Told(
        503,
        "ただいま利用できません。",
        "The database does not answer for now; try again later.",
    ),
}


def said(code: str, message: str, lang: str) -> str:
    """What went wrong, in the client's language; in Japanese the rule goes before the detail."""
    known = CODES.get(code)
    return f"{known.ja}（{message.rstrip('.')}）" if lang == "ja" and known else message


def language(accepted: str) -> str:
    """``en`` where Accept-Language prefers it to Japanese, else ``ja``."""
    weights = {"ja": 0.0, "en": 0.0}
    for part in accepted[:200].lower().split(","):
        name, _, weight = part.strip().partition(";")
        main = name.strip().split("-")[0]
        if main in weights:
            weights[main] = max(weights[main], _weight(weight))
    return "en" if weights["en"] > weights["ja"] else "ja"


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
