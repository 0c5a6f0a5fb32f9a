"""Findings as one HTML page to print: what to fix, where, why, and the figure that would be right. It loads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from typing import Literal

from agencygraph.checks.baseline import Entry
from agencygraph.checks.consistency import load
from agencygraph.checks.coverage import REASONS, Coverage
from agencygraph.checks.formats.lines import Lines
from agencygraph.model import Finding, Place

Language = Literal["zh", "en"]
_WORDS: Mapping[str, tuple[str, str]] = {
    "kicker": ("報告檢核單", "REPORT CHECK"),
    "error": ("應修正", "To be corrected"),
    "warning": ("請查核", "To be looked into"),
    "note": ("供參考", "For your information"),
    "done": ("已檢視", "Looked at"),
    "errors": ("項錯誤", "errors"),
    "warnings": ("項警告", "warnings"),
    "notes": ("項附註", "notes"),
    "dones": ("項已檢視", "looked at"),
    "stated": ("所載", "stated"),
    "computed": ("應為", "should be"),
    "either": ("此處", "here"),
    "other": ("另處", "there"),
    "line": ("第 {} 行", "line {}"),
    "ran": ("共檢查 {} 項，數據相符 {} 項。", "{} checks ran; {} checks of figures held."),
    "skipped": ("另有 {} 項無法判斷。", "{} more could not be judged."),
    "clean": ("未發現需要處理的事項。", "Nothing was found."),
    "accepted": ("接受", "accepted"),
    "explained": ("已說明", "explained"),
    "deferred": ("暫緩", "deferred"),
    "completeness": ("資料完整性", "Completeness"),
    "coverage": ("數字涵蓋情形", "Coverage of figures"),
    "covered": ("已擷取為事實", "covered by facts"),
    "excluded": ("不需擷取", "excluded"),
    "orphan": ("尚無歸屬", "orphans"),
    "foot": (
        "經確認無誤者，以 <code>agencygraph check 報告 --accept 指紋 --reason 原因</code> 記錄，下次不再列為待辦。",
        "What is right as it stands: <code>agencygraph check REPORT --accept FINGERPRINT --reason WHY</code>.",
    ),
}
_SEVERITIES = ("error", "warning", "note")
_AROUND = 26
_SHORT_LIST, _CLOSE, _HEADING = 4, 90, 10
_EITHER = ("TIE", "NEARDUP")
"""Rules that cannot tell which of two figures is right."""


@dataclass(frozen=True)
class Sheet:
    """What a page tells: findings with the texts that they are about, entries of baselines by fingerprint, where each
    passage stands in the outline, how many checks ran, held and could not be judged, and coverage where asked for.
    """

    findings: Sequence[Finding]
    texts: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    sections: Mapping[Place, str] = field(default_factory=dict)
    ran: int = 0
    held: int = 0
    skipped: int = 0
    coverage: Sequence[Coverage] = ()
    language: Language = "zh"

    def say(self, word: str, *values: object) -> str:
        """A word of the page in its language."""
        zh, en = _WORDS[word]
        return (en if self.language == "en" else zh).format(*values)


def page(sheet: Sheet) -> str:
    """The page as an HTML document."""
    names = list(dict.fromkeys([*sheet.texts, *(p.source for one in sheet.findings for p in one.spans)]))
    title = "、".join(names[:3]) + ("…" if len(names) > 3 else "") or sheet.say("kicker")
    style = (files("agencygraph.checks.formats") / "page.css").read_text("utf-8")
    body = "\n".join(
        [*_head(sheet, title), *_groups(sheet), *_coverage(sheet), f"<footer>{sheet.say('foot')}</footer>"]
    )
    lang = "en" if sheet.language == "en" else "zh-Hant"
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{sheet.say('kicker')} {escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _head(sheet: Sheet, title: str) -> Iterator[str]:
    count = Counter(_group(finding) for finding in sheet.findings)
    yield f'<p class="kicker">{sheet.say("kicker")}</p>\n<h1>{escape(title)}</h1>'
    skipped = sheet.say("skipped", sheet.skipped) if sheet.skipped else ""
    yield f'<p class="sum">{sheet.say("ran", sheet.ran, sheet.held)}{skipped}</p>'
    cells = (f'<li class="{kind}"><b>{count[kind]}</b>{sheet.say(kind + "s")}</li>' for kind in (*_SEVERITIES, "done"))
    yield f'<ul class="tally">{"".join(cells)}</ul>'


def _group(finding: Finding) -> str:
    return "done" if finding.accepted else finding.severity


def _groups(sheet: Sheet) -> Iterator[str]:
    if not sheet.findings:
        yield f'<p class="none">{sheet.say("clean")}</p>'
    number = 0
    lines = {name: Lines(text) for name, text in sheet.texts.items()}
    for kind in (*_SEVERITIES, "done"):
        found = [finding for finding in sheet.findings if _group(finding) == kind]
        if not found:
            continue
        small = f"<small>{len(found)} {sheet.say(kind + 's')}</small>"
        yield f'<section class="{kind}">\n<h2>{sheet.say(kind)} {small}</h2>'
        for same in _alike(found):
            number += 1
            yield _several(sheet, number, same) if len(same) > _SHORT_LIST else _article(sheet, number, same[0], lines)
        yield "</section>"


def _alike(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Findings one by one; many of one rule that have no figures to compare together."""
    by_rule = Counter(finding.rule for finding in findings if finding.computed is None)
    done: set[str] = set()
    for finding in findings:
        if finding.computed is None and by_rule[finding.rule] > _SHORT_LIST:
            if finding.rule not in done:
                done.add(finding.rule)
                yield [one for one in findings if one.rule == finding.rule and one.computed is None]
        else:
            yield [finding]


