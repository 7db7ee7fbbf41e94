"""The addresses of this family; the way there is the page of open data, and the foot of every page."""

from kyogikai_platform.web.developers import errors, graphiql, overview, reference, sdl
from kyogikai_platform.web.family import Family, Page

FAMILY = Family((
    Page("/developers", "developers", overview.show),
    Page("/developers/errors", "developers_errors", errors.show),
    Page("/developers/graphiql", "graphiql", graphiql.show),
    Page("/developers/reference/<chapter>", "developers_chapter", reference.show),
    Page("/developers/schema.graphql", "schema_with_texts", sdl.show),
    Page("/developers/schema.json", "schema_introspection", sdl.show_introspection),
))  # fmt: skip
