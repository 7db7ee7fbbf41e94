"""The texts of the page of help, in easy Japanese, as (Japanese, English).

｜記録《きろく》 is a word with its reading, which the page shows above it. Every kanji here has one.
"""

HELP = {
    "help_title": ("使い方", "Help"),
    "help_heading": ("｜使《つか》い｜方《かた》", "Help"),
    "help_lead": (
        "このページは、やさしい｜日本語《にほんご》で｜書《か》いています。",
        "This page is in short sentences.",
    ),
    "help_site": ("このサイトは｜何《なん》ですか", "What is this site?"),
    "help_site_1": (
        "ここは、{name}の｜協議会《きょうぎかい》の｜記録《きろく》を｜見《み》るところです。",
        "Here you see the record of the council of {name}.",
    ),
    "help_site_2": (
        (
            "｜協議会《きょうぎかい》は、｜障害《しょうがい》のある｜人《ひと》のくらしについて、"
            "みんなで｜話《はな》し｜合《あ》う｜会議《かいぎ》です。"
        ),
        "In the council people talk about the lives of persons with disabilities in their town.",
    ),
    "help_site_3": (
        (
            "｜本人《ほんにん》、｜家族《かぞく》、｜事業所《じぎょうしょ》、｜病院《びょういん》、"
            "｜学校《がっこう》、｜役所《やくしょ》などの｜人《ひと》が｜集《あつ》まります。"
        ),
        (
            "They come from families, providers, hospitals, schools "
            "and the municipality, and some have a disability."
        ),
    ),
    "help_site_4": (
        (
            "だれが｜委員《いいん》か、いつ｜会議《かいぎ》をしたか、"
            "｜何《なに》が｜決《き》まったかが｜分《わ》かります。"
        ),
        "You can see who is a member, when they met, and what was decided.",
    ),
    "help_date": ("｜日付《ひづけ》の｜見方《みかた》", "How to read a date"),
    "help_date_1": (
        (
            "｜日付《ひづけ》は「｜令和《れいわ》6｜年《ねん》」のように｜書《か》きます。"
            "｜令和《れいわ》6｜年《ねん》は2024｜年《ねん》です。"
        ),
        "A date has the year of its era in Japanese; in English it has the year that you know.",
    ),
    "help_date_2": (
        "｜年度《ねんど》は、4｜月《がつ》から｜次《つぎ》の｜年《とし》の3｜月《がつ》までです。",
        "A fiscal year goes from April to March of the next year.",
    ),
    "help_date_3": (
        (
            "｜令和《れいわ》6｜年度《ねんど》は、"
            "2024｜年《ねん》4｜月《がつ》から2025｜年《ねん》3｜月《がつ》までです。"
        ),
        "FY2024 goes from April 2024 to March 2025.",
    ),
    "help_date_4": (
        (
            "「｜時点《じてん》」は、その｜日《ひ》に｜確《たし》かめた、という｜意味《いみ》です。"
            "いつ｜始《はじ》まったかは｜分《わ》かりません。"
        ),
        "'As of' means: it was seen on that day. Nobody knows when it began.",
    ),
    "help_date_5": (
        "「｜不明《ふめい》」は、｜書《か》いたものがない、という｜意味《いみ》です。",
        "'Unknown' means: nothing is written about it.",
    ),
    "help_past": ("｜前《まえ》のことを｜見《み》る", "Looking at the past"),
    "help_past_1": (
        "｜日付《ひづけ》を｜入《い》れると、その｜日《ひ》のようすが｜見《み》られます。",
        "Enter a day, and you see how things stood on it.",
    ),
    "help_past_2": (
        (
            "｜記録《きろく》は｜消《け》しません。まちがいを｜直《なお》したときも、"
            "｜前《まえ》の｜記録《きろく》が｜残《のこ》ります。"
        ),
        "Nothing is erased. What was wrong is corrected, and what stood there before is kept.",
    ),
    "help_public": ("「｜公開《こうかい》」の｜意味《いみ》", "What 'published' means"),
    "help_public_1": (
        "「｜公開《こうかい》」は、だれでも｜見《み》てよい、という｜意味《いみ》です。",
        "'Published' means: anybody may see it.",
    ),
    "help_public_2": (
        "ログインしない｜人《ひと》には、｜公開《こうかい》したものだけが｜見《み》えます。",
        "Whoever is not signed in sees only what is published.",
    ),
    "help_public_3": (
        "｜一人《ひとり》ひとりの｜相談《そうだん》は、｜公開《こうかい》しません。",
        "What one person asked for help with is never published.",
    ),
    "help_public_4": (
        (
            "｜会議録《かいぎろく》は、｜会議《かいぎ》で｜話《はな》したことを｜書《か》いたものです。"
            "｜公開《こうかい》したあとに｜見《み》られます。"
        ),
        "Minutes tell what was said in a meeting. You can read them once they are published.",
    ),
    "help_source": ("「｜根拠《こんきょ》」の｜意味《いみ》", "What a 'source' is"),
    "help_source_1": (
        "「｜根拠《こんきょ》」は、そのことが｜書《か》いてある｜紙《かみ》やファイルです。",
        "A source is the paper or file in which something is written.",
    ),
    "help_source_2": (
        "「｜注意《ちゅうい》」があるところは、はっきりしないことがあります。",
        "Where there is something to mind, it is not quite clear.",
    ),
    "help_see": ("｜見《み》やすくする", "Making it easier to see"),
    "help_see_1": (
        (
            "｜上《うえ》の「｜大《だい》」「｜特大《とくだい》」をおすと、"
            "｜文字《もじ》が｜大《おお》きくなります。"
        ),
        "Press Large or Largest at the top, and the text becomes larger.",
    ),
    "help_see_2": (
        "マウスがなくても、キーボードで｜使《つか》えるように｜作《つく》っています。",
        "It is made to be used with a keyboard alone.",
    ),
    "help_see_3": (
        "どのページも｜印刷《いんさつ》できます。",
        "Every page can be printed.",
    ),
    "help_years": ("｜年《とし》の｜見《み》せ｜方《かた》をえらぶ", "Choosing how years are shown"),
    "help_years_1": (
        (
            "「｜和暦《われき》」は｜令和《れいわ》3｜年《ねん》、"
            "「｜西暦《せいれき》」は2021｜年《ねん》です。"
            "おすと、このブラウザでの｜見《み》え｜方《かた》が｜変《か》わります。"
        ),
        "In Japanese, years are shown in their era or as Western years. Your choice is kept in this browser.",
    ),
    "years_own": ("この自治体の表示", "As the municipality shows them"),
    "years_japanese": ("和暦", "Years of eras"),
    "years_western": ("西暦", "Western years"),
    "years_both": ("両方", "Both"),
    "help_trouble": ("こまったとき", "If something is wrong"),
    "help_trouble_1": (
        "ここに｜書《か》いてあることを｜聞《き》きたいときは、{name}に｜聞《き》いてください。",
        "If you have a question about what is written here, ask {name}.",
    ),
}
"""By the name that templates and modules call them by."""