def _title(sheet: Sheet, finding: Finding) -> str:
    room = load().get(finding.rule)
    if room is None:
        return sheet.say("completeness")
    return escape(room.title.en if sheet.language == "en" else room.title.zh)


def _article(sheet: Sheet, number: int, finding: Finding, lines: Mapping[str, Lines]) -> str:
    entry = sheet.entries.get(finding.fingerprint)
    box = "" if finding.accepted else '<span class="box"></span>'
    code = f"<code>{escape(finding.rule)} · {escape(finding.fingerprint[:12])}{box}</code>"
    parts = [f"<h3><span>{_title(sheet, finding)}</span>{code}</h3>", f"<p>{escape(finding.message)}</p>"]
    if entry:
        reason = f"：{entry.reason}" if entry.reason else ""
        parts.append(f'<p class="reason">{escape(sheet.say(entry.status) + reason)}</p>')
    words = ("either", "other") if finding.rule in _EITHER else ("stated", "computed")
    figures = list(zip(words, (finding.stated, finding.computed), strict=True)) if finding.computed is not None else []
    told = (f'<div class="{k}"><dt>{sheet.say(k)}</dt><dd>{escape(v)}</dd></div>' for k, v in figures if v)
    if figures:
        parts.append(f'<dl class="figures">{"".join(told)}</dl>')
    if finding.spans:
        parts.append(f'<ul class="where">{"".join(_places(sheet, finding.spans, lines))}</ul>')
    return f'<article><span class="no">{number}</span><div>{"".join(parts)}</div></article>'


def _places(sheet: Sheet, places: Sequence[Place], lines: Mapping[str, Lines]) -> Iterator[str]:
    """The passages of a finding, those that stand close together in one excerpt."""
    groups: list[list[Place]] = []
    for place in places:
        near = next((g for g in groups if g[0].source == place.source and _near([*g, place])), None)
        if near is None or place.source not in lines:
            groups.append([place])
        else:
            near.append(place)
    for group in groups:
        yield _excerpt(sheet, sorted(group, key=lambda place: place.start), lines.get(group[0].source))


