"""Reads agencies' service reports into a knowledge graph; every fact carries the passage that states it."""

__version__ = "0.1.0"
