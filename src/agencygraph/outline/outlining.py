"""From a source to a document: furniture out, lines cut into blocks, blocks into sections and paragraphs."""

from __future__ import annotations

import re

from agencygraph.model import Document, Folded, Paragraph, Role, Section, Source
from agencygraph.outline import furniture, rows
from agencygraph.outline.cutting import Block, Cutter
from agencygraph.outline.lines import lines

_HEADING_END = re.compile(r"[。!?]|:(?!//)(?!(?<=\d:)\d)")
_ENDED = re.compile(r"[。!?;][」』)\]】〉》”’\"']*$")
_LISTS = re.compile(r"(?::|名單|名[錄冊]|一覽)(?:[(][^()]*[)])?$")
"""How a line ends that is the title of a list; the lines below it are none."""
_SHORT = 60
_TITLE = 40
_CUT = 60


def outline(source: Source) -> Document:
    """The report cut into a tree of sections and paragraphs; tables are left empty, their rows have the role "row".

    Page numbers, running headers and rules are in no paragraph; lines that the margin or the page broke are joined.
    A text without any marker gives section 0 with all paragraphs.
    """
    every = lines(source.text)
    gone = furniture.found(every)
    gone -= {i for i in gone if rows.is_rule(every[i].flat)}
    kept = [line for i, line in enumerate(every) if i not in gone]
    cutter = Cutter(source.text, kept, rows.found(source.text, kept))
    cutter.run()
    blocks = [(block, block.folded()) for block in cutter.blocks]
    blocks = [(block, folded) for block, folded in blocks if folded.text]
    headings: dict[int, str] = {}
    for block, folded in blocks:
        if block.marked:
            headings.setdefault(block.section, _heading(folded.text))
    sections = tuple(
        Section(node.index, node.parent, node.level, node.number, headings.get(node.index, ""))
        for node in cutter.tree.nodes
    )
    return Document(source, sections, _paragraphs(blocks, sections), ())


def _heading(text: str) -> str:
    """The words of a section's first paragraph up to the first colon or full stop."""
    return _HEADING_END.split(text, maxsplit=1)[0][:_CUT]


def _paragraphs(blocks: list[tuple[Block, Folded]], sections: tuple[Section, ...]) -> tuple[Paragraph, ...]:
    parents = {section.parent for section in sections}
    out: list[Paragraph] = []
    listing = False
    for place, (block, folded) in enumerate(blocks):
        after = blocks[place + 1][0] if place + 1 < len(blocks) else None
        body = after is not None and not after.marked and after.section == block.section
        below = after is not None and sections[after.section].parent == block.section
        heads = body or (block.section in parents if block.marked else below)
        role = _role(block, folded.text, heads)
        out.append(Paragraph(place, block.section, "text" if listing and role == "title" else role, folded))
        listing = role == "title" and (listing or bool(_LISTS.search(folded.text)))
    return tuple(out)


def _role(block: Block, text: str, heads: bool) -> Role:
    """What a paragraph is; `heads` says that text or sections that it may head follow."""
    if block.row:
        return "row"
    if block.marked:
        if text.endswith(":") and not _HEADING_END.search(text[:-1]):
            return "heading"
        spoken = _ENDED.search(text) or _HEADING_END.search(text)
        return "heading" if heads and len(text) <= _SHORT and not spoken else "text"
    running = len(text) > _TITLE or _ENDED.search(text) or re.search(r"[,;。]", text)
    if running:
        return "text"
    if block.section == 0:
        return "title"
    return "heading" if heads and not re.search(r"\d", text) else "text"
