"""What a reader gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agencygraph.model import Note

Progress = Callable[[int, int], None]
"""Called with the pages that are done and the pages there are."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text; `encoding` it was decoded in, or its format; where its pages begin; what there is to say of it."""

    text: str
    encoding: str
    pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
