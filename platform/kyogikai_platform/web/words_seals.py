"""Texts of where seals are sent, as (Japanese, English)."""

SEALS: dict[str, tuple[str, str]] = {
    "seals": ("封印の送り先", "Where seals are sent"),
    "seals_more": (
        "記録は毎晩、署名つきで封じます。封印を外に残すと、あとから書きかえても必ずわかります。",
        "The log is sealed each night. A seal that is kept outside gives every later rewriting away.",
    ),
    "seals_none": ("送り先は設定していません。", "Seals are sent nowhere."),
    "seals_addresses": ("メールの宛先", "Mail addresses"),
    "seals_addresses_hint": (
        "1行に1つ、{most}件まで。暗号化して保管します",
        "One a line, up to {most}. They are stored encrypted",
    ),
    "seals_count": ("{count}件", "{count}"),
    "seals_witness_url": ("証人（witness）のアドレス", "Address of the witness"),
    "seals_witness_url_hint": (
        "任意。C2SP tlog-witness の送信先。https:// で始まります",
        "Optional. Where C2SP tlog-witness is spoken; it begins with https://",
    ),
    "seals_witness_key": ("証人の鍵", "Key of the witness"),
    "seals_witness_key_hint": (
        "証人の名前+番号+鍵。証人から別の方法で受け取ったもの",
        "name+id+key, as you were given it by another way",
    ),
    "seals_no_address": ("「{address}」はメールアドレスではありません。", "{address} is no mail address."),
    "seals_too_many": ("宛先は{most}件までです。", "At most {most} addresses."),
    "seals_no_url": (
        "https:// で始まる証人のアドレスを入力してください。",
        "Enter the witness's address; it begins with https://.",
    ),
    "seals_no_key": (
        "証人の鍵を、名前+番号+鍵の形で入力してください。",
        "Enter the witness's key as name+id+key.",
    ),
    "settings_done_seals": ("封印の送り先を変更しました。", "Where seals are sent was changed."),
}
