"""The texts of the trail as a report for print, as (Japanese, English)."""

REPORT = {
    "report": ("監査記録の報告書", "Report of the audit trail"),
    "report_as_page": ("印刷用の報告書", "Report for print"),
    "report_as_pdf": ("報告書（PDF）", "Report as PDF"),
    "report_back": ("監査記録に戻る", "Back to the audit trail"),
    "report_print": (
        "ブラウザーの印刷で、A4判の横に印刷できます。",
        "Print it from your browser, on A4 in landscape.",
    ),
    "report_filter": ("しぼりこみの条件", "Narrowed down to"),
    "report_no_filter": ("なし（この期間のすべて）", "Nothing: all of the period"),
    "report_pair": ("{name}: {text}", "{name}: {text}"),
    "report_yes": ("これだけ", "only these"),
    "report_count": ("件数", "Entries"),
    "report_shown": ("{total}のうち、新しい順に{shown}件", "{shown} of {total}, the newest first"),
    "report_by": ("書き出した人と日時", "Taken by and on"),
    "report_by_at": ("{who}　{at}", "{who}, {at}"),
    "report_log": ("ログの位置", "Position of the log"),
    "report_log_at": ("#{head}までの記録を見て作りました。", "Made from the entries up to #{head}."),
    "report_entries": ("記録", "Entries"),
    "report_hash": ("ハッシュの先頭", "Hash begins"),
    "report_not_all": ("この報告書は、すべてではありません", "This report is not all of it"),
    "report_more": (
        (
            "報告書は新しい順に{most}件までです。期間・操作・操作した人・ことばで条件をしぼり、いくつかに分けて"
            "作ってください。5,000件まではCSVで、全部は「記録の証明」のファイルで書き出せます。"
        ),
        (
            "A report has the newest {most} entries. Narrow it down by period, act, person or words and make "
            "several; CSV has up to 5,000, the file of “Proof of the record” has all."
        ),
    ),
    "report_looked": (
        (
            "ことばは新しいほうから{most}件、記録 #{number} までの中をさがしました。"
            "それより前は期間をしぼってください。"
        ),
        (
            "The words were looked for in the newest {most} entries, back to #{number}. For what is older "
            "choose an earlier period."
        ),
    ),
    "report_verify": ("確かめかた", "How to verify this"),
    "report_seal": ("封印（チェックポイント）", "Checkpoint"),
    "report_root": ("封印のハッシュ", "Hash of the seal"),
    "report_key": ("署名を確かめる鍵", "Key of its signature"),
    "report_verify_more": (
        (
            "各行の番号とハッシュは、ログの記録そのものです。{host}/trail/番号 を開くと、"
            "同じハッシュが見られます。\n"
            "{host}/evidence から、署名つきの封印・記録のファイル・確かめるプログラム kyogikai_verify.py を"
            "保存できます。"
            "このシステムを使わずに、記録が書きかえられていないことを確かめられます。\n"
            "封印よりも新しい記録は、次の封印で同じように確かめられます。"
        ),
        (
            "Number and hash of each line are those of the log: {host}/trail/NUMBER shows the same hash.\n"
            "{host}/evidence has the signed checkpoint, the log as a file and kyogikai_verify.py: "
            "it verifies without this system that nothing was rewritten.\n"
            "Entries that are newer than the checkpoint are verified by the next one."
        ),
    ),
    "report_stands": (
        "{host} の監査記録から、{at}に{who}が書き出しました。書き出したことも監査記録に残っています。",
        "Taken from the audit trail of {host} by {who}, {at}. That it was taken is in the audit trail too.",
    ),
    "report_no_pdf_title": ("PDF を作れませんでした", "The PDF could not be made"),
    "report_no_pdf": (
        "PDF を作る部品がないか、内容が多すぎます。「印刷用の報告書」なら開けます。",
        "No PDF can be made here, or it is too long. The report for print opens all the same.",
    ),
    "report_busy": (
        "ただいまほかの PDF を作っています。しばらくしてから、もう一度お試しください。",
        "Another PDF is being made. Please try again in a moment.",
    ),
}
