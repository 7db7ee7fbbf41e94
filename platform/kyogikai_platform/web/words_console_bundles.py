"""Why a file with everything of a municipality is refused, as (Japanese, English)."""

BUNDLES = {
    "bundle_at_line": ("{part}の{line}行目", "{part}, line {line}"),
    "bundle_at_position": ("{position}番目の記録", "position {position}"),
    "bundle_not_named": ("中身がマニフェストの一覧と違います", "not what the manifest names"),
    "bundle_missing": ("ありません", "is missing"),
    "bundle_cut": ("途中で切れているか、行が長すぎます", "cut off, or too long"),
    "bundle_changed": ("長さかハッシュがマニフェストと違います", "not the part that the manifest names"),
    "bundle_no_zip": (
        "ZIPとして読めません（壊れているか、途中で切れています）",
        "cannot be unpacked: damaged or cut off",
    ),
    "bundle_no_text": ("文字として読めません", "is no text"),
    "bundle_form": ("書式が違います", "not in the form of its part"),
    "bundle_other_format": ("この製品の書出しの形式ではありません", "of another format than ours"),
    "bundle_signature": ("署名が正しくないか、別の鍵の署名です", "not signed, or by another key"),
    "bundle_other_origin": ("鍵が作成元のものではありません", "the key is not that of the origin"),
    "bundle_hash": ("ハッシュの形ではありません", "the hash is none"),
    "bundle_chain": (
        "前の記録とつながりません（内容、順序、時刻、ハッシュのいずれかが変わっています）",
        "it does not follow the entry before it (content, order, time or hash were changed)",
    ),
    "bundle_other_history": (
        "チェックポイントが、この記録のものではありません",
        "the checkpoint is of another history",
    ),
    "bundle_not_ours": (
        "この製品の記録にはあり得ないものがあります",
        "an entry that no log of ours can hold",
    ),
    "bundle_counts": ("記録の件数かハッシュが、マニフェストと違います", "it counts other events"),
    "bundle_note_counts": ("チェックポイントの件数が違います", "the note counts other events"),
    "bundle_bytes": ("中身が名前（ハッシュ）と違います", "other bytes than its name says"),
    "bundle_nobody": ("自治体の登録がありません", "no municipality is registered in it"),
    "bundle_other_file": ("検証したファイルと違います", "another file than the one that was tried"),
}
