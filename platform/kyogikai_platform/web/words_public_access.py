"""The texts of the accessibility statement, as (Japanese, English).

In the form of JIS X 8341-3:2016: scope, target, what is relied on, what was tested; nothing else is said.
"""

ACCESS = {
    "access_title": ("アクセシビリティ方針", "Accessibility statement"),
    "access_short": ("アクセシビリティ", "Accessibility"),
    "access_lead": (
        "{name}の協議会のサイトを、だれもが使えるものにするための方針と、確かめたことです。",
        "How the site of the council of {name} is kept usable for everybody, and what of it was checked.",
    ),
    "access_scope": ("対象範囲", "Scope"),
    "access_scope_more": (
        (
            "このサイト（{host}）のすべてのページと、"
            "このサイトが作る会議録・名簿のファイル（テキスト・Word・PDF）。"
            "自治体がほかで作って載せた資料は含みません。"
        ),
        (
            "All pages of this site ({host}), and the minutes and "
            "rosters that it makes as text, Word and PDF. Papers "
            "that the municipality made elsewhere are not included."
        ),
    ),
    "access_norm": ("規格", "Standard"),
    "access_norm_more": (
        "JIS X 8341-3:2016（高齢者・障害者等配慮設計指針－情報通信－第3部：ウェブコンテンツ）",
        "JIS X 8341-3:2016, which corresponds to WCAG 2.0",
    ),
    "access_target": ("目標とする適合レベルと対応度", "Target"),
    "access_target_more": (
        "適合レベル AA に準拠することを目標とします。WCAG 2.2 の適合レベル A・AA の項目も確かめます。",
        "Conformance at level AA. The level A and AA criteria of WCAG 2.2 are checked as well.",
    ),
    "access_level": ("いま満たしている適合レベル", "Conformance now"),
    "access_level_more": (
        (
            "JIS X 8341-3:2016 に基づく試験は、まだ行っていません。"
            "そのため「準拠」「一部準拠」を表明していません。"
        ),
        "No test after JIS X 8341-3:2016 has been made yet, so no conformance, full or partial, is claimed.",
    ),
    "access_until": ("達成の期限", "By when"),
    "access_until_more": ("定められていません。", "No date has been set."),
    "access_relied": ("依存するウェブコンテンツ技術", "Technologies relied on"),
    "access_relied_more": (
        "HTML、CSS。JavaScript がなくても使えるように作っています（確かめた範囲は下の表）。",
        "HTML and CSS. It is made to work without JavaScript; what of that is checked stands below.",
    ),
    "access_checked": ("確かめていること", "What is checked"),
    "access_checked_lead": (
        "製品を変えるたびに、次のことを自動の検査で確かめています。",
        "Each change of the product is checked by machine for this:",
    ),
    "access_check": ("検査", "Check"),
    "access_how": ("方法と範囲", "How, and of what"),
    "access_axe": ("自動検査 axe-core", "axe-core"),
    "access_axe_more": (
        (
            "主なページを、画面の幅 1366 と 390 ピクセルで開き、違反が 0 件であること。"
            "自動で見つけられるのは、問題の一部だけです。"
        ),
        (
            "The main pages at 1366 and 390 pixels have no violation. "
            "A machine finds only some of what may be wrong."
        ),
    ),
    "access_zoom": ("文字の拡大（200 %）", "Text at 200 %"),
    "access_zoom_more": (
        "主なページが、横に動かさずに読めること。",
        "The main pages can be read without scrolling sideways.",
    ),
    "access_keyboard": ("キーボードでの操作", "Keyboard"),
    "access_keyboard_more": (
        "組織図の日付えらびと、入力の誤りを直す流れ。ほかのページを通しての試験は、まだです。",
        "Choosing a day on the chart, and mending what was typed wrong. Not yet every page from end to end.",
    ),
    "access_script": ("JavaScript なし", "Without JavaScript"),
    "access_script_more": ("ログインから組織図を見るまで。", "From signing in to the chart."),
    "access_pdf": ("PDF の構造", "Structure of PDFs"),
    "access_pdf_more": (
        "見出し・表・言語のタグが付いていること。PDF/UA の検査器による検査は、まだです。",
        "They have tags for headings, tables and language. They have not been through a PDF/UA checker yet.",
    ),
    "access_open": ("まだ確かめていないこと", "What is not checked yet"),
    "access_open_1": (
        "達成基準のひとつひとつについての、人による試験",
        "A test of each success criterion by people",
    ),
    "access_open_2": (
        "スクリーンリーダー（NVDA、PC-Talker、VoiceOver など）での試験",
        "Screen readers such as NVDA, PC-Talker and VoiceOver",
    ),
    "access_open_3": ("障害のある利用者による試験", "Tests by users with disabilities"),
    "access_open_4": ("音声入力やスイッチでの操作", "Voice control and switches"),
    "access_open_5": (
        "自治体が載せた資料（PDF や Office のファイル）",
        "Papers that the municipality publishes as PDF or Office files",
    ),
    "access_contact": ("お問い合わせ", "Contact"),
    "access_contact_none": (
        "アクセシビリティについての{name}の問い合わせ先は、まだ登録されていません。",
        "{name} has not entered yet whom to ask about accessibility.",
    ),
    "access_date": ("この方針の日付", "Date of this statement"),
    "access_product": (
        (
            "この文は、製品に共通のものです。確かめた結果は製品の検査によるもので、"
            "{name}が行った試験ではありません。"
        ),
        "This text is the product's. What was checked was checked for the product, and not by {name}.",
    ),
}
"""By the name that templates and modules call them by."""

FEED = {
    "feed_title": ("{name}の協議会 新しく公開されたもの", "What the council of {name} published lately"),
    "feed_scheduled": ("会議の予定：{title}", "Meeting announced: {title}"),
    "feed_held": ("開かれた会議：{title}", "Meeting held: {title}"),
    "feed_cancelled": ("中止になった会議：{title}", "Meeting cancelled: {title}"),
    "feed_minutes": ("{kind}を公開：{title}", "Published ({kind}): {title}"),
    "feed_recommendation": ("提言など：{title}", "Recommendation: {title}"),
    "feed_activity": ("活動：{title}", "Activity: {title}"),
}
"""What the feed says."""
