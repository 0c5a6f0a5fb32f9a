"""The files of the repository, as the architecture tests see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src/agencygraph"
FACTS = PACKAGE / "facts"


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method: where it stands (`package/module.py:Class.name`) and how many lines it has."""

    place: str
    lines: int


def tracked() -> list[Path]:
    """The files that git holds, and those that it would take; without git all files outside built folders."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return sorted(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())
    built = {".venv", "build", "dist", "__pycache__", "node_modules"}
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and not built & set(path.parts))


def modules() -> list[Path]:
    """The Python files of the package and of the tests."""
    return [path for path in tracked() if path.suffix == ".py"]


def short(path: Path) -> str:
    """A path as one writes it from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """The functions of a module, nested ones too."""
    yield from _inside(ast.parse(path.read_text("utf-8")), short(path), ())


def _inside(node: ast.AST, place: str, outer: tuple[str, ...]) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        names = outer
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = (*outer, child.name)
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            assert child.end_lineno is not None
            yield Function(f"{place}:{'.'.join(names)}", child.end_lineno - child.lineno + 1)
        yield from _inside(child, place, names)
