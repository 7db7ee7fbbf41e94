"""The texts of the other ways to sign in, and of the mails that lead there, as (Japanese, English)."""

ENTRY = {
    "account_or": ("または", "or"),
    "account_enter_passkey": ("パスキーで入る", "Use a passkey"),
    "account_passkey_unsupported": (
        "このブラウザーではパスキーを使えません。",
        "This browser does not support passkeys.",
    ),
    "account_passkey_cancelled": (
        "パスキーを確かめられませんでした。もう一度お試しください。",
        "The passkey was not confirmed. Please try again.",
    ),
    "account_told_again": (
        "続けるには、もう一度ログインしてください。",
        "Sign in once more to go on.",
    ),
    "account_told_over": (
        "時間がたったため、はじめからやり直してください。",
        "Too much time has passed. Please begin again.",
    ),
    "account_told_passkey": (
        "このパスキーではログインできませんでした。メールアドレスとパスフレーズでもログインできます。",
        "This passkey did not sign you in. You can also use your e-mail address and passphrase.",
    ),
    "account_told_done": (
        "パスフレーズを変更しました。新しいパスフレーズでログインしてください。",
        "Your passphrase was changed. Sign in with the new one.",
    ),
    "account_second_step": ("確認コードの入力", "Enter a code"),
    "account_second_step_more": (
        "認証アプリに表示されている6桁の確認コードを入力してください。",
        "Enter the 6-digit code that your authenticator app shows.",
    ),
    "account_code": ("確認コード", "Code"),
    "account_code_hint": ("認証アプリに表示された6桁の数字", "The 6 digits that the app shows"),
    "account_code_or_recovery": (
        "6桁の数字。アプリを使えないときは、控えておいた予備コード",
        "6 digits; if you cannot use the app, one of your recovery codes",
    ),
    "account_code_missing": ("確認コードを入力してください。", "Enter the code."),
    "account_code_wrong": (
        "確認コードが正しくないか、すでに使われています。新しいコードを入力してください。",
        "The code is wrong or was already used. Enter a new one.",
    ),
    "account_start_over": ("はじめからやり直す", "Begin again"),
    "account_lost": ("認証アプリも予備コードもないとき", "No app and no recovery codes?"),
    "account_lost_more": (
        "自治体の管理者に連絡してください。ご本人であることを確かめたうえで、二要素認証を解除できます。",
        "Ask an administrator of the municipality: they remove the second factor once they know it is you.",
    ),
    "account_forgotten": ("パスフレーズを忘れたとき", "Forgot your passphrase?"),
    "account_forgotten_more": (
        "登録したメールアドレスに、パスフレーズを設定しなおすためのリンクを送ります。",
        "We send a link to your address with which you can set another passphrase.",
    ),
    "account_send_link": ("リンクを送る", "Send the link"),
    "account_forgotten_sent": ("受け付けました。", "Your request was received."),
    "account_forgotten_sent_more": (
        (
            "このメールアドレスが登録されていれば、まもなくメールが届きます。リンクは1時間、1回だけ使えます。"
            "届かないときは、迷惑メールの中も確かめてください。"
        ),
        (
            "If an account has the address, a mail will arrive soon. Its link works once, for an hour. "
            "If nothing arrives, look among unwanted mail too."
        ),
    ),
    "account_forgotten_again": ("もう一度送る", "Send it again"),
    "account_set_passphrase": ("パスフレーズの再設定", "Set another passphrase"),
    "account_set_passphrase_more": (
        "{who}さんの新しいパスフレーズを決めてください。変更すると、ログイン中のすべての端末からログアウトします。",
        "Choose another passphrase for {who}. You will be signed out everywhere.",
    ),
    "account_invited": ("招待を受ける", "Accept the invitation"),
    "account_invited_more": (
        "{who}さん、{name}の協議会の記録へようこそ。ログインに使うパスフレーズを決めてください。",
        "Welcome, {who}. Choose the passphrase with which you will sign in to the council of {name}.",
    ),
    "account_come_in": ("決めてログインする", "Set it and sign in"),
    "account_link_over": ("このリンクは使えません", "This link cannot be used"),
    "account_link_over_more": (
        "すでに使われたか、期限が過ぎています。招待のリンクは、自治体の管理者がもう一度送れます。",
        "It was already used, or is too old. An administrator can send an invitation again.",
    ),
}
MAIL = {
    "account_mail_forgotten_subject": (
        "【{name}の協議会】パスフレーズの再設定",
        "Your passphrase for {name}",
    ),
    "account_mail_forgotten": (
        (
            "{name}の協議会の記録で、パスフレーズの再設定の申し込みを受け付けました。\n"
            "1時間以内に、次のリンクから設定してください。1回だけ使えます。\n\n{link}\n\n"
            "お心当たりがないときは、何もする必要はありません。パスフレーズは変わりません。"
        ),
        (
            "Somebody asked for another passphrase for your account at the council of {name}.\n"
            "Set it within an hour with this link, which is good once.\n\n{link}\n\n"
            "If it was not you, there is nothing to do: your passphrase stays as it is."
        ),
    ),
    "account_mail_invited_subject": ("【{name}の協議会】ご招待", "Your invitation from {name}"),
    "account_mail_invited": (
        (
            "{who} 様\n\n{name}の協議会の記録に招待されました。\n"
            "14日以内に、次のリンクからパスフレーズを決めてください。1回だけ使えます。\n\n{link}\n\n"
            "お心当たりがないときは、このメールを削除してください。"
        ),
        (
            "{who},\n\nyou are invited to the records of the council of {name}.\n"
            "Choose a passphrase within 14 days with this link, which is good once.\n\n{link}\n\n"
            "If you do not expect this, delete this mail."
        ),
    ),
    "account_demo_mail": ("デモのメール", "Mails of the demo"),
    "account_demo_mail_more": (
        "デモでは、メールは送られず、ここに表示されます。",
        "The demo sends no mail; what it would send is shown here.",
    ),
    "account_demo_mail_none": ("メールはまだありません。", "There are no mails yet."),
    "account_mail_to": ("宛先 {address}", "To {address}"),
}
