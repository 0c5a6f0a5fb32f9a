"""Checks reports, or graphs that were built, for what they lack and where they contradict themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from agencygraph import mapping, readers, rules
from agencygraph.checks.baseline import Entry, apply, beside, stale_note
from agencygraph.checks.baseline import read as read_baseline
from agencygraph.checks.completeness import completeness, shape_names, shapes
from agencygraph.checks.consistency import Subject, consistency
from agencygraph.checks.coverage import Coverage, coverage
from agencygraph.checks.graphs import subject_of
from agencygraph.errors import UnreadableError
from agencygraph.identifiers import Names
from agencygraph.model import Document, Finding, Place, Source
from agencygraph.namespaces import AG, PREFIXES, RDF, SH, SHAPES
from agencygraph.pipeline.build import AUTHORITY, reports
from agencygraph.pipeline.reading import UNREADABLE, Language, read, unreadable
from agencygraph.pipeline.writing import write
from agencygraph.stores import Graph, Rows, Store

GRAPH, FINDINGS = ".ttl", ".findings.ttl"
_REPORTS = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?report a <{AG}Report> }} }} ORDER BY ?g"
_TRIPLES = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}"
_PREFIXES = {**PREFIXES, "dqv": "http://www.w3.org/ns/dqv#", "sh": SH}
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

    `texts` are the texts of the reports that were read, by the name that findings give them; `sections` the outline
    places of findings' passages; `files` the file that each finding, by its fingerprint, comes from; `entries` what
    baselines say of findings, by fingerprint; `coverage` how far facts cover the figures of each report, if asked for;
    `read` the names and the source of each report.
    """

    findings: list[Finding] = field(default_factory=list)
    ran: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    sections: dict[Place, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    coverage: list[Coverage] = field(default_factory=list)
    read: dict[Path, tuple[Names, Source]] = field(default_factory=dict)

    def skip(self, rule: str, reason: str, count: int = 1) -> None:
        """Note that a check could not run; what has the same rule and reason is counted together."""
        for at, one in enumerate(self.skipped):
            if (one.rule, one.reason) == (rule, reason):
                self.skipped[at] = Skipped(rule, reason, one.count + count)
                return
        self.skipped.append(Skipped(rule, reason, count))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a check is asked for: language, limit of size, one baseline for all files, coverage, last year's report."""

    language: Language = "zh"
    limit: int = readers.LIMIT
    baseline: Path | None = None
    coverage: bool = False
    previous: Subject | None = None


def check(
    paths: Iterable[Path],
    language: Language = "zh",
    limit: int = readers.LIMIT,
    baseline: Path | None = None,
    coverage: bool = False,
    previous: Path | None = None,
) -> Checked:
    """Check reports (files or folders of them) and graphs (Turtle files, or a folder that `build` wrote).

    A report that cannot be read is a finding; the others are checked. Findings that a baseline lists are accepted: the
    one given, else the one next to each report; entries that match nothing any more are findings. `previous` is last
    year's report, to be compared; an UnreadableError where it cannot be read.
    """
    last = None
    if previous is not None:
        before = read(previous, limit, language)
        last = Subject(before.document.source.name, before.document, before.facts)
    done, wanted = Checked(), Wanted(language, limit, baseline, coverage, last)
    for path in paths:
        inside = _graphs(path) if path.is_dir() else ()
        for file in inside or reports([path]):
            known = len(done.findings)
            (_graph if file.suffix == GRAPH else _report)(file, done, wanted)
            done.files.update((finding.fingerprint, file) for finding in done.findings[known:])
            if wanted.baseline is None:
                _accept(done, known, beside(file), wanted)
    if wanted.baseline is not None:
        _accept(done, 0, wanted.baseline, wanted)
    return done


def check_store(store: Store, language: Language = "zh", baseline: Path | None = None) -> Checked:
    """Check the graphs of reports that a store holds; findings that a baseline lists are accepted."""
    done, wanted = Checked(), Wanted(language)
    listed = store.query(_REPORTS)
    assert isinstance(listed, Rows)
    for (name,) in listed.rows:
        graph = store.query(_TRIPLES.format(name))
        assert isinstance(graph, Graph)
        turtle = ox.serialize(graph.triples, format=ox.RdfFormat.N_TRIPLES)
        assert turtle is not None
        _built(turtle, done, wanted)
    if baseline is not None:
        _accept(done, 0, baseline, wanted)
    return done


def _graphs(folder: Path) -> tuple[Path, ...]:
    """The graphs of reports in a folder."""
    files = sorted(folder.glob(f"*{GRAPH}"))
    return tuple(file for file in files if file.name != AUTHORITY and not file.name.endswith(FINDINGS))


def _accept(done: Checked, since: int, file: Path, wanted: Wanted) -> None:
    """Mark what a baseline lists among the findings from `since` on."""
    entries = read_baseline(file)
    if not entries or any(finding.rule == UNREADABLE for finding in done.findings[since:]):
        return
    applied = apply(done.findings[since:], entries)
    done.findings[since:] = applied.findings
    done.entries |= applied.entries
    done.findings += [stale_note(one, file.name, wanted.language) for one in applied.stale]


def write_findings(done: Checked, graphs: Path) -> tuple[Path, ...]:
    """Write the findings of each report that was read into a folder of graphs, as `<name>.findings.ttl`."""
    written = []
    for file, (names, source) in done.read.items():
        own = [one for one in done.findings if done.files.get(one.fingerprint) == file or _within(one, source)]
        written.append(graphs / f"{names.stem}{FINDINGS}")
        write(written[-1], mapping.turtle(mapping.findings(dict.fromkeys(own), names, source), _PREFIXES))
    return tuple(written)


def _within(finding: Finding, source: Source) -> bool:
    return any(place.source == source.name for place in finding.spans)


def _graph(file: Path, done: Checked, wanted: Wanted) -> None:
    try:
        _built(file.read_bytes(), done, wanted)
    except (OSError, SyntaxError) as fault:
        error = UnreadableError(f"{file.name} is no graph in Turtle: {fault}.", f"{file.name} 不是 Turtle 圖檔。")
        done.findings.append(unreadable(file, error, wanted.language))


def _built(turtle: bytes, done: Checked, wanted: Wanted) -> None:
    """Check the graph of a report."""
    language = wanted.language
    _validate(turtle, done, language)
    _consistent(subject_of(turtle, rules.load()), done, language)
    if wanted.coverage:
        done.skip("coverage", "the graph does not hold the report's text" if language == "en" else "圖譜中沒有報告原文")


def _report(file: Path, done: Checked, wanted: Wanted) -> None:
    language = wanted.language
    try:
        reading = read(file, wanted.limit, language)
    except UnreadableError as fault:
        done.findings.append(unreadable(file, fault, language))
        return
    done.findings += reading.findings
    if not reading.chinese:
        done.skip("completeness", "no Chinese text" if language == "en" else "沒有中文")
        return
    known, document = len(done.findings), reading.document
    quads = mapping.quads(document, reading.facts, rules.load())
    _validate(mapping.turtle(quads), done, language)
    done.read[file] = mapping.names_of(document, reading.facts), document.source
    done.texts[document.source.name] = document.source.text
    subject = Subject(document.source.name, document, reading.facts, previous=wanted.previous)
    _consistent(subject, done, language)
    done.sections |= _sections(document, done.findings[known:])
    if wanted.coverage:
        done.coverage.append(coverage(document, reading.facts, rules.load()))


def _sections(document: Document, findings: Iterable[Finding]) -> dict[Place, str]:
    """The outline place of each passage of the findings."""
    begins = [(p.folded.at[0], p.section) for p in document.paragraphs if p.folded.at]
    starts = [start for start, _ in begins]
    found: dict[Place, str] = {}
    for place in (place for finding in findings for place in finding.spans):
        at = bisect_right(starts, place.start) - 1
        found[place] = document.path(begins[at][1]) if at >= 0 else ""
    return found


def _consistent(subject: Subject, done: Checked, language: Language) -> None:
    came = consistency(subject, language)
    done.findings += came.findings
    done.ran += came.ran
    done.held += came.held
    for (rule, reason), count in sorted(came.skipped.items()):
        done.skip(rule, reason, count)


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
