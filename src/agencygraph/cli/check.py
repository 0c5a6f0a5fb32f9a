"""`agencygraph check`: what a report lacks and where it contradicts itself."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from agencygraph import pipeline
from agencygraph.cli.excerpts import grouped
from agencygraph.cli.talk import lang_option, language, say
from agencygraph.errors import UsageError
from agencygraph.model import Finding
from agencygraph.pipeline import checking
from agencygraph.pipeline.checking import Checked

SEVERITIES = ("error", "warning", "note")


@click.command(name="check", short_help="Say what a report lacks or gets wrong.")
@click.argument("what", nargs=-1, type=click.Path(path_type=Path), metavar="[REPORT|GRAPHS]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when a finding is at least this severe.",
)
@lang_option
@click.pass_context
def command(context: click.Context, what: tuple[Path, ...], form: str, fail_on: str, lang: str | None) -> None:
    """Check reports, or the graphs in a folder (default graphs/): what is missing or malformed by the shapes, and which
    figures contradict each other.

    Exit code: 0 fine, 1 findings, 3 a report cannot be read.

    \b
    Example:
      agencygraph check examples/linhai-110.txt
      agencygraph check graphs/ --format json --fail-on warning
    """
    checked = checking.check(what or _default(), language())
    if form == "json":
        click.echo(json.dumps(record(checked), ensure_ascii=False, indent=1))
    else:
        for line in grouped(checked.findings, checked.texts):
            click.echo(line)
    _summary(checked)
    context.exit(_exit_code(checked.findings, fail_on))


def _default() -> tuple[Path, ...]:
    folder = Path("graphs")
    if not any(folder.glob("*.ttl")):
        raise UsageError("name a report, or build graphs/ first.", "請指定報告，或先建立 graphs/。")
    return (folder,)


def record(checked: Checked) -> dict[str, object]:
    """What was checked, in the shape that programs rely on."""
    keys = ("rule", "severity", "message", "stated", "computed", "spans", "fingerprint", "accepted")
    findings = [{key: whole[key] for key in keys} for whole in map(asdict, checked.findings)]
    ran = {rule: checked.ran[rule] for rule in sorted(checked.ran)}
    return {"findings": findings, "ran": ran, "skipped": [asdict(one) for one in checked.skipped]}


def _summary(checked: Checked) -> None:
    count = Counter(finding.severity for finding in checked.findings)
    total = sum(checked.ran.values())
    say(
        f"檢查 {total} 項：錯誤 {count['error']}、警告 {count['warning']}、附註 {count['note']}。",
        f"{total} checks ran: {count['error']} errors, {count['warning']} warnings, {count['note']} notes.",
    )
    if held := sum(checked.held.values()):
        figures = sum(checked.ran[rule] for rule in checked.held)
        say(f"數字相符 {held}／{figures} 項。", f"{held} of {figures} checks of figures held.")
    for one in checked.skipped:
        say(f"未檢查 {one.rule}：{one.reason}（{one.count}）", f"skipped {one.rule}: {one.reason} ({one.count})")


def _exit_code(findings: list[Finding], fail_on: str) -> int:
    if any(finding.rule == pipeline.UNREADABLE for finding in findings):
        return 3
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    return int(any(finding.severity in grave and not finding.accepted for finding in findings))
