"""Widths and variants: a text in the spelling that rules read, each character with its way back to the source."""

from agencygraph.text.expressions import Expression
from agencygraph.text.folding import fold, join, level

__all__ = ["Expression", "fold", "join", "level"]
