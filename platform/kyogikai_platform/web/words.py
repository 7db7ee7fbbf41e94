"""Every text of the pages as (Japanese, English), by a name that says where it stands.

What depends on a page's own facts stands in braces. Words for enumerations are ``labels``' to say.
"""

from typing import NamedTuple

from kyogikai_platform.web import notation
from kyogikai_platform.web.words_account import ACCOUNT
from kyogikai_platform.web.words_cases import CASES
from kyogikai_platform.web.words_checks import CHECKS
from kyogikai_platform.web.words_clients import CLIENTS
from kyogikai_platform.web.words_console import CONSOLE
from kyogikai_platform.web.words_council import COUNCIL
from kyogikai_platform.web.words_developers import DEVELOPERS
from kyogikai_platform.web.words_evidence import EVIDENCE
from kyogikai_platform.web.words_forms import FORMS
from kyogikai_platform.web.words_imports import IMPORTS
from kyogikai_platform.web.words_issues import ISSUES
from kyogikai_platform.web.words_meetings import MEETINGS
from kyogikai_platform.web.words_notices import NOTICES
from kyogikai_platform.web.words_org import ORG
from kyogikai_platform.web.words_papers import PAPERS
from kyogikai_platform.web.words_public import PUBLIC
from kyogikai_platform.web.words_report import REPORT
from kyogikai_platform.web.words_retention import RETENTION
from kyogikai_platform.web.words_roles import ROLES
from kyogikai_platform.web.words_seals import SEALS
from kyogikai_platform.web.words_settings import SETTINGS

LANGS = ("ja", "en")


class Words(NamedTuple):
    """A text in both languages."""

    ja: str
    en: str


