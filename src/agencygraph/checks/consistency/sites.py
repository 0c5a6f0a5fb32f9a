"""URL: one site written in several ways, and addresses that cannot work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from agencygraph import normalise
from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Folded, Frame, Span

_HINT = re.compile(r"[htp]{3,}s?[:;/]|www|WWW|ttp")
_HEAD = re.compile(r"(?<![A-Za-z])(?P<scheme>(?:h[tp]{2,4}|ttp)s?)(?P<marks>[:;.]?/{1,3}|:(?=www))(?P<rest>[!-;=?-~]*)")
_NO_HOST = re.compile(r"https?://(?![A-Za-z0-9\[\ufffd])")
_WRONG_DOT = re.compile(r"(?<![A-Za-z])www[。、,;](?=[A-Za-z])[!-;=?-~]*")
_NEXT_DOT = re.compile(r"[。、](?=(?:gov|com|org|edu|net|tw|idv)(?![A-Za-z]))[!-;=?-~]+")
_NEXT_WORD = re.compile(r" (?=[a-z0-9-]*\.)[a-z0-9.-]+(?:\.[a-z]{2,3})(?![A-Za-z])[!-;=?-~]*", re.IGNORECASE)
_LOST = re.compile(r"[\ufffd\ue000-\uf8ff]+")
_WORD = re.compile(r"[a-z]{5,}")
_FRONT = re.compile(r"/?(?:(?:index|default|main|home)\.(?:html?|aspx?|php|jsp))?", re.IGNORECASE)
_GENERIC = re.compile(
    "com|net|org|gov|edu|int|mil|info|biz|name|museum|travel|asia|mobi|jobs|tel|cat|post|app|dev|xyz|site|online|shop|store"
    "|club|blog|cloud|page|live|tech|news|taipei|wiki|link|world|top|vip|media"
)
_LOCAL = re.compile(r"localhost|\d{1,3}(?:\.\d{1,3}){3}")
_LONG = 5
_TYPES = frozenset(("gov", "edu", "org", "com", "net", "idv"))
_NAME = 7
"""How many letters a label has at least in which one wrong letter is a slip, and no other site's name."""

_NAMED = 4
"""How many letters a name has at least that two domains of different kinds (gov.tw, edu.tw) share by mistake."""

_MARKS = ".,;:!?'*)]_"


@dataclass(frozen=True, slots=True)
class Address:
    """A web address: its parts in small letters, the path as written, and its passage."""

    written: str
    scheme: str
    host: str
    path: str
    span: Span

    @property
    def site(self) -> str:
        """The host without www."""
        return self.host.removeprefix("www.")

    @property
    def way(self) -> str:
        """How the site is written: scheme and host."""
        return f"{self.scheme}://{self.host}" if self.scheme else self.host


