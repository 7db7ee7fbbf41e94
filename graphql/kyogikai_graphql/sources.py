"""資料: the registered documents that facts rest on."""

from graphene import Field, String

from kyogikai_graphql.common import Node, PartialDate, Quality, QualityFlag, listed
from kyogikai_graphql.things import RowType


class SourceDocument(RowType, interfaces=(Node,)):
    """A document that facts rest on."""

    title = String(required=True)
    subtitle = String()
    publisher = String()
    date = Field(PartialDate)
    quality = listed(QualityFlag, resolver=Quality())