FRAME = {
    "records_of": ("{name}の協議会", "The council of {name}"),
    "skip": ("本文へ進む", "Skip to the content"),
    "seen_public": ("公開されている記録を表示しています", "You see what is published"),
    "seen_as": ("{roles}として表示しています", "You see this as: {roles}"),
    "text_size": ("文字", "Text"),
    "text_size_group": ("文字の大きさ", "Size of the text"),
    "size_m": ("標準", "Normal"),
    "size_l": ("大", "Large"),
    "size_xl": ("特大", "Largest"),
    "readings": ("ふりがな", "Readings"),
    "plain_read": ("やさしい日本語で読む", "Plain Japanese first"),
    "plain_title": ("やさしい日本語", "In plain Japanese"),
    "plain_write": ("やさしい日本語の要約を書く", "Write a summary in plain Japanese"),
    "plain_rewrite": ("やさしい日本語の要約を書き直す", "Write the summary in plain Japanese anew"),
    "language_group": ("言語", "Language"),
    "menu": ("主なメニュー", "Main menu"),
    "place": ("現在の場所", "Where you are"),
    "home": ("ホーム", "Home"),
    "org": ("組織図", "Org chart"),
    "sign_in": ("ログイン", "Sign in"),
    "sign_out": ("ログアウト", "Sign out"),
    "shown_as_of": ("{day}の記録を表示しています。", "You see {day}."),
    "back_to_today": ("今日の記録に戻る", "Back to today"),
    "choose_moment": ("ほかの日・ほかの時点の記録を見る", "See another day, or what was known then"),
    "pages_of_list": ("一覧のページ", "Pages of the list"),
    "page_before": ("前のページ", "Previous page"),
    "page_after": ("次のページ", "Next page"),
    "foot": (
        "会議体の記録は、根拠となる資料とともに、消されずに残ります。",
        "What is on record stays on record, with the documents that it rests on.",
    ),
    "council_unnamed": ("協議会の記録", "The record of the council"),
    "errors_title": ("確かめていただきたいことがあります", "There is something to check"),
}
SIGN_IN = {
    "address_check": ("アドレスを確かめてください", "Check the address"),
    "email": ("メールアドレス", "E-mail address"),
    "password": ("パスフレーズ", "Passphrase"),
    "show": ("見る", "Show"),
    "hide": ("かくす", "Hide"),
    "show_password": ("パスフレーズを見る", "Show the passphrase"),
    "enter": ("ログインする", "Sign in"),
    "about": ("この協議会について", "About this council"),
    "point_org": ("組織図を、どの日の姿でも", "The council as it stood on any day"),
    "point_known": ("そのとき何が知られていたかも", "And what was known of it at the time"),
    "point_source": ("ひとつひとつに、根拠の資料", "With the document behind each fact"),
    "without_account": (
        "ログインしなくても、公開されている記録は",
        "What is published you can see without signing in:",
    ),
    "to_home": ("ホームで見られます", "go to the home page"),
    "email_missing": ("メールアドレスを入力してください。", "Enter your e-mail address."),
    "password_missing": ("パスフレーズを入力してください。", "Enter your passphrase."),
    "too_long": ("{most}文字以内で入力してください。", "Enter at most {most} characters."),
    "wrong": (
        "メールアドレスかパスフレーズが正しくありません。",
        "The e-mail address or the passphrase is wrong.",
    ),
    "delayed": (
        "続けて失敗したため、{seconds}秒待ってからもう一度お試しください。",
        "After several failures, please wait {seconds} seconds and try again.",
    ),
    "busy": (
        "ただいまログインできません。少し待ってからもう一度お試しください。",
        "Signing in is not possible right now. Please try again in a moment.",
    ),
}
HOME = {
    "welcome": ("{name}さん、こんにちは", "Welcome, {name}"),
    "your_roles": ("あなたの役割", "Your roles"),
    "in_force": ("きょうの協議会", "The council today"),
    "existence": ("状態", "State"),
    "established": ("設置", "Established"),
    "attested": ("はじめて確認された日", "First attested"),
    "last_attested": ("最後に確認された日", "Last attested"),
    "bodies_today": ("会議体（{count}）", "Bodies ({count})"),
    "no_bodies": ("公開されている会議体の記録は、まだありません。", "No bodies are published yet."),
    "no_bodies_known": ("会議体の記録は、まだありません。", "There are no bodies on record yet."),
    "see_org": ("組織図を見る", "See the chart"),
    "see_past": (
        "すぎた日の組織も、日付を入れて見られます。",
        "Any past day can be seen too: enter its date.",
    ),
    "ask_title": ("記録に問い合わせる（GraphQL）", "Ask the record (GraphQL)"),
    "ask_label": ("問い合わせの文", "The question"),
    "ask_hint": (
        "asOf はその日の姿、knownAt はその時点で知られていた記録です。",
        "asOf is the day asked about, knownAt the moment at which it should have been known.",
    ),
    "ask": ("問い合わせる", "Ask"),
}
TROUBLE = {
    "not_found": ("このページはありません", "There is no such page"),
    "not_found_more": (
        "アドレスをご確認ください。記録が公開されていない場合も、この表示になります。",
        "Check the address. What is not published is answered in the same way.",
    ),
    "no_municipality": ("このアドレスの協議会はありません", "No council has this address"),
    "no_municipality_more": ("アドレスをご確認ください。", "Check the address."),
    "paused": ("この自治体の利用は、いま止めています", "The use of this municipality is paused"),
    "paused_more": (
        "記録は、いまはどなたにも表示されません。お尋ねは、この自治体の協議会の事務局（福祉の担当課）へお願いします。",
        "Nothing on record is shown for now. Please ask the secretariat of the council (welfare department).",
    ),
    "stale_form": ("もう一度お願いします", "Please try again"),
    "stale_form_more": (
        "ページを開いてから時間がたったため、受け付けられませんでした。前のページに戻り、読み込み直してください。",
        "The page had been open for too long. Go back, reload it and try again.",
    ),
    "unavailable": ("ただいま利用できません", "Not available right now"),
    "unavailable_more": ("少し待ってからもう一度お試しください。", "Please try again in a moment."),
    "failed": ("うまくいきませんでした", "Something went wrong"),
    "failed_more": ("少し待ってからもう一度お試しください。", "Please try again in a moment."),
    "back_home": ("ホームへ", "To the home page"),
}
PARTS = (
    FRAME, SIGN_IN, HOME, TROUBLE, ORG, COUNCIL, MEETINGS, NOTICES, PAPERS, ISSUES, FORMS, PUBLIC, REPORT,
    EVIDENCE, CHECKS, ROLES, ACCOUNT, CLIENTS, SETTINGS, SEALS, RETENTION, CONSOLE, IMPORTS, CASES,
    DEVELOPERS,
)  # fmt: skip
WORDS = {name: Words(*pair) for part in PARTS for name, pair in part.items()}
"""All of them. A test asks for each, in both languages, and for each that a page uses."""


def words(text: str, lang: str, /, **given: object) -> str:
    """A text in a language, with the page's own facts in it."""
    found = notation.written(WORDS[text].ja) if lang == "ja" else WORDS[text].en
    return found.format(**given) if given else found