def check(subject: Subject) -> Iterator[Result]:
    """The checks of all web addresses, one by one and against each other."""
    sound: list[Address] = []
    hosts: set[str] = set()
    found: list[tuple[Address, Folded, int, int]] = []
    for paragraph in subject.document.paragraphs if subject.document else ():
        if not _HINT.search(paragraph.text):
            continue
        wrong = list(_heads(paragraph.folded))
        yield from wrong
        told = [span for fired in wrong for span in fired.spans]
        for mention in normalise.find(paragraph.text, Frame()):
            if mention.kind == "url":
                for start, end in _pieces(paragraph.text, mention.start, mention.end):
                    address = _address(paragraph.folded, start, end)
                    inside = any(span.start <= address.span.start < span.end for span in told)
                    if address.host and not inside:
                        hosts.add(address.host)
                        found.append((address, paragraph.folded, start, end))
    for address, folded, start, end in found:
        fired = _fault(subject.text, address, folded, start, end, hosts)
        if fired is None:
            sound.append(address)
            yield Held("URL")
        else:
            yield fired
    yield from _ways(sound)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The addresses in a stretch of several with commas between them."""
    for cut in re.finditer(r"[,;](?=www\.|https?:)", text[start:end]):
        yield start, start + cut.start()
        start += cut.end()
    yield start, end


def _address(folded: Folded, start: int, end: int) -> Address:
    written = folded.text[start:end]
    scheme, _, rest = written.rpartition("://") if "://" in written[:9] else ("", "", written)
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    name = re.sub(r":\d+$", "", host.rpartition("@")[2]).lower()
    return Address(written, scheme.lower(), name, rest[len(host) :], folded.span(start, end))


def _heads(folded: Folded) -> Iterator[Fired]:
    """Addresses that are wrong from their first letters on, so that they are not even read as such."""
    text = folded.text
    for found in _HEAD.finditer(text):
        scheme = "https" if found["scheme"].endswith("s") else "http"
        if (found["scheme"], found["marks"]) != (scheme, "://") and "." in found["rest"]:
            rest = found["rest"].rstrip(_MARKS)
            yield _dot(folded, found.start(), found.start("rest") + len(rest), f"{scheme}://{rest}")
    for found in _NO_HOST.finditer(text):
        yield Fired("URL", "host", (folded.span(*found.span()),), found[0], None)
    for found in _WRONG_DOT.finditer(text):
        written = found[0].rstrip(_MARKS)
        yield _dot(folded, found.start(), found.start() + len(written), "www." + written[4:])


def _dot(folded: Folded, start: int, end: int, right: str) -> Fired:
    return Fired("URL", "dot", (folded.span(start, end),), folded.text[start:end], right)


def _fault(source: str, address: Address, folded: Folded, start: int, end: int, hosts: set[str]) -> Fired | None:
    """What is wrong with an address; None where nothing is."""
    text, host = folded.text, address.host
    longer = sorted(other for other in hosts if other.startswith(host + "."))
    meant = {"right": f"（疑為 {longer[0]}）" if longer else ""}
    if lost := _LOST.search(source, address.span.start, address.span.end + 1):
        span = Span(address.span.start, max(address.span.end, lost.end()))
        written = re.sub(r"\s", "", source[span.start : span.end])
        return Fired("URL", "character", (span,), written, longer[0] if longer else None, meant)
    if wrong := _NEXT_DOT.match(text, end):
        more = wrong[0][1:].rstrip(_MARKS)
        return _dot(folded, start, wrong.start() + 1 + len(more), f"{address.written}.{more}")
    if (spaced := _spaced(source, folded, start, end)) != address.written:
        return Fired("URL", "blank", (address.span,), spaced, address.written)
    if (next_word := _NEXT_WORD.match(text, end)) and not _complete(host):
        if "\n" in source[folded.at[end - 1] + 1 : folded.at[end + 1]]:
            return None
        whole = address.written + next_word[0].strip()
        return Fired("URL", "blank", (folded.span(start, next_word.end()),), address.written + next_word[0], whole)
    if re.search(r"[,;]|\.\.|\.$", host):
        return _dot(folded, start, end, address.written.replace(host, re.sub(r"[,;.]+", ".", host).strip("."), 1))
    if right := _joined(host):
        return _dot(folded, start, end, address.written.lower().replace(host, right, 1))
    if longer or not _complete(host):
        return Fired("URL", "domain", (address.span,), address.written, longer[0] if longer else None, meant)
    return None


def _parted(source: str, folded: Folded, at: int) -> bool:
    """Whether blanks on one line stand between two characters of the folded text."""
    gap = source[folded.at[at] + 1 : folded.at[at + 1]]
    return bool(gap) and "\n" not in gap and "\r" not in gap and not gap.strip()


def _spaced(source: str, folded: Folded, start: int, end: int) -> str:
    """An address with a blank wherever the source has blanks inside it."""
    gaps = (" " if at < end - 1 and _parted(source, folded, at) else "" for at in range(start, end))
    return "".join(char + gap for char, gap in zip(folded.text[start:end], gaps, strict=True))


def _joined(host: str) -> str:
    """The host with the dot that is missing: after www, before gov.tw; empty where none is."""
    if found := re.match(r"www([a-z]{3,}[a-z\d-]*(?:\.[a-z\d-]+)+)$", host):
        return f"www.{found[1]}"
    if found := re.match(r"(.*[a-z\d]{2})(gov|com|org|edu)\.?tw$", host):
        if found[1].endswith(".") or (f"{found[2]}.tw" in host and found[2] != "gov"):
            return ""
        return f"{found[1]}.{found[2]}.tw"
    return ""


def _complete(host: str) -> bool:
    if _LOCAL.fullmatch(host):
        return True
    last = host.rpartition(".")[2]
    return "." in host and last.isalpha() and bool(len(last) == 2 or _GENERIC.fullmatch(last))


def _ways(sound: Sequence[Address]) -> Iterator[Result]:
    sites: dict[str, list[Address]] = {}
    for address in sound:
        sites.setdefault(address.site, []).append(address)
    for site, addresses in sites.items():
        schemes = {one.scheme for one in addresses} - {""}
        if len(schemes) > 1 or len({one.host for one in addresses}) > 1:
            yield _several("ways", site, addresses, [one.way for one in addresses])
            continue
        pages: dict[str, list[Address]] = {}
        for one in addresses:
            pages.setdefault("" if _FRONT.fullmatch(one.path) else one.path.rstrip("/"), []).append(one)
        for path, same in pages.items():
            if len({one.written for one in same}) > 1:
                yield _several("page", same[0].host + path, same, [one.written for one in same])
        for near, far in combinations([path for path in pages if path], 2):
            if _near_path(near, far):
                a, b = pages[near][0], pages[far][0]
                yield Fired("URL", "alike", (a.span, b.span), a.written, b.written)
    for first, second in combinations(sites, 2):
        if _alike(first, second):
            a, b = sites[first][0], sites[second][0]
            yield Fired("URL", "alike", (a.span, b.span), a.host, b.host)


def _several(case: str, name: str, addresses: Sequence[Address], written: Sequence[str]) -> Fired:
    counts = {way: written.count(way) for way in dict.fromkeys(written)}
    usual = max(counts, key=lambda way: (counts[way], way.startswith("https")))
    rare = next(way for way in counts if way != usual)
    words = {"host": name, "ways": "、".join(f"{way}（{count}處）" for way, count in counts.items())}
    order = sorted(range(len(addresses)), key=lambda i: (written[i] == usual, addresses[i].span))
    return Fired("URL", case, tuple(addresses[i].span for i in order), rare, usual, words)


def _alike(one: str, other: str) -> bool:
    """Whether two hosts differ by one slip in one long label: a letter lost, or two swapped."""
    a, b = sorted((one.split("."), other.split(".")), key=len)
    if len(b) == len(a) + 1:
        return any(label in _TYPES and [*b[:at], *b[at + 1 :]] == a for at, label in enumerate(b))
    if len(a) != len(b):
        return False
    unlike = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(unlike) != 1:
        return False
    x, y = unlike[0]
    if {x, y} <= _TYPES:
        return len(max(a, key=len)) >= _NAMED and a[-1] not in _TYPES
    return _one_slip(x, y)


def _near_path(one: str, other: str) -> bool:
    """Whether two paths of one site differ by one slip in the name of one folder or page."""
    a, b = (path.lower().split("/") for path in (one, other))
    unlike = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    return (
        len(a) == len(b) and len(unlike) == 1 and all(_WORD.fullmatch(x) for x in unlike[0]) and _one_slip(*unlike[0])
    )


def _one_slip(one: str, other: str) -> bool:
    """Whether two long names differ by a letter: one lost, one wrong, or two swapped."""
    x, y = sorted((one, other), key=len)
    if len(x) == len(y):
        wrong = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
        one_letter = len(wrong) == 1 and len(x) >= _NAME and not any(sign.isdigit() for sign in wrong[0])
        return one_letter or any(x[:i] + x[i + 1] + x[i] + x[i + 2 :] == y for i in range(len(x) - 1))
    lost = len(y) == len(x) + 1 and len(x) >= _LONG and any(y[:i] + y[i + 1 :] == x for i in range(len(y)))
    return lost and y[-1] != "s" and not y[-1].isdigit()
