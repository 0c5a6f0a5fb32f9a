"""What was built: each graph's source, the version of the rules, counts. No clock: the same input, the same bytes."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from agencygraph import resources
from agencygraph.errors import UnreadableError

NAME = "manifest.json"
_KNOWLEDGE = ("rules", "authority", "normalise", "outline", "tables", "matching", "reconcile")
_CODE = {".py", ".pyc"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One built report: its source's base name and SHA-256, the rules' version, facts by type, authority entries."""

    source: str
    sha256: str
    rules: str
    facts: Mapping[str, int]
    authority: tuple[str, ...]


def read(folder: Path) -> dict[str, Entry]:
    """The entries of a folder by graph name; none without a manifest. Raises UnreadableError for a damaged one."""
    try:
        raw = json.loads((folder / NAME).read_text("utf-8"))
        return {
            name: Entry(entry["source"], entry["sha256"], entry["rules"], entry["facts"], tuple(entry["authority"]))
            for name, entry in raw["reports"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UnreadableError(
            f"{folder / NAME} is damaged: {fault!r}.",
            f"{folder / NAME} 已損壞。",
            "Delete it and build again 請刪除後重建.",
        ) from fault


def dump(entries: Mapping[str, Entry]) -> bytes:
    """The manifest as JSON, sorted."""
    reports = {name: asdict(entries[name]) for name in sorted(entries)}
    total = sum(sum(entry.facts.values()) for entry in entries.values())
    content = {"count": {"reports": len(reports), "facts": total}, "reports": reports}
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@functools.cache
def rule_version() -> str:
    """Sixteen hexadecimal digits that stand for the knowledge a graph rests on: rooms, phrases, authority files."""
    files = [*resources.facts().glob("*/fact.yaml")]
    for package in _KNOWLEDGE:
        files += (f for f in resources.tables(package).rglob("*") if f.is_file() and f.suffix not in _CODE)
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(files, key=lambda f: (f.parent.name, f.name)):
        digest.update(f"{file.parent.name}/{file.name}\0".encode())
        digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()
