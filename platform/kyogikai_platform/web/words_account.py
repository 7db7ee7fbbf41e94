"""The texts of one's own account, and all of its family, as (Japanese, English)."""

from kyogikai_platform.web.words_account_entry import ENTRY, MAIL
from kyogikai_platform.web.words_account_provider import PROVIDER
from kyogikai_platform.web.words_account_users import USERS

OWN = {
    "account_title": ("利用者情報", "Your account"),
    "account_roles": ("役割", "Roles"),
    "account_since": ("{day}から", "since {day}"),
    "account_since_unknown": ("はじまりの日は不明", "since an unknown day"),
    "account_until": ("{day}まで", "until {day}"),
    "account_no_roles": (
        "役割はありません。公開されている記録を見られます。",
        "You have no roles, and see what is published.",
    ),
    "account_change_passphrase": ("パスフレーズの変更", "Change the passphrase"),
    "account_passphrase_more": (
        "変更すると、この端末のほかはすべてログアウトし、予定表のリンクも使えなくなります。",
        "Changing it signs you out everywhere else and ends your calendar link.",
    ),
    "account_change_passphrase_more": (
        "ほかで使っていない、覚えやすい文を選んでください。変更すると、この端末のほかはすべてログアウトします。",
        "Choose a sentence that you remember and use nowhere else. It signs you out everywhere else.",
    ),
    "account_fresh": (
        "少し前のログインで、ご本人であることを確かめています。",
        "You have just signed in, so nothing more is asked.",
    ),
    "account_anew": (
        "パスフレーズを設定していないため、続けるには、もう一度ログインしてご本人であることを確かめます。",
        "You have no passphrase: sign in once more, so that it is certain that it is you.",
    ),
    "account_anew_do": ("もう一度ログインする", "Sign in once more"),
    "account_anew_missing": (
        "もう一度ログインしてから、続けてください（確かめてから10分間使えます）。",
        "Sign in once more, and go on within ten minutes.",
    ),
    "account_current": ("いまのパスフレーズ", "Your current passphrase"),
    "account_current_hint": ("ご本人であることを確かめるためです", "To make sure that it is you"),
    "account_current_wrong": (
        "いまのパスフレーズが正しくありません。",
        "This is not your current passphrase.",
    ),
    "account_new": ("新しいパスフレーズ", "New passphrase"),
    "account_new_hint": (
        "{shortest}文字以上。どんな文字でもかまいません",
        "At least {shortest} characters, of any kind",
    ),
    "account_change": ("変更する", "Change it"),
    "account_back": ("やめて戻る", "Cancel"),
    "account_next": ("次へ", "Continue"),
    "account_confirm": ("確かめて登録する", "Confirm"),
    "account_calendar": ("カレンダーアプリへの予定表", "Meetings in your calendar"),
    "account_calendar_more": (
        "ログインできないカレンダーアプリが、会議の予定を読むためのリンクです。",
        "A link for calendar programs that cannot sign in.",
    ),
    "account_calendar_manage": ("予定表のリンク", "Calendar link"),
    "account_calendar_what": (
        "このリンクから、あなたが見られる会議の予定だけを読み取れます。役割が変われば、見える会議も変わります。",
        "A program reads by it the meetings that you see, and nothing else. Your roles decide each time.",
    ),
    "account_calendar_secret": (
        "リンクを知っている人は、だれでも予定を見られます。人に見せず、もれたと思ったら発行し直してください。",
        "Whoever knows the link sees the meetings. Show it to nobody; make another if it has got about.",
    ),
    "account_calendar_there": ("発行済みのリンクがあります", "You have a link"),
    "account_calendar_used": ("最後に読まれた日時：{at}", "Last read: {at}"),
    "account_calendar_unused": ("まだ読まれていません", "Not read so far"),
    "account_calendar_end": ("リンクを無効にする", "End the link"),
    "account_calendar_anew": (
        "新しく発行すると、いまのリンクは使えなくなります。",
        "A new link ends the present one.",
    ),
    "account_calendar_make": ("リンクを発行する", "Make a link"),
    "account_calendar_renew": ("リンクを発行し直す", "Make another link"),
    "account_calendar_done": ("予定表のリンクを発行しました。", "Your calendar link is made."),
    "account_calendar_once": (
        "必要なものを、カレンダーアプリの「URLで追加」に貼り付けてください。このリンクは、いまだけ表示されます。",
        "Paste what you need where your calendar adds one “by URL”. The link is shown this once.",
    ),
    "account_done_calendar": ("予定表のリンクを無効にしました。", "Your calendar link has ended."),
    "account_event_calendar": ("予定表のリンクを発行しました", "Made a calendar link"),
    "account_event_calendar_ended": ("予定表のリンクを無効にしました", "Ended the calendar link"),
    "account_sessions": ("ログイン中の端末", "Where you are signed in"),
    "account_sessions_more": (
        "覚えのない端末があれば終了し、パスフレーズを変更してください。",
        "End any that you do not know, and change your passphrase.",
    ),
    "account_this_session": ("この端末", "This device"),
    "account_device_unknown": ("不明な端末", "Unknown device"),
    "account_network": ("ネットワーク {network}", "network {network}"),
    "account_begun": ("開始 {at}", "begun {at}"),
    "account_seen": ("最後の利用 {at}", "last used {at}"),
    "account_end": ("終了", "End"),
    "account_end_others": ("ほかのすべての端末を終了する", "End all others"),
    "account_entries": ("最近のログインと変更", "Recent sign-ins and changes"),
    "account_entries_more": ("新しい順に20件まで", "The last 20, newest first"),
    "account_no_entries": ("まだありません。", "None yet."),
}
FACTORS = {
    "account_totp": ("認証アプリ", "Authenticator app"),
    "account_on": ("使っています", "In use"),
    "account_off": ("使っていません", "Not in use"),
    "account_totp_more": (
        "パスフレーズに加えて、スマートフォンのアプリの確認コードでログインを守ります。",
        "Codes of an app on your phone protect your account beside the passphrase.",
    ),
    "account_enrol_totp": ("認証アプリを登録する", "Set up an authenticator app"),
    "account_enrol_totp_more": (
        "スマートフォンの認証アプリを用意してください。次の画面で、アプリに読み取らせるコードを一度だけ表示します。",
        "Have your authenticator app ready. The next page shows, only once, the code for the app to read.",
    ),
    "account_totp_already": ("認証アプリは登録されています。", "An authenticator app is set up."),
    "account_totp_confirm": ("認証アプリの確認", "Confirm the authenticator app"),
    "account_scan": (
        "認証アプリで、このコードを読み取ってください。",
        "Let your authenticator app read this code.",
    ),
    "account_qr": ("認証アプリに読み取らせるQRコード", "QR code for the authenticator app"),
    "account_or_type": ("読み取れないときは、この文字を入力します。", "If it cannot be read, type this:"),
    "account_open_app": ("この端末の認証アプリで開く", "Open in an app on this device"),
    "account_recovery": ("予備コード", "Recovery codes"),
    "account_recovery_more": (
        (
            "認証アプリを使えないときに、確認コードの代わりに使います。それぞれ1回だけ使えます。"
            "この画面は二度と表示されません。印刷するか書き写して、安全な場所に保管してください。"
        ),
        (
            "Use one in place of a code when you do not have your app; each is good once. "
            "This page is never shown again: print it or write the codes down, and keep them in a safe place."
        ),
    ),
    "account_recovery_kept": ("保管しました", "I have kept them"),
    "account_recovery_none": ("認証アプリが登録されていません。", "No authenticator app is set up."),
    "account_recovery_left": ("予備コードの残り {count}件", "Recovery codes left: {count}"),
    "account_recovery_renewed": (
        "新しい予備コードを作りました。前のものは使えません。",
        "These are new recovery codes. The earlier ones are no longer good.",
    ),
    "account_renew_recovery": ("予備コードを作りなおす", "Make new recovery codes"),
    "account_renew_recovery_more": (
        "新しい予備コードを10件作ります。いまの予備コードは使えなくなります。",
        "You get 10 new recovery codes. The ones that you have are then no longer good.",
    ),
    "account_remove_totp": ("認証アプリを解除する", "Remove the authenticator app"),
    "account_remove_totp_more": (
        "これからはパスフレーズだけでログインします。予備コードも使えなくなります。",
        "You will sign in with your passphrase alone. The recovery codes are then no longer good either.",
    ),
    "account_passkeys": ("パスキー", "Passkeys"),
    "account_passkeys_more": (
        "指紋や顔、画面ロックで、パスフレーズを入力せずにログインできます。",
        "Sign in by fingerprint, face or screen lock, without typing a passphrase.",
    ),
    "account_add_passkey": ("パスキーを登録する", "Add a passkey"),
    "account_add_passkey_more": (
        "この端末か、お持ちのセキュリティキーに、この協議会だけで使える鍵を作ります。",
        "A key for this council alone is made on this device, or on a security key of yours.",
    ),
    "account_passkey_needs_script": (
        "パスキーの登録にはJavaScriptが必要です。パスフレーズと認証アプリは、なくても使えます。",
        "Passkeys need JavaScript. Passphrases and authenticator apps work without it.",
    ),
    "account_passkey_name": ("パスキーの名前", "Name of the passkey"),
    "account_passkey_name_hint": ("どの端末のものか分かる名前", "So that you know which device it is on"),
    "account_make_passkey": ("パスキーを作る", "Make the passkey"),
    "account_passkey_refused": (
        "パスキーを登録できませんでした。もう一度お試しください。",
        "The passkey could not be added. Please try again.",
    ),
    "account_passkey": ("パスキーの変更", "Change a passkey"),
    "account_rename": ("名前を変える", "Rename it"),
    "account_remove_passkey": ("パスキーを削除する", "Remove the passkey"),
    "account_remove_passkey_more": (
        "このパスキーではログインできなくなります。端末に残った鍵は、端末の設定で消せます。",
        "It will no longer sign you in. What is left on the device you can delete in its settings.",
    ),
    "account_made": ("登録 {at}", "added {at}"),
    "account_edit": ("変更", "Change"),
}
SAID = {
    "account_done_passphrase": (
        "パスフレーズを変更し、ほかの端末からログアウトしました。",
        "Your passphrase was changed, and you were signed out everywhere else.",
    ),
    "account_done_totp": ("認証アプリを登録しました。", "The authenticator app is set up."),
    "account_done_totp_removed": ("認証アプリを解除しました。", "The authenticator app was removed."),
    "account_done_passkey": ("パスキーを登録しました。", "The passkey was added."),
    "account_done_passkey_renamed": ("パスキーの名前を変えました。", "The passkey was renamed."),
    "account_done_passkey_removed": ("パスキーを削除しました。", "The passkey was removed."),
    "account_done_session": ("端末を終了しました。", "The session was ended."),
    "account_done_sessions": ("ほかのすべての端末を終了しました。", "All other sessions were ended."),
    "account_done_welcome": (
        "ようこそ。認証アプリかパスキーも登録しておくと、より安全です。",
        "Welcome. An authenticator app or a passkey makes your account safer.",
    ),
    "account_by_password": ("パスフレーズ", "passphrase"),
    "account_by_password_totp": ("パスフレーズと認証アプリ", "passphrase and authenticator app"),
    "account_by_recovery": ("パスフレーズと予備コード", "passphrase and recovery code"),
    "account_by_passkey": ("パスキー", "passkey"),
    "account_by_invitation": ("招待のリンク", "invitation"),
    "account_factor_totp": ("認証アプリ", "authenticator app"),
    "account_factor_passkey": ("パスキー", "passkey"),
    "account_factor_passkeys": ("パスキー{count}件", "{count} passkey(s)"),
    "account_factor_recovery": ("予備コード", "recovery codes"),
    "account_factor_all": ("認証アプリとパスキー", "authenticator app and passkeys"),
    "account_event_signed_in": ("ログインしました", "Signed in"),
    "account_event_accepted": ("招待を受けました", "Accepted the invitation"),
    "account_event_session": ("ログアウト、または端末の終了", "Signed out, or a session ended"),
    "account_event_failures": ("ログインに失敗しました", "Sign-ins failed"),
    "account_event_passphrase": ("パスフレーズを変更しました", "Changed the passphrase"),
    "account_event_enrolled": ("ログイン方法を登録しました", "Added a way to sign in"),
    "account_event_removed": ("ログイン方法を解除しました", "Removed a way to sign in"),
    "account_times": ("{count}回", "{count} time(s)"),
    "account_by_administrator": ("管理者による操作", "by an administrator"),
}
ACCOUNT: dict[str, tuple[str, str]] = ENTRY | OWN | FACTORS | SAID | USERS | MAIL | PROVIDER
"""By the name that templates and modules call them by."""
