"""Writes findings that somebody has looked at into the baseline next to their report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agencygraph.checks.baseline import STALE, Status, beside, entry, read, text, with_entries
from agencygraph.cli.talk import say
from agencygraph.errors import UsageError
from agencygraph.model import Finding
from agencygraph.pipeline.checking import Checked
from agencygraph.pipeline.writing import write

_LEAST = 4


def record(checked: Checked, prints: Sequence[str], status: Status, reason: str, baseline: Path | None) -> None:
    """Put the findings with these fingerprints (or beginnings of them) into the baseline of their report, or into the
    one given. Raises UsageError for a fingerprint that no finding, or more than one, has.
    """
    files: dict[Path, list[Finding]] = {}
    for finding in [one for written in prints for one in _named(checked.findings, written)]:
        files.setdefault(baseline or beside(checked.files[finding.fingerprint]), []).append(finding)
    for file, findings in files.items():
        more = [entry(finding, status, reason) for finding in findings]
        write(file, text(with_entries(read(file), more)).encode())
        say(f"已記入 {file}：{len(more)} 項。", f"{len(more)} written to {file}.")


def _named(findings: Sequence[Finding], written: str) -> list[Finding]:
    open_ones = [one for one in findings if one.rule != STALE]
    if written == "all":
        return [one for one in open_ones if not one.accepted]
    exact = [one for one in open_ones if one.fingerprint == written]
    found = exact or [one for one in open_ones if len(written) >= _LEAST and one.fingerprint.startswith(written)]
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} findings have the fingerprint {written}.", f"有 {len(found)} 項結果的指紋是 {written}。"
        )
    return found
