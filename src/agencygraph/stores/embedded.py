"""The store on disk: Oxigraph, built from Turtle files and again when one changed; any number of processes read it.

A folder holds `version-…/db`, the database, and `state.json`, which names the version in force and the files it was
built from. A writer builds a version of its own beside the others and then replaces `state.json`: a crash at any moment
leaves the old version in force or the new one. A reader opens a version read-only and holds a lock on it; what no state
names and nobody reads is removed by the next writer.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from agencygraph.errors import UsageError
from agencygraph.stores import engine, locks
from agencygraph.stores.protocol import Answer, Term

_STATE, _LOCK, _DATABASE = "state.json", "lock", "db"
_VERSION = "version-"
_FORMAT = f"1 {ox.__version__}"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was read: size and time of change tell quickly that it is the same, the digest tells surely."""

    size: int
    changed: int
    digest: str


@dataclass(frozen=True, slots=True)
class _State:
    """What is in force: the folder of the version, and the files it was built from, by path."""

    format: str
    version: str
    files: dict[str, _File]


class Embedded:
    """Graphs on disk, read-only once they are built.

    The graphs are those of `paths`, built again when one of these is new, gone or changed; without `paths` the store is
    opened as it is; `database` is the folder that other processes may open read-only as long as this one is not closed,
    `digest` stands for what it holds. Raises UsageError for a folder that is no store's, UnreadableError for a file
    that is no Turtle.
    """

    def __init__(self, folder: Path, paths: Iterable[Path] | None = None) -> None:
        self.folder = folder
        _refuse_strange(folder, missing=paths is not None)
        if paths is not None:
            _bring_up_to_date(folder, [path.absolute() for path in paths])
        self.store, state, lock = _opened(folder)
        self.database = folder.absolute() / state.version / _DATABASE
        self.digest = _digest(json.dumps(sorted((name, file.digest) for name, file in state.files.items())).encode())
        self._finalizer = weakref.finalize(self, os.close, lock)

    def query(self, sparql: str, values: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; `values` binds variables of the query to terms. Raises UsageError where it does not parse."""
        return engine.answer(self.store, sparql, values)

    def close(self) -> None:
        """Let the version go, so that a writer may remove it once it is old."""
        del self.store
        self._finalizer()


def state_file(folder: Path) -> Path:
    """The file that names the version in force: it changes whenever another one is."""
    return folder / _STATE


def _refuse_strange(folder: Path, missing: bool) -> None:
    """Raise UsageError for a folder that something else lives in; `missing`: it may have no store yet."""
    if (folder / _STATE).is_file():
        return
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set[str]()
    strange = {name for name in names if name != _LOCK and not name.startswith(_VERSION)}
    if strange or not missing or folder.is_file():
        raise UsageError(
            f"{folder} is not the folder of a store.",
            f"{folder} 不是儲存庫的資料夾。",
            "Name a new or empty folder 請指定新的或空的資料夾。",
        )


def _bring_up_to_date(folder: Path, paths: list[Path]) -> None:
    """Build the store again if it does not hold exactly these files."""
    state = _read(folder)
    files = _unchanged(state, paths)
    if state and files is not None:
        if files != state.files:
            _remember(folder, state, files)
        return
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / _LOCK):
        if _unchanged(_read(folder), paths) is None:
            _replace(folder, _built(folder, paths))
        _sweep(folder)


def _unchanged(state: _State | None, paths: list[Path]) -> dict[str, _File] | None:
    """The files as they are now, None where the version in force was built from others."""
    if state is None or state.format != _FORMAT or set(state.files) != {str(path) for path in paths}:
        return None
    files: dict[str, _File] = {}
    for path in paths:
        known, now = state.files[str(path)], path.stat()
        if now.st_size != known.size:
            return None
        if now.st_mtime_ns != known.changed and _digest(path.read_bytes()) != known.digest:
            return None
        files[str(path)] = replace(known, changed=now.st_mtime_ns)
    return files


def _remember(folder: Path, state: _State, files: dict[str, _File]) -> None:
    """Note new times of files that are the same, so that they need not be read again; no matter if that fails."""
    with contextlib.suppress(OSError), _locked(folder / _LOCK):
        if _read(folder) == state:
            _replace(folder, replace(state, files=files))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _built(folder: Path, paths: list[Path]) -> _State:
    """Build a version beside the one in force."""
    version = Path(tempfile.mkdtemp(prefix=_VERSION, dir=folder))
    version.chmod(0o755)
    (version / _LOCK).touch()
    files: dict[str, _File] = {}
    try:
        store = ox.Store(str(version / _DATABASE))
        store.bulk_extend(_quads(paths, files))
        store.optimize()  # who opens it read-only cannot; at a million triples questions take half as long
        store.flush()
        del store
    except BaseException:
        shutil.rmtree(version, ignore_errors=True)
        raise
    return _State(_FORMAT, version.name, files)


def _quads(paths: list[Path], files: dict[str, _File]) -> Iterator[ox.Quad]:
    """All triples twice, in the graph of their file and in the default graph; tells `files` what was read."""
    for path in paths:
        changed = path.stat().st_mtime_ns
        turtle = path.read_bytes()
        files[str(path)] = _File(len(turtle), changed, _digest(turtle))
        graph = ox.NamedNode(engine.graph_name(turtle, path))
        for quad in engine.quads(turtle, str(path)):
            yield quad
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _read(folder: Path) -> _State | None:
    """What is in force, None where nothing is or what is there cannot be read."""
    try:
        told = json.loads((folder / _STATE).read_text("utf-8"))
        files = {name: _File(**file) for name, file in told["files"].items()}
        return _State(told["format"], told["version"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _replace(folder: Path, state: _State) -> None:
    """Put a version in force: write aside, sync, rename."""
    aside = folder / f"{_VERSION}state"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(state), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / _STATE)
    locks.sync(folder)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Be the only one here; waits for whoever is."""
    with path.open("a") as file:
        locks.keep(file.fileno())
        yield


def _sweep(folder: Path) -> None:
    """Remove versions that are not in force and that nobody reads."""
    state = _read(folder)
    for version in folder.glob(f"{_VERSION}*"):
        if state is None or version.name == state.version or not version.is_dir():
            continue
        with contextlib.suppress(OSError), (version / _LOCK).open("a") as file:
            locks.keep(file.fileno(), wait=False)
            shutil.rmtree(version)


def _opened(folder: Path) -> tuple[ox.Store, _State, int]:
    """The version in force, its state, and its lock. Another writer may replace it meanwhile: then the next."""
    fault: OSError | None = None
    for _ in range(_TRIES):
        state = _read(folder)
        if state is None:
            break
        try:
            store, lock = _held(folder / state.version)
        except OSError as met:
            fault = met
        else:
            return store, state, lock
    raise UsageError(
        f"the store in {folder} cannot be opened{f': {fault}' if fault else ''}.",
        f"無法開啟 {folder} 的儲存庫。",
        "Remove the folder; the next command builds it again 刪除該資料夾後會自動重建。",
    ) from fault


def _held(version: Path) -> tuple[ox.Store, int]:
    lock = os.open(version / _LOCK, os.O_RDONLY)
    try:
        locks.share(lock)
        return ox.Store.read_only(str(version / _DATABASE)), lock
    except OSError:
        os.close(lock)
        raise
