"""みほん市（架空）: what the office has put into plain words (やさしい日本語)."""

from kyogikai_platform.demo_data.mihon_writing import Writer

WRITTEN = "2026-11-10"
"""After the assembly had asked for it in the same year."""
SUMMARIES: tuple[tuple[str, str], ...] = (
    ("wk", "「しごと部会」は、しょうがいの ある 人が 長く 働くために、みんなで 考える 会です。"),
    ("home", "「住まい部会」は、住む 家を 見つけるために、みんなで 考える 会です。"),
    (
        "ga-2025-2",
        "2月に 大きな 会議が ありました。はたらく 人を ふやす お願いを することに しました。",
    ),
    ("i-ride", "バスが 少なくて、行きたい ところに 行けない 人が います。今 みんなで 考えて います。"),
    ("recommendation-7", "会議の 紙を、だれでも わかる ことばで 作って くださいと、市長に 言います。"),
    ("drill-2025", "地震の ときに にげる ところで、練習を しました。"),
)
"""Key of a body, a meeting, an issue, a recommendation or an activity, and what is said of it."""


def write(w: Writer) -> None:
    """All of them on one day."""
    for key, text in SUMMARIES:
        w.say("WritePlainSummary", key, f"from {WRITTEN}", summary=text)