def _near(places: Sequence[Place]) -> bool:
    return max(place.end for place in places) - min(place.start for place in places) <= _CLOSE


def _excerpt(sheet: Sheet, places: Sequence[Place], lines: Lines | None) -> str:
    first = places[0]
    path = f"<i>{escape(_shortened(sheet.sections.get(first, '')))}</i>"
    if lines is None:
        words = f'<span class="words"><mark>{escape(first.quote)}</mark></span>'
        return f'<li><span class="at">{escape(first.source)}{path}</span>{words}</li>'
    text, at = lines.text, max(0, first.start - _AROUND)
    parts = []
    for place in places:
        parts.append(escape(text[at : max(at, place.start)]))
        parts.append(f"<mark>{escape(text[max(at, place.start) : place.end])}</mark>" if place.end > at else "")
        at = max(at, place.end)
    words = " ".join("".join((*parts, escape(text[at : at + _AROUND]))).split())
    named = f"{escape(first.source)}<br>" if len(sheet.texts) > 1 else ""
    line = sheet.say("line", lines.at(first.start)[0])
    return f'<li><span class="at">{named}{line}{path}</span><span class="words">…{words}…</span></li>'


def _shortened(path: str) -> str:
    """An outline place with no more than the first words of its heading."""
    number, _, heading = path.partition(" ")
    return f"{number} {heading[:_HEADING]}{'…' * (len(heading) > _HEADING)}".strip()


def _several(sheet: Sheet, number: int, findings: Sequence[Finding]) -> str:
    """Many findings of one rule as a short list."""
    first = findings[0]
    labels, _, said = zip(*(one.message.rpartition("：") for one in findings), strict=True)
    shared = len(set(said)) == 1 and all(labels)
    title = escape(said[0]) if shared else _title(sheet, first)
    told = labels if shared else [one.message for one in findings]
    items = "".join(f"<li>{escape(words)}</li>" for words in told)
    code = f"<code>{escape(first.rule)} × {len(findings)}</code>"
    return (
        f'<article><span class="no">{number}</span><div><h3><span>{title}</span>{code}</h3>'
        f'<ul class="rest">{items}</ul></div></article>'
    )


def _coverage(sheet: Sheet) -> Iterator[str]:
    for one in sheet.coverage:
        counts, total = one.counts, max(1, len(one.numbers))
        states = (("c", "covered"), ("x", "excluded"), ("o", "orphan"))
        bar = "".join(
            f'<i class="{mark}" style="width:{100 * counts[state] / total:.2f}%"></i>' for mark, state in states
        )
        key = "".join(f"<span>{sheet.say(state)} {counts[state]}</span>" for _, state in states)
        reasons = "、".join(
            f"{REASONS.get(why, (why, why))[sheet.language == 'en']} {count}"
            for why, count in one.reasons.most_common()
        )
        yield f"<section><h2>{sheet.say('coverage')} <small>{escape(one.source)}　{one.share:.1%}</small></h2>"
        yield f'<div class="bar">{bar}</div><p class="key">{key}<span>{escape(reasons)}</span></p>'
        yield f'<div class="text">{_coloured(sheet, one)}</div></section>'


def _coloured(sheet: Sheet, one: Coverage) -> str:
    """The text with each number in the colour of its state; the reason shows on pointing at it."""
    parts, at = [], 0
    for number in one.numbers:
        if number.span.start < at:
            continue
        parts.append(escape(one.text[at : number.span.start]))
        at = number.span.end
        zh, en = REASONS.get(number.why, (number.why, number.why))
        why = (en if sheet.language == "en" else zh) if number.state == "excluded" else number.why
        title = f"{sheet.say(number.state)} {why}".strip()
        mark = {"covered": "c", "excluded": "x", "orphan": "o"}[number.state]
        parts.append(f'<span class="{mark}" title="{escape(title)}">{escape(one.text[number.span.start : at])}</span>')
    return "".join((*parts, escape(one.text[at:])))
