"""Widths and variants: a text in the spelling that rules read, each character with its way back to the source."""

from agencygraph.text.folding import fold, join, level

__all__ = ["fold", "join", "level"]
