"""Texts of API clients and webhooks, as (Japanese, English)."""

from kyogikai_platform.web.words_documents import DOCUMENTS
from kyogikai_platform.web.words_webhooks import WEBHOOKS

CLIENTS: dict[str, tuple[str, str]] = {
    "clients": ("APIクライアント", "API clients"),
    "clients_more": (
        "連携先のプログラムが、範囲を決めて記録を読みます。使われたことは、すべて記録に残ります。",
        "Partners' programs read the record within their scopes. Each use stands in the access log.",
    ),
    "clients_open": ("APIクライアントを見る", "See the API clients"),
    "clients_none": ("APIクライアントは、まだありません。", "There are no API clients yet."),
    "clients_register": ("APIクライアントを登録する", "Register an API client"),
    "clients_register_more": (
        "登録すると、秘密を一度だけ表示します。連携先には、安全な方法で渡してください。",
        "The secret is shown once. Hand it to the partner in a safe way.",
    ),
    "clients_name": ("名前", "Name"),
    "clients_name_hint": ("例 県の集計システム", "For example: statistics of the prefecture"),
    "clients_name_missing": (
        "名前を{most}文字以内で入力してください。",
        "Enter a name of at most {most} characters.",
    ),
    "clients_state": ("状態", "State"),
    "clients_live": ("有効", "Active"),
    "clients_revoked": ("失効", "Revoked"),
    "clients_no_secret": ("有効な秘密なし", "No good secret"),
    "clients_scopes": ("範囲", "Scopes"),
    "clients_scopes_hint": (
        "必要なものだけを選びます。個別事例・会議録の案・監査記録は、どの範囲でも読めません。",
        "Choose only what is needed. Cases, drafts and the audit trail are in none of them.",
    ),
    "clients_scopes_missing": ("範囲を一つ以上選んでください。", "Choose at least one scope."),
    "clients_scope_changes_read": (
        "変更の一覧と通知（changes:read）",
        "What changed, and webhooks (changes:read)",
    ),
    "clients_scope_council_read": (
        "庁内で閲覧できる記録（council:read）",
        "What the staff read (council:read)",
    ),
    "clients_scope_meetings_write": ("会議の記録（meetings:write）", "Recording meetings (meetings:write)"),
    "clients_scope_published_read": (
        "公開された記録（published:read）",
        "What is published (published:read)",
    ),
    "clients_valid": ("秘密の有効期間", "How long the secret is good"),
    "clients_days": ("{days}日", "{days} days"),
    "clients_until": ("有効期限", "Good until"),
    "clients_used": ("最後の利用", "Last used"),
    "clients_unused": ("まだ使われていません", "Not used yet"),
    "clients_back": ("やめて戻る", "Cancel"),
    "clients_made": ("秘密を発行しました", "A secret was made"),
    "clients_once": (
        "この秘密は、いまだけ表示します。この画面を離れると、二度と見られません。",
        "This secret is shown now and never again.",
    ),
    "clients_secret": ("秘密（client_secret）", "Secret (client_secret)"),
    "clients_id": ("クライアントID（client_id）", "Client ID (client_id)"),
    "clients_made_more": (
        "Authorization: Bearer にそのまま付けるか、/oauth/token で短期のトークンに換えて使います。",
        "Send it after Authorization: Bearer, or exchange it at /oauth/token for a short-lived token.",
    ),
    "clients_kept": ("控えました", "I have kept it"),
    "clients_secrets": ("秘密", "Secrets"),
    "clients_secret_live": ("有効", "Good"),
    "clients_secret_over": ("期限切れ", "Over"),
    "clients_secret_revoked": ("失効", "Revoked"),
    "clients_secret_span": ("{made} から {until} まで", "From {made} to {until}"),
    "clients_roll": ("秘密を取り替える", "Roll the secret"),
    "clients_roll_more": (
        "新しい秘密を発行します。いまの秘密は、選んだ時間だけ使い続けられます。",
        "Another secret is made. Those that there are stay good for as long as you choose.",
    ),
    "clients_overlap": ("いまの秘密を使える時間", "How long the present one stays good"),
    "clients_overlap_none": ("すぐに終える", "Not at all"),
    "clients_overlap_hour": ("1時間", "An hour"),
    "clients_overlap_day": ("1日", "A day"),
    "clients_overlap_week": ("1週間", "A week"),
    "clients_end_secret": ("秘密を失効させる", "Revoke a secret"),
    "clients_end_secret_more": (
        "この秘密と、これで得たトークンは、すぐに使えなくなります。",
        "It and the tokens that were given out for it are good for nothing from now on.",
    ),
    "clients_revoke": ("APIクライアントを失効させる", "Revoke the API client"),
    "clients_revoke_more": (
        "すべての秘密とトークンと通知が、すぐに終わります。元に戻せません。",
        "All its secrets, tokens and webhooks end at once. This cannot be taken back.",
    ),
    "clients_done_revoke": ("APIクライアントを失効させました。", "The API client was revoked."),
    "clients_done_secret": ("秘密を失効させました。", "The secret was revoked."),
    "clients_uses": ("アクセスログ", "Access log"),
    "clients_uses_more": (
        "秘密とトークンが使われた時刻（分ごと）と回数です。{days}日のあいだ残ります。",
        "When secrets and tokens were used, by the minute. It is kept for {days} days.",
    ),
    "clients_times": ("{count}回", "{count} times"),
    **DOCUMENTS,
    **WEBHOOKS,
}
