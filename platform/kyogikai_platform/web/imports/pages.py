"""The addresses of this family."""

from kyogikai_platform.web.family import Entry, Family, Page
from kyogikai_platform.web.imports import listing, outcome, recording
from kyogikai_platform.web.imports.importing import imports

POST = ("POST",)
FAMILY = Family(
    (
        Page("/imports", "imports", listing.show),
        Page("/imports", "send_import", listing.send, POST),
        Page("/imports/template.xlsx", "import_template", listing.take_template),
        Page("/imports/<uuid:job>", "import", outcome.show),
        Page("/imports/<uuid:job>", "correct_import", outcome.correct, POST),
        Page("/imports/<uuid:job>/marked.xlsx", "import_marked", outcome.take_marked),
        Page("/imports/<uuid:job>/record", "import_record", recording.show_record),
        Page("/imports/<uuid:job>/record", "record_import", recording.record, POST),
        Page("/imports/<uuid:job>/undo", "import_undo", recording.show_undo),
        Page("/imports/<uuid:job>/undo", "undo_import", recording.take_back, POST),
    ),
    (Entry("imports", "/imports", imports),),
)
