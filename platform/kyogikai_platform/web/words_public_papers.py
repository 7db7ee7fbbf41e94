"""The texts of minutes and rosters as documents, as (Japanese, English)."""

PAPERS = {
    "public_minutes": ("会議録", "Minutes"),
    "public_kind_summary": ("要点記録", "Summary minutes"),
    "public_kind_verbatim": ("逐語録", "Verbatim minutes"),
    "public_minutes_of": ("{bodies} {title} 会議録", "Minutes of {bodies}, {title}"),
    "public_minutes_unpublished": (
        "{bodies} {title} 会議録（未公開）",
        "Minutes of {bodies}, {title} (not published)",
    ),
    "public_unpublished": (
        "この会議録は公開されていません。あなたの役割で見えています。",
        "These minutes are not published. You see them because of your role.",
    ),
    "public_take": ("この会議録を保存する", "Keep these minutes"),
    "public_print": (
        "印刷するときは、このページをそのまま印刷できます。",
        "This page can be printed as it is.",
    ),
    "public_as_text": ("テキスト", "Plain text"),
    "public_as_word": ("Word", "Word"),
    "public_as_pdf": ("PDF", "PDF"),
    "public_to_meeting": ("この会議のページへ", "To the page of the meeting"),
    "public_when": ("日時", "When"),
    "public_year": ("年度", "Fiscal year"),
    "public_place": ("会場", "Place"),
    "public_mode": ("開き方", "Held"),
    "public_number": ("回数", "Number"),
    "public_presider": ("議長", "Presided by"),
    "public_openness": ("会議の公開", "Open to the public"),
    "public_observers": ("傍聴", "Observers"),
    "public_persons": ("{count}人", "{count}"),
    "public_attendance": ("出席", "Attendance"),
    "public_expected": ("委員{count}人", "{count} expected"),
    "public_present": ("出席{count}人", "{count} present"),
    "public_online": ("うちオンライン{count}人", "{count} of them online"),
    "public_proxy": ("代理{count}人", "{count} by proxy"),
    "public_absent": ("欠席{count}人", "{count} absent"),
    "public_quorum": ("定足数", "Quorum"),
    "public_quorum_told": (
        "{body}：{base}人のうち{needed}人が必要、{present}人が出席（{met}）",
        "{body}: {needed} of {base} needed, {present} present ({met})",
    ),
    "public_quorum_met": ("成立", "met"),
    "public_quorum_failed": ("不成立", "not met"),
    "public_agenda": ("次第", "Agenda"),
    "public_decisions": ("決まったこと", "Decisions"),
    "public_attendees": ("出席者", "Who was invited, and who came"),
    "public_papers": ("資料", "Papers"),
    "public_minds": ("注意", "To mind"),
    "public_no_text": ("本文の記録はありません。", "No text is on record."),
    "public_by": ("説明：{name}", "presented by {name}"),
    "public_and_others": ("　ほか", " and others"),
    "public_on_item": ("次第{number}", "item {number}"),
    "public_name": ("氏名", "Name"),
    "public_office": ("役職", "Office"),
    "public_organization": ("機関・職", "Organisation and post"),
    "public_came": ("出欠", "Attendance"),
    "public_stands": (
        "{day}現在の記録から作成",
        "Made from the record as of {day}",
    ),
    "public_stands_known": (
        "{day}現在の記録から作成（{moment}までに記録されていたこと）",
        "Made from the record as of {day}, as it was on record until {moment}",
    ),
    "public_roster_of": ("{name} 委員名簿", "Members of {name}"),
    "public_members": ("委員", "Members"),
    "public_no_members": (
        "この日の委員の記録は、見られるものの中にはありません。",
        "No members are on record for this day among what you may see.",
    ),
    "public_no": ("番号", "No."),
    "public_category": ("区分", "Category"),
    "public_remark": ("備考", "Remarks"),
    "public_as_of": ("基準日", "As of"),
    "public_term": ("任期", "Term"),
    "public_count": ("人数", "Number"),
    "public_vacant": ("（欠員）", "(vacant)"),
    "public_ex_officio": ("充て職", "by office"),
    "public_substitute": ("後任", "for the rest of the term"),
    "public_pdf_title": ("PDF を作れませんでした", "The PDF could not be made"),
    "public_no_pdf": (
        (
            "このサーバーには PDF を作る部品がありません。"
            "運営者にお知らせください。同じ内容は Word で保存できます。"
        ),
        "This server has no parts to make PDFs with; please tell whoever runs it. Word has the same content.",
    ),
    "public_busy": (
        (
            "ただいまほかの PDF を作っています。"
            "少し待ってからもう一度お試しください。同じ内容は Word で保存できます。"
        ),
        "Another PDF is being made. Please try again in a moment. Word has the same content.",
    ),
    "public_too_large": (
        "内容が多いため PDF にできません。同じ内容は Word で保存できます。",
        "There is too much in it for a PDF. Word has the same content.",
    ),
    "public_keep_word": ("Word で保存する", "Keep it as Word"),
}
"""By the name that templates and modules call them by."""
