"""The outline as people read it: an indented tree with numbers, headings and the beginnings of paragraphs."""

from __future__ import annotations

from agencygraph.model import Document, Paragraph

_BEGINNING = 36


def printed(document: Document) -> str:
    """One line a section (number and heading) and a paragraph (role, offsets, beginning and end of its text)."""
    by_section: dict[int, list[Paragraph]] = {}
    for paragraph in document.paragraphs:
        by_section.setdefault(paragraph.section, []).append(paragraph)
    out: list[str] = []
    for section in document.sections:
        depth = 0 if section.parent is None else section.level + 1
        if section.parent is not None:
            out.append(f"{'  ' * section.level}{section.number} {section.heading}".rstrip())
        out.extend(f"{'  ' * depth}{_line(paragraph)}" for paragraph in by_section.get(section.index, ()))
    for place, table in enumerate(document.tables, 1):
        caption = document.paragraphs[table.caption].text if table.caption is not None else ""
        out.append(f"# table {place} in {document.path(table.section) or '-'}: {caption[:_BEGINNING]}")
        out.extend("  " + " | ".join(cell.text for cell in row.cells) for row in table.rows)
    return "\n".join(out) + "\n"


def _line(paragraph: Paragraph) -> str:
    span = paragraph.folded.span()
    text = paragraph.text
    shown = text if len(text) <= 2 * _BEGINNING else f"{text[:_BEGINNING]} … {text[-12:]}"
    return f"· {paragraph.role} {span.start}-{span.end} {shown}"
