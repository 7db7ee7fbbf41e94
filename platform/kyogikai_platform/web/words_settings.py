"""Texts of the settings of the municipality, as (Japanese, English)."""

SETTINGS: dict[str, tuple[str, str]] = {
    "settings": ("設定", "Settings"),
    "settings_title": ("自治体の設定", "Settings of the municipality"),
    "settings_more": (
        "変更は、監査記録に残ります。",
        "Changes stay on record in the audit trail.",
    ),
    "settings_change": ("変更する", "Change"),
    "settings_save": ("保存する", "Save"),
    "settings_back": ("やめて設定に戻る", "Cancel"),
    "settings_choose": ("選んでください。", "Choose one."),
    "settings_unset": ("設定なし", "Not set"),
    "settings_display": ("表記と利用の条件", "Notation and terms of use"),
    "settings_notation": ("「しょうがい」の表記", "How shōgai (disability) is written"),
    "settings_notation_hint": (
        "画面の言葉だけが変わります。法律や団体の名前、資料からの引用は変わりません。",
        "Only the words of the pages change, never names of laws or organisations, nor what documents say.",
    ),
    "settings_era": ("年の表示", "How years are shown"),
    "settings_era_hint": (
        "西暦は「2021年5月」、和暦は「令和3年5月」、併記は「令和3年（2021年）5月」です。見る人は「使い方」で変えられます。",
        "In Japanese: as Western years, as years of eras, or both. Readers may choose otherwise under Help.",
    ),
    "settings_vocabulary": ("会議体の種類の呼び方", "Own words for kinds of bodies"),
    "settings_vocabulary_hint": (
        "空欄の種類は、ふつうの呼び方で表示します。{most}文字まで。",
        "A kind without a word of its own is shown by the usual one. Up to {most} characters.",
    ),
    "settings_accent": ("ページの色", "Colour of the pages"),
    "settings_accent_hint": (
        "どの色も、文字の読みやすさを確かめてあります。",
        "Text is known to be readable in each of them.",
    ),
    "settings_no_accent": ("標準", "Standard"),
    "settings_licence": ("公開データの利用の条件", "Terms of use of what is published"),
    "settings_licence_hint": ("任意。例 CC BY 4.0", "Optional. For example CC BY 4.0"),
    "settings_licence_url": ("利用の条件のアドレス", "Address of these terms"),
    "settings_contact": ("問い合わせ先", "Whom to ask"),
    "settings_optional": ("任意", "Optional"),
    "settings_done_display": ("表記と利用の条件を変更しました。", "Notation and terms were changed."),
    "settings_provider": ("ログイン連携", "Sign-in provider"),
    "settings_provider_more": (
        "庁内の認証基盤など、OpenID Connect でもログインできるようにします。招待された利用者に限ります。",
        "People who were invited sign in at an OpenID Connect provider too, for example the city's own.",
    ),
    "settings_no_provider": ("ログイン連携は設定していません。", "No sign-in provider is set."),
    "settings_issuer": ("発行者（issuer）", "Issuer"),
    "settings_issuer_hint": (
        "連携先の構成情報にあるとおり、1文字もちがわずに。https:// で始まります",
        "To the letter as the provider's metadata say it; it begins with https://",
    ),
    "settings_issuer_bad": (
        "https:// で始まる発行者のアドレスを入力してください。",
        "Enter the issuer's address; it begins with https://.",
    ),
    "settings_client": ("クライアントID", "Client ID"),
    "settings_client_missing": ("クライアントIDを入力してください。", "Enter the client ID."),
    "settings_secret": ("クライアントシークレット", "Client secret"),
    "settings_secret_hint": (
        "暗号化して保管し、二度と表示しません",
        "It is stored encrypted and never shown again",
    ),
    "settings_secret_kept": (
        "空欄のままなら、いまのものを使い続けます。表示はしません",
        "Left empty, the one that is stored stays in use. It is never shown",
    ),
    "settings_secret_missing": ("クライアントシークレットを入力してください。", "Enter the client secret."),
    "settings_label_ja": ("ボタンの文字（日本語）", "Text of the button, in Japanese"),
    "settings_label_en": ("ボタンの文字（英語）", "Text of the button, in English"),
    "settings_label_missing": (
        "ボタンの文字を{most}文字以内で入力してください。",
        "Enter the text of the button, at most {most} characters.",
    ),
    "settings_claim": ("メールアドレスの項目（クレーム）", "Claim with the e-mail address"),
    "settings_claim_hint": (
        "ふつうは email。email_verified が真のときだけ使います",
        "Usually email. It counts only where email_verified is true",
    ),
    "settings_claim_missing": ("クレームの名前を入力してください。", "Enter the name of the claim."),
    "settings_second": (
        "認証アプリを登録した人には、こちらの確認コードも求める",
        "Ask for our code too, of whoever has enrolled an authenticator",
    ),
    "settings_second_no": ("こちらの確認コードは求めない", "Our code is not asked for"),
    "settings_redirect": (
        "連携先に登録する戻り先（redirect URI）",
        "Redirect URI to register at the provider",
    ),
    "settings_remove": ("ログイン連携をやめる", "Remove the provider"),
    "settings_remove_more": (
        "やめると、パスフレーズかパスキーだけでログインします。",
        "People then sign in with a passphrase or a passkey alone.",
    ),
    "settings_done_provider": ("ログイン連携を設定しました。", "The sign-in provider was set."),
    "settings_done_removed": ("ログイン連携をやめました。", "The sign-in provider was removed."),
}
