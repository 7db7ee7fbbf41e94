"""The texts of the console about a tenant's end, as (Japanese, English)."""

CLOSING = {
    "closing": ("書出しと利用終了", "Export and closing"),
    "closing_more": (
        "全記録の書出し、利用の終了とその取消し、消去の条件を扱います。",
        "Everything in one file; the end of its use, called off again; when it may be destroyed.",
    ),
    "closing_export": ("全記録の書出し", "Everything in one file"),
    "closing_export_more": (
        (
            "記録の全件、署名、文書の実体を一つのZIPファイルに書き出します。"
            "ファイルはこのサーバーの書出しフォルダに置かれ、このコンソールからは取り出せません。"
            "運営者は内容を見ないためです。"
        ),
        (
            "The whole log, its signed notes and the bytes of its documents go into one ZIP file. "
            "It is put into the folder for exports on the server, and cannot be fetched from here: "
            "an operator sees no content."
        ),
    ),
    "closing_left_out": (
        (
            "パスフレーズ、セッション、APIトークンなどの運用データは含まれません。"
            "封をした個人情報の鍵を運ぶには、コマンド {command} に移送の鍵を付けます。"
        ),
        (
            "Passphrases, sessions, tokens and other operational data are no part of it. "
            "To carry the keys of what is sealed, use {command} with a transfer key."
        ),
    ),
    "closing_export_do": ("書き出す", "Export"),
    "closing_files": ("書き出したファイル", "Files"),
    "closing_file": ("ファイル", "File"),
    "closing_upto": ("記録の範囲", "Up to"),
    "closing_upto_position": ("{position}番まで", "position {position}"),
    "closing_last": ("最新の記録まで", "up to the last entry"),
    "closing_hash": ("SHA-256", "SHA-256"),
    "closing_size": ("大きさ", "Size"),
    "closing_with_keys": ("鍵入り", "with keys"),
    "closing_none": ("まだ書き出していません。", "Nothing was exported yet."),
    "closing_jobs": ("書出しの状況", "Exports under way"),
    "closing_job_waiting": ("待機中", "Waiting"),
    "closing_job_running": ("書出し中（{done} / {total}件）", "Being written ({done} of {total})"),
    "closing_job_refused": ("受け付けられませんでした：{why}", "Refused: {why}"),
    "closing_job_failed": ("失敗しました。もう一度書き出してください。", "It failed. Export again."),
    "closing_again": ("状況を更新する", "Look again"),
    "closing_end": ("利用を終了する", "End its use"),
    "closing_end_more": (
        (
            "終了すると、だれもこの自治体のページを見られなくなります。"
            "{days}日のあいだは何も消えず、そのあとも消去するまでは取り消せます。"
        ),
        (
            "Nobody sees its pages any more. Nothing is deleted for {days} days, "
            "and until it is destroyed the closing can be called off."
        ),
    ),
    "closing_ended": ("利用を終了しています", "Its use has ended"),
    "closing_on": ("終了した日", "Closed on"),
    "closing_why": ("理由", "Reason"),
    "closing_due": ("消去できる日", "May be destroyed from"),
    "closing_reopen": ("終了を取り消す", "Call the closing off"),
    "closing_reopen_more": (
        "取り消すと、すぐに利用できるようになります。",
        "It is in use again at once.",
    ),
    "closing_destroy": ("消去", "Destruction"),
    "closing_destroy_more": (
        (
            "ページを返すサーバーには、行や鍵を消す権限がありません。"
            "消去は、このサーバーを管理する人が次のコマンドで行います。"
        ),
        (
            "The server that answers pages has no right to delete rows and keys. "
            "Whoever keeps the machine destroys it by this command."
        ),
    ),
    "closing_waits": ("待機期間（{due}から消去できます）", "Waiting period (until {due})"),
    "closing_waited": ("待機期間は終わりました", "The waiting period is over"),
    "closing_exported": ("最後の記録までの書出しがあります", "There is an export up to the last entry"),
    "closing_not_exported": (
        "最後の記録までの書出しがありません",
        "There is no export up to the last entry yet",
    ),
    "closing_only_in_use": (
        "利用中の自治体だけを終了できます。停止中のものは、先に再開してください。",
        "Only what is in use is closed: resume first what is suspended.",
    ),
    "closing_done_export": ("書出しを受け付けました。", "The export is asked for."),
    "closing_done_close": ("利用を終了しました。", "Its use has ended."),
    "closing_done_reopen": ("終了を取り消しました。", "The closing is called off."),
    "certificates": ("消去の証明書", "Certificates"),
    "certificates_more": (
        ("消去した自治体ごとに、消したものの数とハッシュを署名して残しています。内容は含みません。"),
        (
            "For each municipality that was destroyed: what was deleted, in numbers and hashes, signed. "
            "No content."
        ),
    ),
    "certificates_none": ("消去した自治体はありません。", "No municipality was destroyed."),
    "certificate_at": ("消去", "Destroyed"),
    "certificate_rows": ("消した行", "Rows"),
    "certificate_keys": ("消した鍵", "Keys"),
    "certificate_take": ("証明書", "Certificate"),
    "certificate_json": ("署名（JSON）", "Signed (JSON)"),
    "certificate_ja": ("日本語", "In Japanese"),
    "certificate_en": ("英語", "In English"),
}
