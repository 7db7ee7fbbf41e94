"""A mutation is one command in one transaction, answered from it, once per key."""

from kyogikai_platform.tenant import Tenant
from tests.graphql.clerk import Clerk
from tests.graphql.partner import gid
from tests.graphql.scribe import Scribe


def test_a_body_is_renamed_and_the_answer_comes_from_the_same_transaction(
    tenant: Tenant, book: Scribe
) -> None:
    body = book.body(book.council())
    clerk = Clerk(tenant)
    told = clerk.record(
        "renameBody",
        "body { name names { name from { value } } } clientMutationId",
        bodyId=gid("Body", body),
        name="乙",
        effective={"value": "2015-04-01"},
        clientMutationId="one",
    )
    assert told["body"]["name"] == "乙"
    assert told["clientMutationId"] == "one"
    assert [entry["type"] for entry in told["entries"]] == ["body.renamed"]
    assert book.seen("2016-01-01") == ["live 乙"]
