"""Texts of the pages of confidential cases, as (Japanese, English)."""

DESK = {
    "cases": ("個別事例", "Cases"),
    "case_lead": (
        "担当している事例と、共有を受けた事例です。名前や内容は封じて保存し、開くたびに閲覧が記録されます。",
        "Your own cases, and those opened to you. Names and texts are sealed; each look at them is recorded.",
    ),
    "case_lead_office": (
        "事務局は、要旨の承認と緊急閲覧のほかは、個別事例を見られません。",
        "The secretariat approves abstracts and may read a case in an emergency; it sees nothing else here.",
    ),
    "case_new": ("事例を登録する", "Register a case"),
    "case_mine": ("見られる事例", "Cases that you may open"),
    "case_none": ("見られる事例はありません。", "There is no case that you may open."),
    "case_number": ("事例番号", "Number"),
    "case_state": ("状態", "State"),
    "case_worker": ("担当", "Case worker"),
    "case_is_mine": ("自分の担当", "your own"),
    "case_is_shared": ("共有を受けた事例", "opened to you"),
    "case_since": ("登録の日", "Registered"),
    "case_waiting": ("承認を待つ要旨", "Abstracts to approve"),
    "case_waiting_none": ("承認を待つ要旨はありません。", "No abstract waits for approval."),
    "case_written_by": ("{name}が作成・{day}", "written by {name}, {day}"),
    "case_title": ("事例 {number}", "Case {number}"),
    "case_open_to": ("共有している人", "Opened to"),
    "case_nobody": ("なし", "Nobody"),
    "case_grounds": ("共有の根拠", "Why it may be shared"),
    "case_no_ground": (
        "まだありません。記録するまで、共有も会議への提示もできません。",
        "None yet. Until one is recorded the case is neither shared nor presented.",
    ),
    "case_abstract": ("要旨", "Abstract"),
    "case_no_abstract": ("まだありません。", "None yet."),
    "case_drafted_by": ("作成 {name}（{day}）", "Written by {name} ({day})"),
    "case_approved_by": ("承認 {name}（{day}）", "Approved by {name} ({day})"),
    "case_not_approved": ("承認待ち", "Waits for approval"),
    "case_presented": ("提示した会議", "Presented at"),
    "case_hidden_meeting": ("あなたには公開されていない会議", "A meeting that you may not see"),
    "case_hidden_issue": ("あなたには公開されていない課題", "An issue that you may not see"),
    "case_not_presented": ("まだありません。", "Nowhere yet."),
    "case_conferences": ("個別支援会議", "Case conferences"),
    "case_conference_alone": ("会議の記録なし", "no meeting of the record"),
    "case_withdrawn": ("撤回", "withdrawn"),
    "case_withdraw_what": (
        "同意だけにもとづく共有はすべて取り消され、会議に提示した要旨は誰にも読めなくなります。元に戻せません。あらためて同意を得た場合は、共有も提示もやり直します。",
        "Access by that consent alone ends, for good, and nobody reads what was presented; share anew.",
    ),
    "case_issues": ("対応付けた課題", "Issues that rest on it"),
    "case_acts": ("この事例について記録する", "Record something of this case"),
    "case_act_withdraw": ("同意の撤回を記録する", "Record that consent was withdrawn"),
    "case_act_conference": ("個別支援会議の開催を記録する", "Record a case conference"),
    "case_act_consent": ("共有の根拠を記録する", "Record consent or a legal ground"),
    "case_act_share": ("ほかの個別支援担当に共有する", "Open it to another case worker"),
    "case_act_unshare": ("共有を取り消す", "Take access back"),
    "case_act_draft": ("要旨を書く", "Write an abstract"),
    "case_act_present": ("会議に提示したことを記録する", "Record that it was presented"),
    "case_act_link": ("課題と対応付ける", "Link it to an issue"),
    "case_act_close": ("事例を終結する", "Close the case"),
    "case_act_destroy": ("鍵を破棄する", "Destroy the key"),
    "case_record": ("記録する", "Record"),
    "case_to_desk": ("個別事例に戻る", "Back to the cases"),
    "case_cancel": ("やめて戻る", "Cancel"),
    "case_not_kept": (
        "入力の途中は保存されません。文章は、記録するときに封じられます。",
        "Nothing is kept until you record it. Texts are sealed as they are recorded.",
    ),
    "case_not_yet": ("今日（{day}）までの日を入れてください。", "Enter a day up to today ({day})."),
}
READING = {
    "case_texts": ("封じた内容", "Sealed texts"),
    "case_read": ("内容を開く", "Open the texts"),
    "case_read_more": (
        "開くと、あなたが今この事例を読んだことが記録され、監査に見えます。",
        "That you read this case now is recorded, and auditors see it.",
    ),
    "case_read_done": ("この閲覧は記録されました。", "This look is on record."),
    "case_no_text": ("記入なし", "Nothing was written"),
    "case_correct": ("この文章を訂正する", "Correct this text"),
    "case_correct_new": ("正しい文章", "The right text"),
    "case_correct_why": ("訂正の理由", "Why it is corrected"),
    "case_correct_do": ("訂正を記録する", "Record the correction"),
    "case_fixed": (
        "承認された要旨は訂正できません。新しい要旨を書き、承認を受けてください。",
        "An approved abstract stands. Write another one and have it approved.",
    ),
    "case_erased": ("この事例の鍵は破棄されました", "The key of this case is destroyed"),
    "case_erased_more": (
        "内容はもう誰にも読めません。番号と、いつ誰が何をしたかの記録だけが残ります。",
        "Nobody can read its texts any more. Its number stays, and who did what when.",
    ),
    "case_refused": ("記録できませんでした", "It was not recorded"),
    "case_abstract_title": ("事例 {number} の要旨", "Abstract of case {number}"),
    "case_abstract_lead": (
        "個別支援会議以外の会議に出す要旨です。個人が分からないことを確かめて承認します。",
        "For meetings other than the case conference. Approve it once it shows nobody's identity.",
    ),
    "case_abstract_read": ("要旨を開く", "Open the abstract"),
    "case_approve": ("この要旨を承認する", "Approve this abstract"),
    "case_approve_not": (
        "承認済みか、自分が作成した要旨です。承認は、作成者以外の人が行います。",
        "It is approved already, or your own: an abstract is approved by somebody other than its author.",
    ),
}
PRESENTED = {
    "meeting_abstracts": ("提示された事例の要旨", "Abstracts of cases that were presented"),
    "meeting_abstract": ("事例の要旨", "Abstract of a case"),
    "meeting_abstract_numbered": ("要旨{number}", "Abstract {number}"),
    "meeting_abstract_presented": ("{day}に提示", "presented {day}"),
    "meeting_abstract_lead": (
        "個別事例をもとに、個人が分からないように書いて承認を受けた要旨です。読めるのは、この会議の会議体の人と、事務局、監査だけです。",
        "Written from a case so that nobody is recognised; for these bodies, secretariat and auditors.",
    ),
    "meeting_abstract_more": (
        "開くと、あなたが今この要旨を読んだことが記録され、監査に見えます。",
        "That you read this abstract now is recorded, and auditors see it.",
    ),
    "meeting_abstract_care": (
        "同意が撤回されると読めなくなります。写しを作らず、会議の外で話題にしないでください。",
        "It is gone once consent is withdrawn. Make no copy, and do not speak of it outside the meeting.",
    ),
    "meeting_abstract_erased": (
        "この事例の鍵は破棄され、要旨はもう誰にも読めません。",
        "The key of the case is destroyed: nobody can read the abstract any more.",
    ),
    "meeting_abstract_back": ("会議へ戻る", "Back to the meeting"),
}
ENDING = {
    "case_destroy_title": ("事例 {number} の鍵を破棄する", "Destroy the key of case {number}"),
    "case_destroy_what": ("破棄すると、こうなります", "What will happen"),
    "case_destroy_1": (
        "名前・状況・要旨など、この事例の文章は、担当者を含め誰にも読めなくなります。元に戻せません。",
        "Nobody, you included, ever reads its texts again: names, situation, abstracts. It cannot be undone.",
    ),
    "case_destroy_2": (
        "事例番号と、いつ誰が何をしたかは記録に残ります。",
        "Its number, and who did what when, stay on record.",
    ),
    "case_destroy_3": (
        "この事例には、もう何も記録できません。",
        "Nothing more can be recorded of this case.",
    ),
    "case_destroy_why": ("破棄の理由", "Why"),
    "case_destroy_pick": ("破棄の理由を選んでください。", "Choose why the key is destroyed."),
    "case_destroy_number": (
        "確認のため、事例番号を入力してください",
        "To confirm, type the number of the case",
    ),
    "case_other_number": ("事例番号が違います。", "That is not the number of this case."),
    "case_destroy_do": ("鍵を破棄する（元に戻せません）", "Destroy the key (it cannot be undone)"),
}
EMERGENCY = {
    "case_emergency": ("緊急閲覧", "Emergency access"),
    "case_emergency_lead": (
        "人の命や安全に関わり、担当者に連絡がつかないときに限って使います。",
        "Only where somebody's life or safety is at stake and the case worker cannot be reached.",
    ),
    "case_emergency_what": ("閲覧すると、こうなります", "What will happen"),
    "case_emergency_1": (
        "あなたの名前・時刻・理由が記録に残り、消せません。",
        "Your name, the time and your reason go on record for good.",
    ),
    "case_emergency_2": ("監査に、すぐメールで知らせます。", "The auditors are told by mail at once."),
    "case_emergency_3": (
        "内容は一度だけ表示します。もう一度見るには、もう一度理由が要ります。",
        "The texts are shown once. Another look needs another reason.",
    ),
    "case_emergency_number": ("事例番号", "Number of the case"),
    "case_emergency_number_hint": ("例 K-ABCDE-FGHIJ", "For example K-ABCDE-FGHIJ"),
    "case_emergency_why": ("理由", "Reason"),
    "case_emergency_why_hint": (
        "監査が読みます。個人が分かることは書かないでください。400文字まで。",
        "Auditors read it. Write nothing that identifies a person. Up to 400 characters.",
    ),
    "case_emergency_do": ("理由を記録して開く", "Record the reason and open it"),
    "case_no_such": ("この番号の事例はありません。", "There is no case of that number."),
    "case_why_missing": ("理由を入力してください。", "Enter a reason."),
    "case_looked": (
        "この閲覧は、すでに一度表示しました。もう一度見るには、あらためて理由を入力してください。",
        "It was shown once already. For another look, give a reason again.",
    ),
    "case_told": (
        "閲覧を記録し、監査（{count}名）にメールで知らせました。このページを離れると内容は消えます。",
        "This is on record, and {count} auditors were told by mail. The texts are gone once you leave.",
    ),
    "case_told_nobody": (
        "閲覧を記録しました。メールは送れませんでしたが、監査記録には載っています。",
        "This is on record. No mail could be sent, but the audit trail shows it.",
    ),
    "case_mail_subject": ("個別事例の緊急閲覧がありました", "A case was read in an emergency"),
    "case_mail": (
        "{name}さんが、個別事例の緊急閲覧を行いました。\n\nどの事例か、どのような理由かは、監査記録で確かめてください。\n{link}\n",
        "{name} read a case in an emergency.\n\nWhich one, and why, stands in the audit trail.\n{link}\n",
    ),
}
CASES: dict[str, tuple[str, str]] = DESK | READING | PRESENTED | ENDING | EMERGENCY
"""By the name that templates and modules call them by."""
