"""A finding as lines of text: severity and rule, what it says, what is stated and computed, the passages."""

from __future__ import annotations

from collections.abc import Iterator

from agencygraph.cli.talk import pick
from agencygraph.model import Finding

SEVERITY = {"error": "錯誤", "warning": "警告", "note": "附註"}
"""The severities in Chinese."""


def lines(finding: Finding) -> Iterator[str]:
    """The lines that tell a finding to a person."""
    severity = pick(SEVERITY[finding.severity], finding.severity)
    accepted = pick("（已接受）", " (accepted)") if finding.accepted else ""
    yield f"{severity} {finding.rule}{accepted}：{finding.message}"
    if finding.stated is not None and not finding.stated.startswith(("http://", "https://")):
        yield pick(f"  　所載：{finding.stated}", f"  stated: {finding.stated}")
    if finding.computed is not None:
        yield pick(f"  　應為：{finding.computed}", f"  computed: {finding.computed}")
    for place in finding.spans:
        quote = " ".join(place.quote.split())
        yield f"  　{place.source}:{place.start}-{place.end} 「{quote}」"
