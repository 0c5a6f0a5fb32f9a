"""Builds many reports into a folder of graphs: those given are added or replaced, the others stay."""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path

from agencygraph import mapping, readers
from agencygraph.errors import UsageError
from agencygraph.model import Finding
from agencygraph.pipeline import manifest
from agencygraph.pipeline.manifest import Entry
from agencygraph.pipeline.reading import FAULT, UNREADABLE, Language, Outcome, make, warm
from agencygraph.pipeline.writing import write

AUTHORITY = "authority.ttl"
_ENOUGH = 60_000
"""So many bytes of reports are read before another process has paid for its start."""

Progress = Callable[[Path], None]
Work = Callable[..., Outcome]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the graphs it wrote with their entries, findings, and how many reports the folder holds."""

    folder: Path
    graphs: dict[Path, Entry]
    findings: tuple[Finding, ...]
    total: int

    @property
    def unreadable(self) -> tuple[Finding, ...]:
        """The findings about reports that could not be read."""
        return tuple(finding for finding in self.findings if finding.rule == UNREADABLE)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings about reports that made the program fail."""
        return tuple(finding for finding in self.findings if finding.rule == FAULT)


def build(
    paths: Iterable[Path],
    out: Path,
    jobs: int | None = None,
    limit: int = readers.LIMIT,
    language: Language = "zh",
    progress: Progress | None = None,
    pages: readers.Progress | None = None,
) -> Built:
    """Read reports and write `out/<name>.ttl` for each, then authority.ttl and manifest.json.

    `paths` are files, or folders whose files are read. A report that cannot be read is a finding; the others are
    built. The order of the files changes nothing.
    `progress` is called with each file that is done, `pages` with each page of a PDF that this very process reads: how
    many are read, and of how many.
    """
    files = reports(paths)
    _prepare(out)
    entries = manifest.read(out)
    written: dict[str, Entry] = {}
    findings: dict[Path, tuple[Finding, ...]] = {}
    work = functools.partial(make, limit=limit, language=language)
    for outcome in _apart(_told(_outcomes(files, jobs, work, pages), progress), files, work):
        findings[outcome.path] = outcome.findings
        if outcome.entry is not None:
            write(out / f"{outcome.name}.ttl", outcome.turtle)
            written[outcome.name] = outcome.entry
    _forget(out, entries, written)
    entries.update(written)
    _finish(out, entries)
    graphs = {out / f"{name}.ttl": written[name] for name in sorted(written)}
    return Built(out, graphs, tuple(one for path in sorted(findings) for one in findings[path]), len(entries))


def reports(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read, sorted, each once; of a folder those whose ending has a reader, hidden ones left out."""
    found: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            found.add(path)
            continue
        inside = [file for file in path.rglob("*") if file.suffix.lower() in readers.formats() and file.is_file()]
        inside = [file for file in inside if not any(part.startswith(".") for part in file.relative_to(path).parts)]
        if not inside:
            kinds = ", ".join(readers.formats())
            raise UsageError(f"{path} holds no report ({kinds}).", f"資料夾 {path} 裡沒有報告。")
        found.update(inside)
    return tuple(sorted(found))


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UsageError(f"{out} cannot be made: {fault.strerror}.", f"無法建立資料夾 {out}。") from fault


def _outcomes(files: Sequence[Path], jobs: int | None, work: Work, pages: readers.Progress | None) -> Iterator[Outcome]:
    workers = jobs or min(os.cpu_count() or 1, 1 + sum(_size(file) for file in files) // _ENOUGH)
    if min(workers, len(files)) <= 1:
        yield from map(functools.partial(work, pages=pages), files)
        return
    warm()  # where processes are forked, each has what is loaded by now
    with futures.ProcessPoolExecutor(min(workers, len(files))) as pool:
        yield from pool.map(work, files, chunksize=max(1, min(4, len(files) // (4 * workers))))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _told(outcomes: Iterable[Outcome], progress: Progress | None) -> Iterator[Outcome]:
    for outcome in outcomes:
        yield outcome
        if progress:
            progress(outcome.path)


def _apart(outcomes: Iterable[Outcome], files: Sequence[Path], work: Work) -> Iterator[Outcome]:
    """The outcomes; where two reports would share a graph's name, both once more at the end, under names of their own.

    Only files whose names have the same stem can; they are named by their contents as well, whatever their order.
    """
    stems = Counter(file.stem for file in files)
    alike: dict[str, dict[tuple[str, str], Path]] = {}
    for outcome in outcomes:
        if outcome.entry is not None and stems[outcome.path.stem] > 1:
            same = alike.setdefault(outcome.name, {})
            same.setdefault((outcome.entry.source, outcome.entry.sha256), outcome.path)
            if len(same) > 1:
                continue
        yield outcome
    for same in alike.values():
        for (source, sha256), path in same.items() if len(same) > 1 else ():
            yield work(path, file=f"{source}-{sha256[:8]}.")


def _forget(out: Path, entries: dict[str, Entry], written: dict[str, Entry]) -> None:
    """Take out graphs of sources that have been written under another name since."""
    last = {(entry.source, entry.sha256): name for name, entry in written.items()}
    for known in (entries, written):
        for name, entry in list(known.items()):
            if last.get((entry.source, entry.sha256), name) != name:
                (out / f"{name}.ttl").unlink(missing_ok=True)
                del known[name]


def _finish(out: Path, entries: dict[str, Entry]) -> None:
    keys = sorted({key for entry in entries.values() for key in entry.authority})
    write(out / AUTHORITY, mapping.authority(keys))
    write(out / manifest.NAME, manifest.dump(entries))
