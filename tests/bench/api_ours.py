"""Ours without HTTP: the one place that knows how the product's answers are asked for in process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from flask import Request

from kyogikai_graphql.answering import Answering, Asked
from kyogikai_graphql.asker import Asker
from kyogikai_graphql.compiled import Compiled
from kyogikai_graphql.kept import Answers
from kyogikai_graphql.rights import viewer
from kyogikai_platform import structure
from kyogikai_projections.reading import snapshot
from kyogikai_projections.tables import tenant_position
from kyogikai_tenants.fiscal_year import today
from kyogikai_tenants.vocabulary import Role
from tests.bench.api_place import Place
from tests.bench.api_queries import Question


@dataclass(frozen=True)
class OpenDoor:
    """Everybody is the public of the one municipality, judged at a position of its rights."""

    public: Asker

    def admit(self, request: Request) -> Asker:
        """The public."""
        return self.public

    def again(self, asker: Asker) -> Asker:
        """Nothing happens while it is measured."""
        return replace(asker, rights=self.public.rights)


@contextmanager
def answering(place: Place, name: str, *, cached: bool) -> Iterator[Callable[[Question], bytes]]:
    """The public's answers, with kept ones or without."""
    url = place.application.update_query_dict({"application_name": name})
    engine, lanes = structure.application_engine(url, pool_size=1), structure.lanes(url)
    with snapshot(engine, place.tenant_id) as connection:
        rights = connection.execute(tenant_position.select()).one().rights
    public = Asker(place.tenant_id, viewer(Role.PUBLIC), rights, today())
    compiled = Compiled(lanes, answers=Answers() if cached else None)
    product = Answering(engine, OpenDoor(public), compiled=compiled)

    def answer(question: Question) -> bytes:
        return product.answer(public, Asked(question.document, question.variables, None)).body

    yield answer
    lanes.close()
    engine.dispose()
