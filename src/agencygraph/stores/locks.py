"""Locks on files between processes; there are none where a system has no such kind (Windows)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":

    def share(descriptor: int) -> None:
        """Hold a file together with others."""

    def keep(descriptor: int, wait: bool = True) -> None:
        """Hold a file alone. Raises OSError, unless `wait`, where others hold it."""

    def sync(folder: Path) -> None:
        """See that what was renamed in a folder is on disk."""

else:
    import fcntl

    def share(descriptor: int) -> None:
        """Hold a file together with others."""
        fcntl.flock(descriptor, fcntl.LOCK_SH)

    def keep(descriptor: int, wait: bool = True) -> None:
        """Hold a file alone. Raises OSError, unless `wait`, where others hold it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)

    def sync(folder: Path) -> None:
        """See that what was renamed in a folder is on disk."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
