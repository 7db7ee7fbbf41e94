"""オンライン参加: where those who are invited come into a meeting from afar. Nobody else is told."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from typing_extensions import override

from kyogikai_tenants.changes import Change
from kyogikai_tenants.errors import Refused
from kyogikai_tenants.events import AudienceChanged, Fact
from kyogikai_tenants.rules import Reads, rule
from kyogikai_tenants.states import Part
from kyogikai_tenants.vocabulary import Audience, MeetingMode

WebAddress = Annotated[str, Meta(pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s]+$(?!\n)", max_length=2000)]
"""An address that a browser goes to, and that runs nothing."""
FROM_AFAR = frozenset({MeetingMode.ONLINE, MeetingMode.HYBRID})


class OnlineLink(Part, frozen=True, kw_only=True):
    """Where one comes into a meeting, for the bodies that hold it and the secretariat."""

    TABLE = "online_link"

    meeting_id: UUID
    url: str
    access: str = ""

    @override
    def series(self) -> Hashable:
        """One at a time."""
        return "online_link"

    @override
    def own_audience(self) -> Audience:
        """Whoever is invited sits in a body that holds it."""
        return Audience.BODY


@dataclass(frozen=True, kw_only=True)
class OnlineLinkSet(Fact):
    """Where those who are invited come into a meeting online; another one replaces it."""

    TOPIC, COMMAND, SUBJECTS = "meeting.online_link_set", "SetOnlineLink", ("meeting",)
    ATTESTS = False
    LABEL, LABEL_EN = "オンライン参加先の記録", "Online link set"
    SENTENCE = "会議「{subject}」のオンライン参加先を記録（{effective}）"
    SENTENCE_EN = "Set where {subject} is joined online ({effective})"

    url: WebAddress
    access: str = ""
    """What else one needs there: a number, a passcode."""

    @override
    def parts(self) -> Iterable[Part]:
        """The one row."""
        yield OnlineLink(meeting_id=self.originator_id, url=self.url, access=self.access)


class MeetsInOnePlace(Refused):
    """Only a meeting that is held online, or in both ways, is joined online."""

    CODE = "MEETS_IN_ONE_PLACE"
    JA = "対面の会議にオンライン参加先は記録できません。先に開催方式を変更してください。"
    EN = "This meeting is not held online: change how it is held first."
    BUSINESS = True


class LinkIsForTheInvited(Refused):
    """Where a meeting is joined online is told to its bodies alone, whatever else of it is public."""

    CODE = "LINK_IS_FOR_THE_INVITED"
    JA = "オンライン参加先の公開範囲は変更できません。会議体の委員と事務局だけに表示されます。"
    EN = "Where a meeting is joined online is for those who are invited, and stays so."


@rule
def links_are_for_the_invited(_: Reads, changes: Sequence[Change]) -> Iterator[Refused]:
    """Of whatever meeting."""
    for change in changes:
        if any(isinstance(e, AudienceChanged) and OnlineLink.TABLE in e.fields for e in change.new):
            yield LinkIsForTheInvited(field="fields")


def link_problems(said: Sequence[Fact]) -> Iterator[Refused]:
    """As the meeting was to be held when its link was set; how it is held may change later."""
    mode: MeetingMode | None = None
    for fact in said:
        mode = getattr(fact, "mode", None) or mode
        if isinstance(fact, OnlineLinkSet) and mode is not None and mode not in FROM_AFAR:
            yield MeetsInOnePlace(field="url")
