"""A document as plain text: for screen readers, mail and search."""

from collections.abc import Iterator, Sequence

from kyogikai_platform.web.public.paper import Paper, Section

RULE = "=" * 40


def written(paper: Paper) -> bytes:
    """UTF-8, one fact a line, each heading marked."""
    lines = [paper.title, paper.whose, RULE, *_facts(paper.facts)]
    for section in paper.sections:
        lines += ["", f"■ {section.title}", *_section(section)]
    return "\n".join([*lines, "", RULE, paper.stands, ""]).encode()


def _section(section: Section) -> Iterator[str]:
    yield from _facts(section.facts)
    for n, paragraph in enumerate(section.paragraphs):
        yield from ([""] if n else [])
        yield paragraph
    mark = "・" if section.marked else "　"
    yield from (f"{mark}{item}" for item in section.listed)
    if section.table:
        head = section.table.head
        for row in section.table.rows:
            told = [f"{name}: {cell}" for name, cell in zip(head, row, strict=True) if cell]
            yield "・" + "／".join(told)


def _facts(facts: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name}: {text}" for name, text in facts)
