"""Texts of signing in at a municipality's provider of identities."""

PROVIDER: dict[str, tuple[str, str]] = {
    "oidc_refused": ("ログインできませんでした", "You were not signed in"),
    "oidc_again": ("もう一度ログインする", "Sign in again"),
    "oidc_why_state": (
        "このログインは、この画面から始めたものではないか、すでに終わっています。もう一度はじめからお願いします。",
        "This sign-in was not begun in this browser, or is over already. Please start again.",
    ),
    "oidc_why_declined": (
        "ログイン連携先で、ログインが完了しませんでした。",
        "The sign-in was not completed at the provider.",
    ),
    "oidc_why_mixed_up": (
        "別のログイン連携先からの応答だったため、受け付けませんでした。",
        "The answer came from another provider and was not accepted.",
    ),
    "oidc_why_unreachable": (
        "ログイン連携先から、正しい応答がありません。時間をおいてもう一度お試しください。",
        "The provider does not answer properly. Please try again later.",
    ),
    "oidc_why_metadata": (
        "ログイン連携先の構成情報が、正しくありません。管理者にお知らせください。",
        "What the provider says of itself is not right. Please tell your administrator.",
    ),
    "oidc_why_signature": (
        "ログイン連携先からのIDトークンの署名を、確認できませんでした。",
        "The signature of the provider's ID token could not be verified.",
    ),
    "oidc_why_issuer": (
        "発行者が、設定されたログイン連携先と一致しません。",
        "The issuer is not the provider that is set here.",
    ),
    "oidc_why_audience": (
        "IDトークンが、このサイトあてのものではありません。",
        "The ID token was not issued for this site.",
    ),
    "oidc_why_expired": (
        "IDトークンの有効期間ではありません。もう一度お試しください。",
        "The ID token is not valid at this time. Please try again.",
    ),
    "oidc_why_nonce": (
        "IDトークンが、このログインのためのものではありません。",
        "The ID token was not issued for this sign-in.",
    ),
    "oidc_why_token": (
        "ログイン連携先からのIDトークンが、正しくありません。",
        "The provider's ID token is not a proper one.",
    ),
    "oidc_why_unverified": (
        "ログイン連携先で、メールアドレスが確認されていません。",
        "The provider has not verified your e-mail address.",
    ),
    "oidc_why_uninvited": (
        "このメールアドレスの利用者は、招待されていません。管理者に招待をご依頼ください。",
        "Nobody was invited at this e-mail address. Ask your administrator for an invitation.",
    ),
    "oidc_why_bound": (
        "この利用者は、ログイン連携先の別のアカウントとひも付いています。管理者にお知らせください。",
        "This user belongs to another account at the provider. Please tell your administrator.",
    ),
    "oidc_why_suspended": (
        "この利用者は、いまログインできません。管理者にお問い合わせください。",
        "This user cannot sign in now. Please ask your administrator.",
    ),
    "account_by_oidc": ("ログイン連携", "the provider"),
    "account_by_oidc_first": ("ログイン連携（はじめて）", "the provider, for the first time"),
    "account_by_oidc_totp": ("ログイン連携と認証アプリ", "the provider and authenticator app"),
    "account_by_oidc_recovery": ("ログイン連携と予備コード", "the provider and recovery code"),
}
