"""One report on its way from a file to facts, and from facts to a graph."""

from __future__ import annotations

import os
import re
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from agencygraph import authority, mapping, matching, outline, readers, rules, tables
from agencygraph.errors import UnreadableError
from agencygraph.identifiers import digest
from agencygraph.model import Document, Fact, Finding
from agencygraph.model.finding import Severity
from agencygraph.pipeline.manifest import Entry, rule_version
from agencygraph.reconcile.settle import settle

Language = Literal["zh", "en"]
UNREADABLE, FAULT, NO_OUTLINE, NO_CHINESE = "UNREADABLE", "FAULT", "NO-OUTLINE", "NO-CHINESE"
DEBUG = "AGENCYGRAPH_DEBUG"
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read: its outline and its facts, and what there is to say about the reading."""

    document: Document
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]

    @property
    def chinese(self) -> bool:
        """Whether there is anything that rules could read."""
        return bool(_CHINESE.search(self.document.source.text))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its graph as Turtle with its name and manifest entry, or neither; and findings."""

    path: Path
    name: str = ""
    turtle: bytes = b""
    entry: Entry | None = None
    findings: tuple[Finding, ...] = ()


def warm() -> None:
    """Load what every report needs: authority files and rooms."""
    authority.load().find("")
    rules.load()
    rules.phrases()


def document(path: Path, limit: int = readers.LIMIT, pages: readers.Progress | None = None) -> Document:
    """The report cut up, tables filled; `pages` as for `readers.read`. Raises UnreadableError."""
    source = readers.read(path, limit, pages)
    return tables.fill(outline.outline(replace(source, name=called(path))))


def called(path: Path) -> str:
    """The base name of a file as text that can be stored anywhere: bytes that are no text are escaped."""
    return (path.name or str(path)).encode("utf-8", "backslashreplace").decode()


def read(
    path: Path, limit: int = readers.LIMIT, language: Language = "zh", pages: readers.Progress | None = None
) -> Reading:
    """The report and its facts; findings are in the language asked for. Raises UnreadableError."""
    cut = document(path, limit, pages)
    told = [_told(note.rule, "note", path, note.zh, note.en, language) for note in cut.source.notes]
    if not _CHINESE.search(cut.source.text):
        zh, en = "沒有中文，無從擷取事實，圖譜是空的。", "has no Chinese text; its graph is empty."
        return Reading(cut, (), (*told, _told(NO_CHINESE, "warning", path, zh, en, language)))
    facts = settle(matching.match(cut, rules.load(), _beside(path)))
    if len(cut.sections) == 1:
        told.append(
            _told(
                NO_OUTLINE, "note", path, "沒有層次編號，全文讀取。", "has no outline; it was read in full.", language
            )
        )
    return Reading(cut, facts, tuple(told))


def _beside(path: Path) -> matching.Head:
    told = readers.companion(path)
    return matching.beside(told.title, told.agency, told.period) if told else matching.Head()


def _told(rule: str, severity: Severity, path: Path, zh: str, en: str, language: Language) -> Finding:
    words = en if language == "en" else zh
    message = words if called(path) in words else f"{called(path)} {words}"
    return Finding(rule, severity, message, fingerprint=digest(rule, called(path)))


def make(
    path: Path,
    limit: int = readers.LIMIT,
    language: Language = "zh",
    file: str = "",
    pages: readers.Progress | None = None,
) -> Outcome:
    """The graph of a report, or a finding that says why there is none; `file` as for `mapping.names_of`.

    A fault of the program in one report is a finding too (the others are built), unless AGENCYGRAPH_DEBUG is set.
    """
    try:
        return _made(path, limit, language, file, pages)
    except UnreadableError as fault:
        return Outcome(path, findings=(unreadable(path, fault, language),))
    except Exception as fault:
        if os.environ.get(DEBUG):
            raise
        place = traceback.extract_tb(fault.__traceback__)[-1]
        what = f"{type(fault).__name__}, {Path(place.filename).name}:{place.lineno}"
        zh, en = f"程式出錯（{what}），未能處理這份報告。", f"made the program fail ({what}); it was left out."
        return Outcome(path, findings=(_told(FAULT, "error", path, zh, en, language),))


def _made(path: Path, limit: int, language: Language, file: str, pages: readers.Progress | None) -> Outcome:
    reading = read(path, limit, language, pages)
    cut, facts, rooms = reading.document, reading.facts, rules.load()
    quads = mapping.quads(cut, facts, rooms, file=file) if reading.chinese else []
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


def unreadable(path: Path, fault: UnreadableError, language: Language = "zh") -> Finding:
    """The finding that a report cannot be read, with its name and the reason."""
    name, told = called(path), fault.message if language == "en" else fault.zh
    message = told if name in told else f"{name}: {told}"
    return Finding(UNREADABLE, "error", message, fingerprint=digest(UNREADABLE, name))
