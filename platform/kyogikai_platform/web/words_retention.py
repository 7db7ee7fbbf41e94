"""Texts of the page that says how long things are kept beside the record, as (Japanese, English)."""

RETENTION: dict[str, tuple[str, str]] = {
    "retention": ("保存期間", "Retention"),
    "retention_more": (
        "記録のそばに置くもの（アクセス記録・下書きなど）を何日残すかを決めます。過ぎたものは毎日自動で消えます。協議会の記録そのものと監査記録は、ここでは消えません。",
        "For how long access logs, drafts and the like are kept. The record and its trail are never deleted.",
    ),
    "retention_days": ("{days}日", "{days} days"),
    "retention_bounds": (
        "{least}日から{most}日まで（標準は{usual}日）。{why}",
        "{least} to {most} days, usually {usual}. {why}",
    ),
    "retention_bad": ("{least}から{most}までの日数を入力してください。", "Enter {least} to {most} days."),
    "retention_done": ("保存期間を設定しました。", "The retention was set."),
    "retention_none": ("変更がありません。", "Nothing was changed."),
    "retention_shorter": (
        "短くすると、過ぎたものは今日のうちに消え、元に戻せません。",
        "What a shorter period leaves behind is deleted today, and cannot be brought back.",
    ),
    "retention_why_sessions": (
        "身に覚えのないログインに気づいて調べる一週間は要ります。端末と場所の記録なので、一年を超えて持ちません。",
        "It takes a week to notice a strange sign-in. It tells of devices: at most a year.",
    ),
    "retention_why_api_log": (
        "漏れた鍵の使われ方を調べるために一か月は要ります。年に一度の監査より長くは要りません。",
        "It takes a month to look into a leaked secret, and no longer than the yearly audit.",
    ),
    "retention_why_contact_looks": (
        "監査が一年分を確かめられる長さです。五年を超えて、誰が誰の連絡先を見たかは持ちません。",
        "Auditors look at a whole year. Who looked at whose details is kept no more than five years.",
    ),
    "retention_why_letters": (
        "通知が届いたかの問合せに答えられる三か月は要ります。文書の保存年限（五年）を超えません。",
        "It takes three months to answer whether a notice arrived; no longer than papers of five years.",
    ),
    "retention_why_drafts": (
        "休みをはさんで続きを書ける一週間は要ります。書きかけは記録ではないので、半年を超えません。",
        "It takes a week to go on after days off. A draft is no record, so never more than half a year.",
    ),
    "retention_why_uploads": (
        "取込みの取消しができる24時間より長く要ります。取り込まなかった名簿を長く持ちません。",
        "Longer than the day in which an import is taken back; but rosters that were not imported go.",
    ),
    "retention_why_jobs": (
        "取込みや書出しの結果を月次の確認で見られる長さです。",
        "So that the outcome of imports and exports is still there at the monthly look.",
    ),
    "retention_why_deliveries": (
        "再送が続く五日より長く要ります。届いた後まで長くは要りません。",
        "Longer than the five days for which a delivery is tried again, and not long after it arrived.",
    ),
}
