"""Texts of the pages for partners' engineers, as (Japanese, English)."""

from kyogikai_platform.web.words_developers_examples import EXAMPLES

DEVELOPERS: dict[str, tuple[str, str]] = {
    "dev_title": ("開発者向け", "For developers"),
    "dev_lead": (
        "この自治体の協議会の記録を、プログラムから問い合わせるための案内です。",
        "How programs ask for the record of this municipality's council.",
    ),
    "dev_all": ("開発者向けの最初のページへ", "To the first page for developers"),
    "dev_search": ("型・項目・コードを探す", "Look for a type, a field or a code"),
    "dev_search_hint": ("例 asOf、定足数、RATE_LIMITED", "For example: asOf, quorum, RATE_LIMITED"),
    "dev_search_do": ("探す", "Search"),
    "dev_found_title": ("「{q}」を探した結果", "Looked for: {q}"),
    "dev_found": ("{count}件", "{count} found"),
    "dev_found_most": ("初めの{most}件を表示しています。", "You see the first {most}."),
    "dev_found_none": (
        "見つかりませんでした。ほかの言葉で探すか、章から選んでください。",
        "Nothing was found. Try another word, or choose a chapter.",
    ),
    "dev_graphiql": ("ブラウザーで試す（GraphiQL）", "Try it in the browser (GraphiQL)"),
    "dev_graphiql_more": (
        "この自治体の記録を使った例が、はじめから入っています。すぐに実行できます。",
        "It begins with examples out of this municipality's own record, ready to run.",
    ),
    "dev_graphiql_open": ("GraphiQL を開く", "Open GraphiQL"),
    "dev_graphiql_as_user": (
        "ログインしている本人として問い合わせます。記録の操作（mutation）も、実際に記録されます。",
        "You ask as who you are signed in as. Mutations record for good.",
    ),
    "dev_graphiql_as_public": (
        "ログインせずに、公開されている記録を問い合わせます。",
        "You are not signed in: you ask for what is published.",
    ),
    "dev_no_script": (
        "GraphiQL を動かすにはスクリプトが必要です。下の例は、このまま写して使えます。",
        "GraphiQL needs scripts. The examples below may be copied as they are.",
    ),
    "dev_where": ("問い合わせ先", "Where to ask"),
    "dev_where_more": (
        "GET か POST で送ります。どの日の状態か（asOf）、いつ知られていたか（knownAt）も指定できます。",
        "Send GraphQL by GET or POST: of any day (asOf), as known at any moment (knownAt).",
    ),
    "dev_files": ("スキーマのファイル", "The schema as a file"),
    "dev_files_more": (
        "コード生成や、手元の道具での補完に使えます。どの自治体でも同じ内容です。",
        "For generators of code and for tools of your own; the same at every municipality.",
    ),
    "dev_file_plain": ("SDL（名前と型だけ）", "SDL (names and types)"),
    "dev_file_texts": ("SDL（日本語と英語の説明つき）", "SDL with what everything means, in both languages"),
    "dev_file_json": ("イントロスペクションの結果（JSON）", "The result of introspection (JSON)"),
    "dev_whom": ("トークンと範囲", "Tokens and scopes"),
    "dev_whom_more": (
        "公開されている記録は、認証なしで読めます。それ以外は、管理者が発行するトークンで読みます。",
        "What is published is open to everybody. For more, the municipality's administrator makes a token.",
    ),
    "dev_scope_published": (
        "公開されている記録と、その変更の一覧",
        "What is published, and what of it changed",
    ),
    "dev_scope_council": (
        "庁内で閲覧できる記録。案・個別事例・監査証跡は含みません",
        "What the staff read; no drafts, cases or audit trail",
    ),
    "dev_scope_changes": ("変更の一覧と通知", "What changed, and webhooks"),
    "dev_scope_meetings": ("会議の記録", "Recording meetings"),
    "dev_trusted": ("登録した文書（documentId）", "Trusted documents (documentId)"),
    "dev_trusted_more": (
        "決まった問い合わせは、登録すると本文の代わりにハッシュで送れます。それだけに限定もできます。",
        "What a client always asks may be registered and sent by its hash; a client may be bound to that.",
    ),
    "dev_errors": ("上限とエラー", "Limits and errors"),
    "dev_errors_more": (
        "問い合わせの上限、エラーのコード、記録が拒まれる規則のすべてです。",
        "Every limit, every code, and every rule that may refuse what is recorded.",
    ),
    "dev_errors_open": ("上限とエラーを見る", "See limits and errors"),
    "dev_errors_lead": (
        "コードは変わりません。文面は変わることがあります。",
        "Codes are stable, messages are not.",
    ),
    "dev_limits": ("上限", "Limits"),
    "dev_limits_more": (
        "超えると QUERY_TOO_COMPLEX、BODY_TOO_LARGE、BAD_PAGE、RATE_LIMITED のどれかになります。",
        "Beyond them it is QUERY_TOO_COMPLEX, BODY_TOO_LARGE, BAD_PAGE or RATE_LIMITED.",
    ),
    "dev_codes": ("問い合わせのエラー", "What goes wrong with questions"),
    "dev_codes_more": (
        "errors の extensions.code にあります。",
        "They stand in errors, as extensions.code.",
    ),
    "dev_rules": ("記録が拒まれる規則", "Rules that refuse what is recorded"),
    "dev_rules_more": (
        "結果の userErrors に、code（コード）と rule（規則）があります。",
        "They stand in userErrors of a mutation's payload, as code and rule.",
    ),
    "dev_may_allow": ("許可できる役割：{roles}", "May be allowed by: {roles}"),
    "dev_reference": ("リファレンス", "Reference"),
    "dev_reference_more": (
        "型・項目・引数・値の{count}件すべてに、日本語と英語の説明があります。",
        "All {count} types, fields, arguments and values, described in Japanese and English.",
    ),
    "dev_types": ("{count}個の型", "{count} types"),
    "dev_on_this_page": ("このページの型", "On this page"),
    "dev_kind_object": ("型", "type"),
    "dev_kind_input": ("入力", "input"),
    "dev_kind_enum": ("列挙", "enum"),
    "dev_kind_interface": ("インターフェース", "interface"),
    "dev_kind_union": ("ユニオン", "union"),
    "dev_kind_scalar": ("スカラー", "scalar"),
    "dev_implements": ("備えるもの：", "Has all of:"),
    "dev_union_of": ("次のどれか：", "One of:"),
    "dev_of_command": ("操作：", "Of the mutation:"),
    "dev_variables": ("変数", "Variables"),
    "dev_ch_start": ("入口", "Where to begin"),
    "dev_ch_start_more": (
        "問い合わせの入口、問い合わせている本人、自治体、検索、ポイント。",
        "The ways in, who asks, the municipality, searching, points.",
    ),
    "dev_ch_council": ("協議会と会議体", "Councils and bodies"),
    "dev_ch_council_more": (
        "名称、目的、構成、規程、系譜、出典。",
        "Names, purposes, composition, rules, lineage, sources.",
    ),
    "dev_ch_members": ("委員と機関", "Members and organisations"),
    "dev_ch_members_more": ("だれが、いつからいつまで。", "Who, from when to when."),
    "dev_ch_meetings": ("会議", "Meetings"),
    "dev_ch_meetings_more": (
        "次第、出欠、定足数、決定、会議録、資料。",
        "Agenda, attendance, quorum, decisions, minutes, papers.",
    ),
    "dev_ch_issues": ("課題・提言・活動・計画", "Issues, recommendations, activities, plans"),
    "dev_ch_issues_more": (
        "課題の道筋と、そこから生まれたもの。",
        "The path of an issue, and what came of it.",
    ),
    "dev_ch_log": ("記録・変更・証明", "Log, changes, proofs"),
    "dev_ch_log_more": (
        "監査証跡、写しの同期、改ざんがないことの証明。",
        "The audit trail, keeping a copy in step, and that nothing was tampered with.",
    ),
    "dev_ch_common": ("共通の型", "What all share"),
    "dev_ch_common_more": (
        "日付、出典、注意事項、ページ、スカラー。",
        "Dates, provenance, quality flags, pages, scalars.",
    ),
    "dev_ch_enums": ("列挙", "Enumerations"),
    "dev_ch_enums_more": ("選べる値のすべて。", "Every value that may be chosen."),
    "dev_ch_mutations": ("記録の操作の一覧", "All mutations"),
    "dev_ch_mutations_more": (
        "記録できることのすべて。入力と結果は、次の章にあります。",
        "All that may be recorded; inputs and payloads follow in the next chapters.",
    ),
    "dev_ch_record_council": ("記録：協議会", "Recording: the council"),
    "dev_ch_record_council_more": (
        "協議会、表明、規程、計画、資料。",
        "The council, its statements, rules, plans, sources.",
    ),
    "dev_ch_record_bodies": ("記録：会議体", "Recording: bodies"),
    "dev_ch_record_bodies_more": (
        "会議体の始まりから終わりまでと、定め。",
        "The life of a body, and what it is for.",
    ),
    "dev_ch_record_members": ("記録：委員", "Recording: members"),
    "dev_ch_record_members_more": (
        "機関、人、任期、委嘱、役員。",
        "Organisations, persons, terms, appointments, officers.",
    ),
    "dev_ch_record_meetings": ("記録：会議", "Recording: meetings"),
    "dev_ch_record_meetings_more": (
        "予定から会議録の公開まで。",
        "From the schedule to published minutes.",
    ),
    "dev_ch_record_issues": ("記録：課題・提言・活動", "Recording: issues, recommendations, activities"),
    "dev_ch_record_issues_more": ("提起から解決まで。", "From where it was raised to what came of it."),
    "dev_ch_record_access": ("記録：利用者と設定", "Recording: users and settings"),
    "dev_ch_record_access_more": (
        "利用者、役割、API クライアント、自治体の設定。",
        "Users, roles, API clients, the municipality's settings.",
    ),
    "dev_ch_record_log": ("記録：訂正・取消し・公開範囲", "Recording: corrections, annulments, audiences"),
    "dev_ch_record_log_more": (
        "前の記録について記録すること。",
        "What is recorded about earlier entries.",
    ),
    "dev_ch_parts": ("入力の部品", "Parts of inputs"),
    "dev_ch_parts_more": (
        "いくつもの入力に共通の、まとまった項目。",
        "Groups of fields that several inputs hold.",
    ),
    **EXAMPLES,
}
