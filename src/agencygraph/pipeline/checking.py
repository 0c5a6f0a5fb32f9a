"""Checks reports, or graphs that were built, for what they lack and where they contradict themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from agencygraph import mapping, readers, rules
from agencygraph.checks.completeness import completeness, shape_names, shapes
from agencygraph.checks.consistency import Subject, consistency
from agencygraph.errors import UnreadableError
from agencygraph.model import Finding
from agencygraph.namespaces import RDF, SH, SHAPES
from agencygraph.pipeline.build import AUTHORITY, reports
from agencygraph.pipeline.reading import Language, read, unreadable

GRAPH = ".ttl"
_TARGETS = frozenset(f"{SH}target{of}" for of in ("Class", "ObjectsOf", "SubjectsOf"))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A check that could not run: its rule, why, and how many times."""

    rule: str
    reason: str
    count: int


@dataclass(slots=True)
class Checked:
    """What checks found; how many times each rule ran, and of these consistency held; what could not run.

    `texts` are the texts of the reports that were read, by the name that findings give them.
    """

    findings: list[Finding] = field(default_factory=list)
    ran: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def check(paths: Iterable[Path], language: Language = "zh", limit: int = readers.LIMIT) -> Checked:
    """Check reports (files or folders of them) and graphs (Turtle files, or a folder that `build` wrote).

    A report that cannot be read is a finding; the others are checked.
    """
    done = Checked()
    for path in paths:
        inside = sorted(file for file in path.glob(f"*{GRAPH}") if file.name != AUTHORITY) if path.is_dir() else []
        for file in inside or reports([path]):
            if file.suffix == GRAPH:
                _graph(file, done, language)
            else:
                _report(file, done, language, limit)
    return done


def _graph(file: Path, done: Checked, language: Language) -> None:
    try:
        turtle = file.read_bytes()
        _validate(turtle, done, language)
    except (OSError, SyntaxError) as fault:
        error = UnreadableError(f"{file.name} is no graph in Turtle: {fault}.", f"{file.name} 不是 Turtle 圖檔。")
        done.findings.append(unreadable(file, error, language))


def _report(file: Path, done: Checked, language: Language, limit: int) -> None:
    try:
        reading = read(file, limit, language)
    except UnreadableError as fault:
        done.findings.append(unreadable(file, fault, language))
        return
    done.findings += reading.findings
    if not reading.chinese:
        done.skipped.append(Skipped("completeness", "no Chinese text" if language == "en" else "沒有中文", 1))
        return
    quads = mapping.quads(reading.document, reading.facts, rules.load())
    _validate(mapping.turtle(quads), done, language)
    source = reading.document.source
    done.texts[source.name] = source.text
    _consistent(Subject(source.name, reading.document, reading.facts), done, language)


def _consistent(subject: Subject, done: Checked, language: Language) -> None:
    came = consistency(subject, language)
    done.findings += came.findings
    done.ran += came.ran
    done.held += came.held
    done.skipped += [Skipped(rule, reason, count) for (rule, reason), count in sorted(came.skipped.items())]


def _validate(turtle: bytes, done: Checked, language: Language) -> None:
    instances: Counter[str] = Counter()
    for quad in ox.parse(turtle, ox.RdfFormat.TURTLE):
        predicate = quad.predicate.value
        typed = predicate == f"{RDF}type" and isinstance(quad.object, ox.NamedNode)
        instances[quad.object.value if typed else predicate] += 1
    done.findings += completeness(turtle, language=language)
    for shape, kinds in _targets().items():
        done.ran[shape] += sum(instances[kind] for kind in kinds)


def _targets() -> Mapping[str, set[str]]:
    """For each shape that can report something, the classes and properties whose things it looks at."""
    kinds: dict[str, set[str]] = {}
    parts: list[tuple[str, str]] = []
    for quad in ox.parse(shapes(), ox.RdfFormat.TURTLE):
        subject, thing = str(quad.subject).strip("<>"), quad.object
        if quad.predicate.value in _TARGETS and isinstance(thing, ox.NamedNode):
            kinds.setdefault(subject, set()).add(thing.value)
        elif quad.predicate.value == f"{SH}property" and isinstance(thing, ox.NamedNode):
            parts.append((subject, thing.value))
    found: dict[str, set[str]] = {}
    for node, part in parts:
        found.setdefault(part.removeprefix(SHAPES), set()).update(kinds.get(node, ()))
    for node, of in kinds.items():
        if (name := node.removeprefix(SHAPES)) in shape_names():
            found.setdefault(name, set()).update(of)
    return found
