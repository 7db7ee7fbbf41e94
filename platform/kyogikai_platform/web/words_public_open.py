"""The texts of the page of open data, as (Japanese, English)."""

OPEN = {
    "open_title": ("オープンデータ", "Open data"),
    "open_lead": (
        (
            "公開されている記録を、だれでもまとめて取り出せます。"
            "ログインしていても、取り出されるものは同じです。"
        ),
        "All that is published, for anybody to take away. Whoever is signed in gets the same.",
    ),
    "open_sets": ("データの一覧", "The data sets"),
    "open_set": ("データ", "Data set"),
    "open_count": ("件数", "Rows"),
    "open_changed": ("最後に変わった日時", "Last changed"),
    "open_never": ("まだありません", "Nothing yet"),
    "open_form": ("ファイル", "Files"),
    "open_file_of": ("{name}の{form}", "{name} as {form}"),
    "open_moment": (
        "{day}の記録を取り出します。日付を選ぶと、どのファイルもその日のものになります。",
        "The files are of {day}. Choose another day and each file is of that day.",
    ),
    "open_bodies": ("会議体", "Bodies"),
    "open_bodies_more": (
        "全体会議や専門部会など。その日にあったもの",
        "Assemblies, subcommittees and others of the day",
    ),
    "open_organizations": ("機関", "Organisations"),
    "open_organizations_more": (
        "委員を出す機関や、ともに活動する機関",
        "Those that send members or are partners",
    ),
    "open_memberships": ("委員", "Memberships"),
    "open_memberships_more": (
        "その日の名簿。公開されている範囲",
        "The rosters of the day, as far as published",
    ),
    "open_meetings": ("会議", "Meetings"),
    "open_meetings_more": (
        "予定・開催・中止。人数と決まったこと",
        "Scheduled, held or cancelled; numbers and decisions",
    ),
    "open_agenda": ("次第", "Agendas"),
    "open_agenda_more": ("会議で話し合ったこと、ひとつずつ", "What meetings worked through, item by item"),
    "open_issues": ("地域課題", "Issues"),
    "open_issues_more": ("公開されている要約と、いまの状態", "As summarised for the public, and their state"),
    "open_recommendations": ("提言と回答", "Recommendations"),
    "open_recommendations_more": ("行政への提言と、その回答", "To the municipality, and what it answered"),
    "open_activities": ("活動", "Activities"),
    "open_activities_more": ("研修・学習会・アンケートなど", "Training, study, surveys and others"),
    "open_sources": ("資料", "Sources"),
    "open_sources_more": ("協議会と会議体の記録の根拠となる資料", "The documents that the record rests on"),
    "open_popolo": ("Popolo（まとめて）", "Popolo, all in one"),
    "open_popolo_more": (
        "組織・人・所属・役職・会議を、国際的な形式 Popolo で。年度など、この形式で書けない日付は入りません",
        (
            "Organizations, persons, memberships, posts and events as "
            "Popolo has them; dates that it cannot write are left out"
        ),
    ),
    "open_feed": ("新しく公開されたもの（Atom）", "What is new (Atom)"),
    "open_feed_more": ("会議の予定、会議録、提言、活動", "Meetings, minutes, recommendations, activities"),
    "open_licence": ("利用の条件", "Terms of use"),
    "open_licence_none": (
        (
            "{name}は、このデータの利用の条件（ライセンス）"
            "をまだ示していません。使い方は{name}にお確かめください。"
        ),
        (
            "{name} has not stated under which terms (licence) "
            "this data may be used. Ask {name} before you use it."
        ),
    ),
    "open_licence_told": (
        "{name}は、このデータを次の条件で使えると示しています。",
        "{name} states that this data may be used under these terms:",
    ),
    "open_contact": ("問い合わせ先", "Contact"),
    "open_fictitious": (
        "{name}は実在しません。製品の説明のために作ったデータです。",
        "{name} does not exist: the data was made up to show the product.",
    ),
    "open_format": ("ファイルの形", "The files"),
    "open_format_csv": (
        "CSV は文字コード UTF-8（BOM つき）、見出しは1行です。空の欄は「記録がない」ことを表します。",
        "CSV is UTF-8 with a byte order mark and one row of names. An empty cell means: not on record.",
    ),
    "open_format_formula": (
        (
            "「=」「+」「-」「@」やタブで始まる文字には、"
            "表計算ソフトが式とみなさないよう、はじめに ' を付けています。"
            "JSON には付けていません。"
        ),
        (
            "Texts that begin with =, +, -, @ or a tab have a "
            "leading ' in CSV, so that no spreadsheet takes them for "
            "formulas. JSON has them as they are."
        ),
    ),
    "open_format_dates": (
        (
            "日付は資料にあるとおりの細かさで、値（_value）"
            "・細かさ（_precision）・日本語（_label）の3列に分けています。"
            "値の書き方は ISO 8601-2、年度は FY2021 です。"
        ),
        (
            "A date is as precise as its source, in three columns: "
            "_value, _precision, _label. Values are written as in "
            "ISO 8601-2, fiscal years as FY2021."
        ),
    ),
    "open_format_several": (
        "ひとつの欄にいくつもあるときは「; 」で区切ります。",
        "Several values in one cell are separated by '; '.",
    ),
    "open_format_times": (
        "アドレスに asOf（いつの姿か）と knownAt（いつまでの記録で見るか）を付けられます。",
        "An address may say asOf (the day) and knownAt (as on record until).",
    ),
    "open_format_tag": (
        "アドレスは変わりません。ETag を付けて聞き直すと、変わっていなければ 304 を返します。",
        "Addresses stay. Ask again with the ETag, and while nothing changed the answer is 304.",
    ),
    "open_examples": ("そのまま写せる例", "Examples to copy"),
    "open_example_csv": ("会議の一覧を CSV で保存する", "Keep the meetings as CSV"),
    "open_example_past": ("令和6年4月1日の委員名簿を JSON で見る", "The rosters of 1 April 2024 as JSON"),
    "open_example_python": (
        "Python で、年度ごとの会議の数を数える",
        "Count the meetings of each fiscal year in Python",
    ),
    "open_example_again": ("変わったときだけ取り直す", "Take it again only if it changed"),
    "open_columns": ("列の説明", "The columns"),
    "open_columns_of": ("{name}の列（{count}）", "The columns of {name} ({count})"),
    "open_column": ("列", "Column"),
    "open_means": ("意味", "What stands in it"),
    "open_api": ("もっと細かく問い合わせるには", "To ask for more"),
    "open_schema": ("API の定義（SDL）", "The API's schema (SDL)"),
    "open_api_more": (
        "GraphQL の API（/graphql）でも、同じ記録に問い合わせられます。",
        "The GraphQL API at /graphql answers from the same record.",
    ),
}
"""By the name that templates and modules call them by."""
