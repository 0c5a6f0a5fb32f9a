"""The rule language: schema of the fact rooms, their loader, the pattern language."""

from agencygraph.rules.language import BLOCKS, SIGNS, compile_pattern
from agencygraph.rules.loader import load, load_room, phrases
from agencygraph.rules.needs import Need, needs
from agencygraph.rules.schema import (
    AnswerRule,
    AnyRule,
    CellRule,
    Column,
    Emit,
    Find,
    HeadRule,
    ListRule,
    MentionRule,
    PatternRule,
    QuantityRule,
    Room,
    Where,
)

__all__ = [
    "BLOCKS",
    "SIGNS",
    "AnswerRule",
    "AnyRule",
    "CellRule",
    "Column",
    "Emit",
    "Find",
    "HeadRule",
    "ListRule",
    "MentionRule",
    "Need",
    "PatternRule",
    "QuantityRule",
    "Room",
    "Where",
    "compile_pattern",
    "load",
    "load_room",
    "needs",
    "phrases",
]
