"""The addresses of this family."""

from kyogikai_graphql.asker import Asker
from kyogikai_platform.web.cases import abstracts, desk, emergency, ending
from kyogikai_platform.web.family import Entry, Family, Page


def sits_there(asker: Asker | None) -> bool:
    """Whether somebody has anything to do at the desk."""
    return asker is not None and not {desk.WORKER, desk.OFFICE}.isdisjoint(asker.holds.roles)


BOTH = ("GET", "POST")
FAMILY = Family(
    (
        Page("/cases", "cases", desk.index),
        Page("/cases/new", "case_new", desk.new, BOTH),
        Page("/cases/emergency", "case_emergency", emergency.emergency, BOTH),
        Page("/cases/<reference>", "case", desk.show),
        Page("/cases/<reference>/read", "case_read", desk.read, ("POST",)),
        Page("/cases/<reference>/correct", "case_correct", desk.correct, ("POST",)),
        Page("/cases/<reference>/abstract", "case_abstract", abstracts.abstract, BOTH),
        Page("/cases/<reference>/destroy", "case_destroy", ending.destroy, BOTH),
        Page("/cases/<reference>/<word>", "case_act", desk.act, BOTH),
    ),
    (Entry("cases", "/cases", sits_there),),
)
