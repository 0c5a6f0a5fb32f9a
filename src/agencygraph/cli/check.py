"""`agencygraph check`: what a report lacks and where it contradicts itself."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from agencygraph import __version__, pipeline
from agencygraph.checks.formats.page import Sheet, page
from agencygraph.checks.formats.sarif import sarif
from agencygraph.cli import accepting, annotating, covering
from agencygraph.cli.excerpts import grouped
from agencygraph.cli.graphs import held
from agencygraph.cli.talk import lang_option, language, say
from agencygraph.errors import UsageError
from agencygraph.model import Finding
from agencygraph.pipeline import checking
from agencygraph.pipeline.checking import Checked

SEVERITIES = ("error", "warning", "note")


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
    told: dict[str, object] = {"findings": findings, "ran": ran, "skipped": [asdict(one) for one in checked.skipped]}
    if checked.coverage:
        told["coverage"] = [covering.record(one) for one in checked.coverage]
    return told


def _text(checked: Checked) -> Iterator[str]:
    yield from grouped(checked.findings, checked.texts, checked.entries)
    for one in checked.coverage:
        yield from covering.lines(one)


def _json(checked: Checked) -> Iterator[str]:
    yield json.dumps(record(checked), ensure_ascii=False, indent=1)


def _sarif(checked: Checked) -> Iterator[str]:
    log = sarif(checked.findings, checked.texts, __version__, language(), checked.entries)
    yield json.dumps(log, ensure_ascii=False, indent=1)


def _html(checked: Checked) -> Iterator[str]:
    ran, held, skipped = sum(checked.ran.values()), sum(checked.held.values()), sum(o.count for o in checked.skipped)
    yield page(
        Sheet(
            checked.findings,
            checked.texts,
            checked.entries,
            checked.sections,
            ran,
            held,
            skipped,
            checked.coverage,
            language(),
        )
    )


FORMATS: Mapping[str, Callable[[Checked], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "html": _html,
}
"""The formats that findings can be told in."""


def _summary(checked: Checked) -> None:
    count = Counter(finding.severity for finding in checked.findings if not finding.accepted)
    accepted = sum(finding.accepted for finding in checked.findings)
    total = sum(checked.ran.values())
    say(
        f"檢查 {total} 項：錯誤 {count['error']}、警告 {count['warning']}、附註 {count['note']}。",
        f"{total} checks ran: {count['error']} errors, {count['warning']} warnings, {count['note']} notes.",
    )
    if accepted:
        say(f"另有 {accepted} 項已檢視。", f"{accepted} more were looked at before.")
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


@click.command(name="check", short_help="Say what a report lacks or gets wrong.")
@click.argument("what", nargs=-1, type=click.Path(path_type=Path), metavar="[REPORT|GRAPHS]...")
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when a finding is at least this severe.",
)
@click.option("--coverage", is_flag=True, help="Also tell which numbers of the text no fact covers.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of accepted findings (default: REPORT.baseline.yaml next to each report).",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Last year's report: tell what was taken over unchanged, and what vanished.",
)
@click.option("--accept", multiple=True, metavar="FINGERPRINT", help="Accept a finding from now on; `all` for all.")
@click.option(
    "--defer", multiple=True, metavar="FINGERPRINT", help="Put a finding off; it is shown, but does not fail."
)
@click.option("--reason", default="", help="Why: kept in the baseline.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Also write findings into these graphs.",
)
@click.option(
    "--annotate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a copy of the Word or OpenDocument report with the findings as comments.",
)
@click.option("--store", "where", metavar="URL|DIR", help="Check the graphs that a SPARQL 1.1 server or a store holds.")
@lang_option
@click.pass_context
def command(
    context: click.Context,
    what: tuple[Path, ...],
    form: str,
    fail_on: str,
    coverage: bool,
    baseline: Path | None,
    previous: Path | None,
    accept: tuple[str, ...],
    defer: tuple[str, ...],
    reason: str,
    into: Path | None,
    annotate: Path | None,
    where: str | None,
    lang: str | None,
) -> None:
    """Check reports, or the graphs in a folder (default graphs/): what is missing or malformed by the shapes, and which
    figures, dates, names and numbers contradict each other.

    Exit code: 0 fine, 1 findings, 3 a report cannot be read.

    \b
    Example:
      agencygraph check examples/linhai-110.txt
      agencygraph check report.docx --format html --coverage > report.html
      agencygraph check report.docx --annotate report-checked.docx
      agencygraph check report.txt --accept 3f9c2a7b --reason '含跨年度案件'
      agencygraph check graphs/ --format json --fail-on warning
      agencygraph check --store https://example.org/sparql
    """
    if where is None:
        run = functools.partial(
            checking.check, what or _default(), language(), baseline=baseline, coverage=coverage, previous=previous
        )
    elif what or coverage or previous or into or annotate or (not baseline and (accept or defer)):
        raise UsageError(
            "a store holds graphs alone: --store goes with --format, --fail-on and --baseline.",
            "儲存庫只有圖譜：--store 僅可與 --format、--fail-on、--baseline 併用。",
        )
    else:
        run = functools.partial(checking.check_store, held(where), language(), baseline)
    checked = run()
    if accept or defer:
        accepting.record(checked, accept, "explained" if reason else "accepted", reason, baseline)
        accepting.record(checked, defer, "deferred", reason, baseline)
        checked = run()
    if into is not None:
        checking.write_findings(checked, into)
    if annotate is not None:
        annotating.annotate(checked, annotate)
    for line in FORMATS[form](checked):
        click.echo(line)
    _summary(checked)
    context.exit(_exit_code(checked.findings, fail_on))
