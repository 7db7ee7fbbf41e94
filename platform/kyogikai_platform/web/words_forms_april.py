"""The texts of the change of a term, as (Japanese, English)."""

APRIL: dict[str, tuple[str, str]] = {
    "form_april_see": ("次の任期の委員名簿を見る", "See the roster of the next term"),
    "form_april": ("任期の切替え（4月の一括処理）", "A new term, all at once"),
    "form_april_lead": (
        "いまの任期を終え、次の任期を始め、替わった人だけを選び直します。一度に確認し、まとめて記録します。",
        "End the term, start the next, change only those who are others now: all at once.",
    ),
    "form_april_body": ("会議体", "Body"),
    "form_april_last": ("いまの任期の最後の日", "Last day of the term"),
    "form_april_first": (
        "次の任期の最初の日（空欄なら翌日）",
        "First day of the next (else the day after)",
    ),
    "form_april_number": (
        "次の任期は第何期（空欄なら続き番号）",
        "Number of the next (else the one after)",
    ),
    "form_april_end": ("次の任期の満了予定", "Planned end of the next"),
    "form_april_members": ("委員を表示する", "Show the members"),
    "form_april_who_sits": ("{body}の委員", "Members of {body}"),
    "form_april_hint": (
        "充て職は、替わった人を選ぶか、新しい氏名を入れてください。会長などは、互選のあとに記録します。",
        "Ex officio: choose whoever holds the office now, or enter a name. Elections come later.",
    ),
    "form_april_now": ("いまの委員", "Member now"),
    "form_april_next": ("次の任期", "Next term"),
    "form_april_other_who": ("替わる人", "Who instead"),
    "form_april_known": ("記録にある人", "On record"),
    "form_april_new_name": ("新しい氏名", "New name"),
    "form_april_ex_officio": ("充て職", "ex officio"),
    "form_april_again": ("引き続き", "the same"),
    "form_april_other": ("別の人", "another"),
    "form_april_vacant": ("欠員", "vacant"),
    "form_april_gone": ("枠をなくす", "no seat any more"),
    "form_april_who": (
        "替わる人を選ぶか、新しい氏名を入れてください。",
        "Choose who, or enter a name.",
    ),
    "form_april_no_members": (
        "この任期の委員は記録されていません。任期だけを切り替えます。",
        "No members of this term are on record: only the term changes.",
    ),
    "form_april_no_term": (
        "その日に続いている任期はありません。次の任期だけを始めます。",
        "No term lasts on that day: only the next one is started.",
    ),
    "form_april_preview": ("一括の内容を確認する", "Check all of it"),
    "form_april_entries": ("記録される{count}件", "{count} entries"),
    "form_april_together": (
        "すべてが一度に記録されます。一つでも規則に合わなければ、何も記録されません。",
        "All of it is recorded at once; if a single one is refused, nothing is.",
    ),
    "form_april_roster": ("切替え後の{body}（{count}）", "{body} afterwards ({count})"),
    "form_april_record": ("{count}件をまとめて記録する", "Record all {count}"),
}
