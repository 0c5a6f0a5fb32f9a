"""The command line: one file per command, loaded when it is called."""

from agencygraph.cli.group import cli, main

__all__ = ["cli", "main"]
