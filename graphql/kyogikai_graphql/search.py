"""検索: records found by any name of their life, or by what is written of them."""

from typing import Any

from graphene import Field, ObjectType, String
from graphql import GraphQLResolveInfo

from kyogikai_graphql.common import Node
from kyogikai_graphql.pages import Found, connection, cursors, window
from kyogikai_graphql.things import Thing, asking
from kyogikai_projections.finding import Hit, Question, Search, excerpt
from kyogikai_projections.paging import Key, Window
from kyogikai_projections.reading import Moment


class SearchHit(ObjectType):
    """A record that was found.

    Title is what it is called on the day, matchedName the name under which it was found.
    """

    node = Field(Node, required=True)
    title = String(required=True)
    excerpt = String(required=True)
    matched_name = String()


SearchHitConnection = connection("search.SearchHit")


async def search(info: GraphQLResolveInfo, text: str, moment: Moment, given: dict[str, Any]) -> Found:
    """A page of what was found; an empty text finds nothing."""
    question, wanted = Question(text, moment), window(info, given)
    hits: list[Hit] = await asking(info).load(Search(question), None)
    keyed = [(Key(hit.rank(question.needle), hit.row["id"]), hit) for hit in hits]
    page, more = _stretch(keyed, wanted)
    nodes = [_shown(hit, question) for _, hit in page]

    async def total() -> int:
        return len(hits)

    return Found(nodes, cursors(info, (key for key, _ in page)), more, wanted, total)


def _stretch(keyed: list[tuple[Key, Hit]], w: Window) -> tuple[list[tuple[Key, Hit]], bool]:
    inside = [
        (k, h) for k, h in keyed if (w.after is None or k > w.after) and (w.before is None or k < w.before)
    ]
    page = inside[-w.size :] if w.backward else inside[: w.size]
    return page, len(inside) > w.size


def _shown(hit: Hit, question: Question) -> dict[str, Any]:
    return {
        "node": Thing(hit.table, hit.row, question.moment),
        "title": hit.title,
        "excerpt": excerpt(hit.match.text, question.text),
        "matched_name": hit.name,
    }
