"""The addresses of this family."""

from kyogikai_platform.web.family import Family, Page
from kyogikai_platform.web.public import open_files, open_page

FAMILY = Family((
    Page("/open", "open", open_page.show),
    Page("/open/popolo.json", "open_popolo", open_files.show_popolo),
    Page("/open/<name>.<form>", "open_file", open_files.show),
))  # fmt: skip
