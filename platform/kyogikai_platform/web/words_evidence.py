"""The texts of the pages that prove the record, as (Japanese, English)."""

EVIDENCE = {
    "evidence": ("記録の証明", "Proof of the record"),
    "evidence_lead": (
        "協議会の記録は、書きかえたり抜いたりすれば必ずわかるように残しています。だれでも自分で確かめられます。",
        "Nothing can be rewritten or taken out of the record unnoticed, and anybody can verify that.",
    ),
    "evidence_newest": ("いちばん新しい封印", "The newest seal"),
    "evidence_counts": ("封じた記録の数", "Entries sealed"),
    "evidence_at": ("封じた時刻", "Sealed"),
    "evidence_root": ("封印のハッシュ", "Hash of the seal"),
    "evidence_key": ("確かめるための鍵", "Key to verify with"),
    "evidence_key_more": (
        "広報紙や監査の書類など、このサイト以外でも受け取った鍵と同じか、見くらべてください。",
        "Compare it with the key that you were given by another way, in print for example.",
    ),
    "evidence_none": ("封印は、まだ作られていません。", "No seal has been made yet."),
    "evidence_notes": ("これまでの封印", "All seals"),
    "evidence_take_note": ("封印のファイル", "Signed note"),
    "evidence_of_size": ("（{count}件の封印）", " (of {count} entries)"),
    "evidence_keep": (
        "封印のファイルを手もとに残しておくと、その時までの記録が書きかえられていないことを、あとから確かめられます。",
        "Keep a signed note: with it you can verify later that nothing up to then was rewritten.",
    ),
    "evidence_growth": ("書き足しだけの証明", "Proof that it only grew"),
    "evidence_growth_more": (
        "2つの封印をえらぶと、古いほうの記録が新しいほうにそのまま残っていることを証明します。",
        "Choose two seals: it is proved that the older history stands unchanged in the newer one.",
    ),
    "evidence_from": ("古い封印", "The older seal"),
    "evidence_to": ("新しい封印", "The newer seal"),
    "evidence_count_at": ("{count}件", "{count} entries"),
    "evidence_prove": ("証明を見る", "Show the proof"),
    "evidence_holds": (
        "{older}件までの記録は書きかえられず、{newer}件まで書き足されています。",
        "The first {older} entries are unchanged in the history of {newer}.",
    ),
    "evidence_how": ("自分で確かめるには", "How to verify it yourself"),
    "evidence_step_program": (
        "確かめるプログラムを受け取ります。Python があれば、ほかには何も要りません。",
        "Take the program. It needs Python and nothing else.",
    ),
    "evidence_step_file": (
        "封印や、記録ひとつひとつの証明のファイルを受け取ります。",
        "Take a file: the proof of an entry, or that the history only grew.",
    ),
    "evidence_step_run": (
        "次のように動かすと、確かめた結果が日本語と英語で出ます。",
        "Run it like this; it says in Japanese and English what holds.",
    ),
    "evidence_program": ("確かめるプログラム", "The program that verifies"),
    "evidence_cannot": (
        "この証明でわかるのは、記録がそのままであることです。記録された内容が正しいかどうかまでは、わかりません。",
        "It proves that the record is unchanged, not that what was recorded is true.",
    ),
    "evidence_bundle": ("記録の全体", "The whole log"),
    "evidence_bundle_more": (
        "封じた記録を1つのファイルに書き出します。読めない記録は内容なしで並びます。書き出したことも記録されます。",
        "The sealed log as one file; what you may not read, without its content. Taking it is recorded.",
    ),
    "evidence_take_bundle": ("記録の全体を書き出す", "Take the whole log"),
    "evidence_entry": ("記録 #{number} の証明", "Proof of entry #{number}"),
    "evidence_entry_holds": (
        "この記録は、{at}に封じた{size}件の記録の中に、そのままの内容であります。",
        "This entry stands unchanged among the {size} entries sealed on {at}.",
    ),
    "evidence_entry_waits": (
        "この記録は、まだ封じられていません。次の封印のあとで証明を受け取れます。",
        "This entry is not sealed yet. Its proof can be taken after the next seal.",
    ),
    "evidence_act": ("記録の種類", "Act"),
    "evidence_recorded": ("記録した時刻", "Recorded"),
    "evidence_hash": ("この記録のハッシュ", "Hash of this entry"),
    "evidence_previous": ("ひとつ前の記録のハッシュ", "Hash of the entry before"),
    "evidence_path": ("封印までの道すじ（{count}段）", "The way up to the seal ({count} steps)"),
    "evidence_take_proof": ("証明のファイル", "The proof as a file"),
    "evidence_with": (
        "ファイルには、この記録の内容もはいっています。",
        "The file holds what the entry says.",
    ),
    "evidence_without": (
        "ファイルには、記録の内容ははいっていません。位置と時刻とハッシュだけで証明します。",
        "The file does not hold what the entry says: it proves it by place, time and hash.",
    ),
    "evidence_subject": ("対象のページ", "The page of its subject"),
    "evidence_sheets": ("公開した会議録の証明", "Proof of published minutes"),
    "evidence_sheets_more": (
        "新しく公開した会議録が、記録の中にそのままあることを確かめられます。",
        "That minutes which were published lately stand unchanged in the log.",
    ),
    "evidence_of_this": ("この公開の証明", "Proof of this publication"),
    "evidence_of_entry": ("この記録の証明", "Proof of this entry"),
}
