"""One report on its way from a file to facts, and from facts to a graph."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from agencygraph import mapping, matching, outline, readers, rules, tables
from agencygraph.errors import UnreadableError
from agencygraph.model import Document, Fact, Finding
from agencygraph.pipeline.manifest import Entry, rule_version
from agencygraph.reconcile.settle import settle

UNREADABLE, NO_OUTLINE, NO_CHINESE = "UNREADABLE", "NO-OUTLINE", "NO-CHINESE"
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read: its outline and its facts, and what there is to say about the reading."""

    document: Document
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its graph as Turtle with its name and manifest entry, or neither; and findings."""

    path: Path
    name: str = ""
    turtle: bytes = b""
    entry: Entry | None = None
    findings: tuple[Finding, ...] = ()


def document(path: Path, limit: int = readers.LIMIT) -> Document:
    """The report cut up, tables filled. Raises UnreadableError."""
    return tables.fill(outline.outline(readers.read(path, limit)))


def read(path: Path, limit: int = readers.LIMIT) -> Reading:
    """The report and its facts. Raises UnreadableError."""
    cut = document(path, limit)
    if not _CHINESE.search(cut.source.text):
        zh = f"{path.name} 沒有中文，無從擷取事實。"
        return Reading(cut, (), (Finding(NO_CHINESE, "warning", f"{zh} No Chinese text: an empty graph."),))
    rooms = rules.load()
    facts = settle(matching.match(cut, rooms))
    if len(cut.sections) > 1:
        return Reading(cut, facts, ())
    zh = f"{path.name} 沒有層次編號，全文讀取。"
    return Reading(cut, facts, (Finding(NO_OUTLINE, "note", f"{zh} No outline: read in full."),))


def make(path: Path, limit: int = readers.LIMIT, file: str = "") -> Outcome:
    """The graph of a report, or a finding that says why there is none; `file` as for `mapping.names_of`."""
    try:
        reading = read(path, limit)
    except UnreadableError as fault:
        return Outcome(path, findings=(unreadable(path, fault),))
    cut, facts, rooms = reading.document, reading.facts, rules.load()
    quads = mapping.quads(cut, facts, rooms, file=file) if _CHINESE.search(cut.source.text) else []
    turtle = mapping.turtle(quads, mapping.prefixes(cut, facts, file=file))
    counts = Counter(fact.kind for fact in facts)
    entry = Entry(
        cut.source.name,
        cut.source.digest,
        rule_version(),
        dict(sorted(counts.items())),
        mapping.authority_keys(facts, rooms),
    )
    return Outcome(path, mapping.names_of(cut, facts, file=file).stem, turtle, entry, reading.findings)


def unreadable(path: Path, fault: UnreadableError) -> Finding:
    """The finding that a report cannot be read, with its name and the reason."""
    name = path.name or str(path)
    told = fault.zh if name in fault.zh else f"{name}：{fault.zh}"
    return Finding(UNREADABLE, "error", f"{told} {fault.message}".strip())
