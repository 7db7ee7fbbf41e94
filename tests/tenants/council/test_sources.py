"""Source documents: what facts rest on, with the date that they bear."""

from collections.abc import Iterator

import pytest

from kyogikai_platform.tenant import Tenant
from kyogikai_tenants.commands import Actor
from kyogikai_tenants.council.sources import SourceDocumentRegistered
from kyogikai_tenants.errors import BadInput
from tests.tenants.council.scene import Scene, plucked, refused


@pytest.fixture
def scene(tenant: Tenant, secretary: Actor) -> Iterator[Scene]:
    """A municipality; after each scenario its read models are what the log says."""
    yield Scene(tenant, secretary)
    assert tenant.rebuild(check=True) == []


def test_a_document_has_the_date_that_it_bears(scene: Scene) -> None:
    document = scene.say(SourceDocumentRegistered, "at 2021-05", title="協議会", publisher="木更津市")
    row = scene.row("source_document", document)
    assert (row["title"], row["publisher"], row["date"]["value"]) == ("協議会", "木更津市", "2021-05")
    assert row["date"]["precision"] == "MONTH"


def test_a_document_without_a_date_is_there_on_every_day(scene: Scene) -> None:
    document = scene.say(SourceDocumentRegistered, "undated", title="活動紹介", subtitle="元気ある部会")
    row = scene.row("source_document", document, day="1990-01-01")
    assert (row["subtitle"], row["date"], row["existence"]) == ("元気ある部会", None, "live")


def test_a_corrected_title_was_not_known_before(scene: Scene) -> None:
    document = scene.say(SourceDocumentRegistered, "undated", title="協議会とわ")
    before = scene.position()
    scene.correct(document, 1, "title", "協議会とは")
    assert scene.row("source_document", document)["title"] == "協議会とは"
    assert scene.row("source_document", document, known=before)["title"] == "協議会とわ"


def test_an_annulled_document_is_gone(scene: Scene) -> None:
    document = scene.say(SourceDocumentRegistered, "undated", title="別の資料")
    scene.annul(document, 1)
    assert scene.rows("source_document") == []


def test_a_digest_has_64_digits(scene: Scene) -> None:
    scene.say(SourceDocumentRegistered, "undated", title="甲", sha256="0a" * 32)
    with refused(BadInput):
        scene.say(SourceDocumentRegistered, "undated", title="乙", sha256="0a")
    assert plucked(scene.rows("source_document"), "title") == ["甲"]
