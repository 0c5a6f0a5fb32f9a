"""What can go wrong: code, text in English and Chinese, what to do; families are exit codes."""

from __future__ import annotations


class AgencygraphError(Exception):
    """An error that a person can act on. `code` is stable, `advice` says what to do, `exit_code` is the process's."""

    code = "AG000"
    exit_code = 4

    def __init__(self, message: str, zh: str, advice: str = "") -> None:
        super().__init__(message)
        self.message, self.zh, self.advice = message, zh, advice

    def __str__(self) -> str:
        tail = f" {self.advice}" if self.advice else ""
        return f"{self.code} {self.message} {self.zh}{tail}"


class UsageError(AgencygraphError):
    """The command or call itself is wrong: an unknown question, a bad parameter, a query that does not parse."""

    code = "AG200"
    exit_code = 2


class UnreadableError(AgencygraphError):
    """A file that cannot be read as a report: empty, binary, too large, undecodable."""

    code = "AG300"
    exit_code = 3


class RuleError(AgencygraphError):
    """A fact room that is not well made: an unknown key, an unknown building block, a pattern that cannot match."""

    code = "AG400"
    exit_code = 4


class StoreError(AgencygraphError):
    """A SPARQL server that cannot be used as told: not reached, busy, closed to us, or no such server."""

    code = "AG500"
    exit_code = 2
