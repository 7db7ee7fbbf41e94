"""The addresses of this family."""

from flask import Response, request

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.settings import display, provider_page, retention_page, seals_page
from kyogikai_platform.web.settings.setting import Setting, reads_settings
from kyogikai_platform.web.site import Site
from kyogikai_platform.web.words import words
from kyogikai_projections.labels import word

POST = ("POST",)
DONE = {
    "display": "settings_done_display",
    "provider": "settings_done_provider",
    "seals": "settings_done_seals",
    "retention": "retention_done",
    "provider-removed": "settings_done_removed",
}
"""What a page that came before has done, in words."""


def show(site: Site) -> Response:
    """All that is set, and where it is changed."""
    setting = Setting.at(site)
    done = DONE.get(request.args.get("done", ""))
    return setting.page(
        "settings/settings.html", provider=setting.kept.provider(), seals=setting.kept.seals(),
        periods=[(word(what, setting.lang), days) for what, days in setting.kept.periods().items()],
        done=words(done, setting.lang) if done else "",
    )  # fmt: skip


FAMILY = Family(
    (
        Page("/settings", "settings", show),
        Page("/settings/display", "display", display.show),
        Page("/settings/display", "change_display", display.change, POST),
        Page("/settings/provider", "provider", provider_page.show),
        Page("/settings/provider", "change_provider", provider_page.change, POST),
        Page("/settings/provider/remove", "remove_provider", provider_page.remove, POST),
        Page("/settings/retention", "retention", retention_page.show),
        Page("/settings/retention", "change_retention", retention_page.change, POST),
        Page("/settings/seals", "seals", seals_page.show),
        Page("/settings/seals", "change_seals", seals_page.change, POST),
    ),
    (Entry("settings", "/settings", reads_settings),),
)
