"""みほん市（架空）: a fictitious municipality whose council has had a full life from 2015 to 2026.

No place, organisation or person in it is real. It is written as an import file, so that it comes
in by the same door as every other history; nothing in it depends on the clock or on chance.
"""

from kyogikai_platform.demo_data import (
    mihon_activities,
    mihon_council,
    mihon_issues,
    mihon_later,
    mihon_meetings,
    mihon_members,
    mihon_plain,
)
from kyogikai_platform.demo_data.mihon_writing import Writer

HEADER = """\
# みほん市（架空）: made up from beginning to end, to show what a council's record can hold.
format: kyogikai-import/1
tenant:
  host: mihon
  name: みほん市（架空）
  reading: みほんし
  kind: city
  parent_name: 架空県
  fictitious: true
audience: public
source: doc-mihon
facts:
- key: doc-mihon/RegisterSourceDocument
  command: RegisterSourceDocument
  id: doc-mihon
  effective: at 2026-11-20
  title: みほん市（架空）の協議会の記録
  subtitle: 製品の説明のために作った、実在しない市の資料
  publisher: みほん市（架空）
  form: fictitious
"""


def document() -> str:
    """The text of the import file."""
    writer = Writer()
    for chapter in (
        mihon_council,
        mihon_members,
        mihon_meetings,
        mihon_issues,
        mihon_activities,
        mihon_plain,
        mihon_later,
    ):
        chapter.write(writer)
    return HEADER + writer.text()
