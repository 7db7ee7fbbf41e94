"""Texts of the documents that API clients may ask for by their hash, as (Japanese, English)."""

DOCUMENTS: dict[str, tuple[str, str]] = {
    "clients_documents": ("登録した問い合わせ文書", "Registered documents"),
    "clients_documents_of": ("{name}：登録した問い合わせ文書", "{name}: registered documents"),
    "clients_documents_open": ("登録した問い合わせ文書を見る", "See the registered documents"),
    "clients_documents_short": (
        "決まった問い合わせを、本文の代わりに ID（sha256:…）で送れるようにします。それだけに限定もできます。",
        "What a client always asks may be sent by its id (sha256:…); it may be bound to that, too.",
    ),
    "clients_documents_more": (
        "このクライアントは、documentId にこの ID を指定して問い合わせられます。{most}件まで登録できます。",
        "The client may send these ids as documentId. At most {most} are registered.",
    ),
    "clients_documents_none": ("まだ登録されていません。", "None is registered yet."),
    "clients_documents_many": (
        "登録できるのは{most}件までです。使わないものを削除してください。",
        "At most {most} are registered. Remove one that is not used.",
    ),
    "clients_document": ("問い合わせ文書（GraphQL）", "Document (GraphQL)"),
    "clients_document_hint": (
        "{most}文字まで。ID は文書の文字どおりのハッシュです。空白や改行が違えば、別の ID になります。",
        "At most {most} characters. The id is the hash of exactly this text, spaces and line ends included.",
    ),
    "clients_document_add": ("問い合わせ文書を登録する", "Register a document"),
    "clients_document_add_more": (
        "連携先が使う GraphQL の文書を、そのまま貼り付けてください。答えられる文書だけを登録できます。",
        "Paste the GraphQL document that the partner uses. It must be one that the schema of today answers.",
    ),
    "clients_document_missing": ("文書を入力してください。", "Enter the document."),
    "clients_document_bad": (
        "この文書には答えられません：{problem}",
        "This document would not be answered: {problem}",
    ),
    "clients_document_made": ("{at} に登録", "Registered at {at}"),
    "clients_document_remove": ("削除する", "Remove"),
    "clients_bind_title": ("登録した文書だけに限定", "Registered documents only"),
    "clients_bind_more": (
        (
            "限定すると、このクライアントは登録した文書のほかには何も問い合わせられません。"
            "秘密やトークンが漏れても、それ以外は読まれません。次の問い合わせから効きます。"
        ),
        (
            "A client that is bound asks nothing but its registered documents: whoever finds its secret or a "
            "token reads no more than they do. It holds from the next request on."
        ),
    ),
    "clients_bound": ("登録した文書だけに限定中", "Bound to its registered documents"),
    "clients_unbound": ("限定なし", "Not bound"),
    "clients_bound_to_none": (
        "限定中ですが、文書が一つも登録されていないので、何も問い合わせられません。",
        "It is bound, and no document is registered: it can ask nothing.",
    ),
    "clients_bind": ("登録した文書だけに限定する", "Bind it to its registered documents"),
    "clients_unbind": ("限定を解除する", "Unbind it"),
    "clients_done_document": ("文書を登録しました。", "The document was registered."),
    "clients_done_document_removed": ("文書を削除しました。", "The document was removed."),
    "clients_done_bound": (
        "登録した文書だけに限定しました。",
        "The client is bound to its registered documents.",
    ),
    "clients_done_unbound": ("限定を解除しました。", "The client is no longer bound."),
}
