"""The texts of papers, as (Japanese, English)."""

PAPERS = {
    "papers": ("会議資料", "Papers"),
    "papers_of": ("「{title}」の資料", "Papers of {title}"),
    "papers_none": ("この会議の資料は、まだありません。", "There are no papers of this meeting yet."),
    "paper_number": ("資料番号", "Number"),
    "paper_title": ("資料名", "Title"),
    "paper_size": ("大きさ", "Size"),
    "paper_kilobytes": ("{count}KB", "{count} kB"),
    "paper_hash": ("ハッシュ値（SHA-256）", "SHA-256"),
    "paper_vouched": (
        "ファイルの中身は、記録にあるハッシュ値と同じであることを、開くたびに確かめています。",
        "Each time a paper is opened its bytes are compared with the hash that is on record.",
    ),
    "paper_add": ("資料を加える", "Add a paper"),
    "paper_file": ("ファイル", "File"),
    "paper_file_hint": (
        "{most}MBまで。使えるファイル：{suffixes}。マクロ入りのファイルは使えません。",
        "Up to {most} MB: {suffixes}. No files with macros.",
    ),
    "paper_title_hint": ("空のときは、ファイルの名前になります。", "Empty: the file's own name."),
    "paper_day": ("配付した日", "Handed out on"),
    "paper_audience": ("見られる人", "Who sees it"),
    "paper_audience_usual": (
        "会議を見られる人（公開はしない）",
        "Whoever sees the meeting, but not the public",
    ),
    "paper_send": ("加える", "Add"),
    "paper_long": ("{most}字までにしてください。", "At most {most} characters."),
    "paper_untitled": ("資料名を入れてください。", "Give a title."),
    "paper_audience_unknown": ("見られる人を選びなおしてください。", "Choose who sees it."),
    "paper_too_large": (
        "ファイルが大きすぎます。{most}MBまでです。",
        "The file is too large: at most {most} MB.",
    ),
    "paper_bad_empty": ("ファイルを選んでください。", "Choose a file."),
    "paper_bad_kind": (
        "このファイルは使えません。PDF、Word、Excel、PowerPoint、画像、文字だけのファイルにしてください。",
        "This kind of file is not taken. Send PDF, Office, OpenDocument, an image or plain text.",
    ),
    "paper_bad_macros": (
        "マクロ入りのファイルは使えません。マクロのない形で保存しなおしてください。",
        "Files with macros are not taken. Save it without them.",
    ),
    "paper_elsewhere": ("ファイルはここにはありません", "The file is not kept here"),
    "paper_elsewhere_more": (
        "資料「{title}」があったことは記録されていますが、ファイルそのものは預かっていません。",
        "That there was a paper “{title}” is on record; the file itself was not handed in.",
    ),
    "paper_published_at": ("公開されている場所", "Where it was published"),
}
"""By the name that templates and modules call them by."""
