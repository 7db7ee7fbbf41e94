"""Texts of the examples that GraphiQL begins with, as (Japanese, English)."""

EXAMPLES: dict[str, tuple[str, str]] = {
    "dev_examples": ("例", "Examples"),
    "dev_examples_more": (
        "{name}の記録を使った例です。ID も日付も、本物です。GraphiQL では、タブになっています。",
        "Out of the record of {name}, with its real ids and days. In GraphiQL each is a tab.",
    ),
    "dev_ex_now": ("きょうの協議会と会議体", "The council and its bodies today"),
    "dev_ex_now_more": (
        "いちばん簡単な問い合わせです。asOf を付けなければ、日本の今日です。",
        "The simplest question. Without asOf it is today in Japan.",
    ),
    "dev_ex_past": ("過去のある日の姿", "As it stood on a past day"),
    "dev_ex_past_more": (
        "asOf の日付を変えると、その日の名称と組織になります。入れ子の項目すべてに及びます。",
        "Change asOf: the names and the organisation are those of that day, in every nested field.",
    ),
    "dev_ex_known": ("その時点で知られていた姿", "As it was known then"),
    "dev_ex_known_more": (
        "同じ日のことを、knownAt の時点で知られていた通りと、いま知られている通りで比べます。",
        "The same day, as the log knew it at knownAt, beside what it knows now.",
    ),
    "dev_ex_body": ("一つの会議体を詳しく", "One body in full"),
    "dev_ex_body_more": (
        "役割、頻度、委員、そして事実ひとつひとつの出典です。",
        "What it is for, how often it meets, its members, and the document behind it.",
    ),
    "dev_ex_meeting": ("一つの会議", "One meeting"),
    "dev_ex_meeting_more": (
        "次第、出席の数、会議録の段階、資料。名称は、会議の日のものです。",
        "Agenda, counts, minutes, papers; its bodies are called as on the day.",
    ),
    "dev_ex_issue": ("課題の道筋", "The path of an issue"),
    "dev_ex_issue_more": (
        "どこからどこへ動き、何が起きたか。古い順に並びます。",
        "From where to where it went and what came of it, in order.",
    ),
    "dev_ex_changes": ("変わったもの（写しの同期）", "What changed, to keep a copy in step"),
    "dev_ex_changes_more": (
        "返ってきた cursor を after に入れると、続きになります。",
        "Put the cursor that comes back into after: it goes on from there.",
    ),
    "dev_ex_trail": ("監査記録", "The audit trail"),
    "dev_ex_trail_more": (
        "だれが、いつ、何を記録したか。最後の10件です。",
        "Who recorded what, when: the last ten entries.",
    ),
    "dev_ex_proof": ("チェックポイントと残りのポイント", "The checkpoint, and the points that are left"),
    "dev_ex_proof_more": (
        "記録全体を署名でまとめたチェックポイントと、この1時間に使えるポイントです。",
        "The signed checkpoint over the whole log, and what is left of this hour's points.",
    ),
}
