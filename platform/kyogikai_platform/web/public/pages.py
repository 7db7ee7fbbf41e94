"""The addresses of this family."""

from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.public import (
    crawlers,
    feed,
    minutes,
    open_files,
    open_page,
    roster,
    schema_page,
    statement,
)

FAMILY = Family((
    Page("/open", "open", open_page.show),
    Page("/open/popolo.json", "open_popolo", open_files.show_popolo),
    Page("/open/<name>.<form>", "open_file", open_files.show),
    Page("/meetings/<meeting>/minutes", "minutes", minutes.show),
    Page("/meetings/<meeting>/minutes.<form>", "minutes_as", minutes.show_as),
    Page("/bodies/<body>/roster.<form>", "roster_as", roster.show_as),
    Page("/feed.atom", "feed", feed.show),
    Page("/robots.txt", "robots", crawlers.robots),
    Page("/sitemap.xml", "sitemap", crawlers.sitemap),
    Page("/accessibility", "accessibility", statement.accessibility),
    Page("/schema.graphql", "schema", schema_page.show),
    Page("/help", "help", statement.guide),
))  # fmt: skip
