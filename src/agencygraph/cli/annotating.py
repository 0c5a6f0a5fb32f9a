"""Writes findings as comments into a copy of the document that they were found in."""

from __future__ import annotations

from pathlib import Path

from agencygraph import readers
from agencygraph.cli.findings import SEVERITY
from agencygraph.cli.talk import pick, say
from agencygraph.errors import UsageError
from agencygraph.model import Finding, Place
from agencygraph.pipeline.checking import Checked
from agencygraph.pipeline.writing import write


def annotate(checked: Checked, out: Path) -> None:
    """Write a copy of the one report that was checked, with each finding as a comment at its passages.

    Raises UsageError for more reports than one, for a format without comments, and where the copy would take the place
    of the report; UnreadableError for what cannot be read.
    """
    if len(checked.read) != 1:
        raise UsageError("--annotate takes one report that can be read.", "--annotate 一次只能處理一份可讀的報告。")
    ((report, (_, source)),) = checked.read.items()
    if out.exists() and out.samefile(report):
        raise UsageError(f"{out} is the report itself.", f"{out} 就是原報告。", "Name another file. 請指定另一個檔名。")
    open_ones = [finding for finding in checked.findings if not finding.accepted]
    told = [(finding, place) for finding in open_ones for place in finding.spans if place.source == source.name]
    comments = [readers.Comment(place.start, place.end, _words(finding, place)) for finding, place in told]
    data, placed = readers.annotate(report, source.text, comments)
    write(out, data)
    say(f"{len(placed)} 則註解 → {out}", f"{len(placed)} comments → {out}")
    lost = dict.fromkeys(finding.rule for number, (finding, _) in enumerate(told) if number not in placed)
    lost |= dict.fromkeys(finding.rule for finding in open_ones if not finding.spans)
    if lost:
        rules = ", ".join(lost)
        say(f"沒有對應段落、未加註解者：{rules}", f"without a passage to stand at: {rules}")


def _words(finding: Finding, place: Place) -> str:
    """The finding at its first passage; at the others where to read it."""
    head = f"{pick(SEVERITY[finding.severity], finding.severity)} {finding.rule}"
    first = finding.spans[0]
    if place == first:
        return f"{head}\n{finding.message}"
    quote = " ".join(first.quote.split())
    return f"{head}\n" + pick(f"參見「{quote}」處的註解。", f"See the comment at 「{quote}」.")
