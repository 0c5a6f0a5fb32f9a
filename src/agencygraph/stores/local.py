"""Graphs in files: small ones are held in memory, large ones on disk."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

from agencygraph.stores.embedded import Embedded
from agencygraph.stores.memory import Memory
from agencygraph.stores.protocol import Store

LARGE = 16 * 2**20
"""Bytes of Turtle from which on a store on disk is built: loading as much into memory takes about two seconds."""

FOLDER = ".store"
"""The folder, beside large graphs, of the store built from them."""

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


def opened(paths: Sequence[Path], folder: Path | None = None) -> Store:
    """A store with these Turtle files: on disk in `folder` where one is given or where they are large, else in memory.

    Large graphs in a folder that cannot be written to are held in memory. Raises UnreadableError for what is no Turtle,
    UsageError for a `folder` that something else lives in.
    """
    return on_disk(paths, folder) or Memory(paths)


def on_disk(paths: Sequence[Path], folder: Path | None = None) -> Embedded | None:
    """The store on disk that `opened` takes for these files; None where it holds them in memory."""
    if folder is not None:
        return Embedded(folder, paths)
    if sum(path.stat().st_size for path in paths) < LARGE:
        return None
    try:
        return Embedded(paths[0].parent / FOLDER, paths)
    except OSError as fault:
        if fault.errno not in _READ_ONLY:
            raise
        return None
