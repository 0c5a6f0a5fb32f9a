"""Who a statement is about: the report's agency, an office that a heading names, the subject of the sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agencygraph.authority import short_form
from agencygraph.matching import references
from agencygraph.matching.marked import Marked
from agencygraph.model import Document, Mention, Span
from agencygraph.rules import SIGNS
from agencygraph.text import Expression

if TYPE_CHECKING:
    from agencygraph.matching.reading import Reading

Turn = tuple[int, str]
"""From this position of a paragraph's marked text on, statements are about this body."""
Shared = tuple[Span, frozenset[str]]
"""A passage that says the same of each of several bodies, and these."""

_HEAD_ONLY = re.compile(r"[\s:。,、]*")
_BODY = f"[{SIGNS['organisation']}{SIGNS['self']}]"
_WHEN = f"[{SIGNS['date']}{SIGNS['period']}]"
_ASIDE = Expression(f"(?:至於|另|又|在|於|有關)?(?P<body>{_BODY})(?P<told>(?:部分|部份|方面)?)[,:]")
_OFFICES = (
    "稽徵所",
    "分所",
    "辦公室",
    "辦事處",
    "服務處",
    "監理站",
    "分駐所",
    "工作站",
    "分處",
    "分隊",
    "分局",
    "服務站",
    "分站",
)
_DATED = f"(?:於|自|在|截至|至)?{_WHEN}(?:起|止|底|間|期間|前|後)?"
_LEAD = f"(?:另外?|又|惟|且|並|此外|其中|至於|而|嗣|復|同時|目前|本期|本年度?|今年|上半年|下半年|{_DATED})*"
_FIELDS = (
    "地政|戶政|社政|勞政|民政|役政|警政|警察|消防|檢察|衛生|環保|環境保護|稅捐稽徵|稅捐|稽徵|公路監理|監理|矯正|教育|農政|工務"
    "|建管|移民|海巡"
)
_LOCAL = r"(?:全國)?各?級?(?:地方政府|(?:直轄市(?:[、及與和]|以及)?)?縣(?:\(市\)|市)(?:政府)?|直轄市政府|縣\(市\)政府)"
_GENERIC = (
    rf"{_LOCAL}(?:[所之]?(?:{_FIELDS})(?:主管)?(?:機關|單位|局處))?|(?:全國)?各?地?(?:{_FIELDS})(?:主管)?機關"
    r"|各(?:地方?)?(?:法院)?(?:檢察署|地檢署)|各(?:級|地方)法院|各(?:地區?)?國稅局|各(?:地政|戶政)事務所|各監理(?:所|站)|各(?:監獄|矯正機關)|各?級?政風(?:機構|單位)|各級?學校|全國公立就業服務機構"
)
_DOES = (
    "已|業|亦|並(?!聯|列|無)|均|皆|將(?!來)|再(?!生)|則|仍|續|賡續|持續|積極|陸續|共(?!同供應)|計|正(?!式名)|曾|前於|爰|特(?!別|定|種)|也|又|即|隨即|立即"
    "|定期|主動|全面|每|於|自(?!然|治|來|動|費|行車)|在|為(?!民|主管)|依|配合|鑑於|針對|就(?!業|學|醫|養)|與|會同|偕同|會銜|共同|透過|結合|以|因|對|除|參酌|參考"
    "|本(?=於|[年期月次])|辦理|舉辦|舉行|召開|開辦|承辦|主辦|受理|核發|核定|核准|核給|核撥|核課|核有|查獲|查緝|查扣|查處|查核|稽查|取締|偵破|偵辦|偵結|起訴|審查|審議|審理"
    "|推動|推廣|推出|提供|提出|提報|完成|建置|建立|建構|設置|設立|成立|籌設|訂定|修正|修訂|擬具|擬訂|研擬|研訂|研議|研析|研提|發布|公布|公告|函頒|函釋|頒布|頒訂"
    "|辦妥|執行|實施|施行|試辦|加強|強化|規劃|督導|輔導|補助|協助|派員|派遣|指派|出動|動員|訪查|訪視|檢查|檢驗|抽驗|抽查|檢測|監測|裁罰|裁處|處分|處理|開立|移送"
    "|徵收|徵起|收取|收受|收件|收容|安置|轉介|通報|接獲|接受|獲(?=頒|選|得)|榮獲|編列|編印|編製|撥付|發放|發給|釋出|持有|出版|發行|製作|宣導|邀集|邀請|召集|簽訂|簽署|要求|責成|指定"
    "|促請|洽請|函請|報請|通過|同意|發掘|所列管|調查|調降|調升|調高|清查|清理|列管|開放|登記|測量|重測|測製|新增|增設|擴充|擴大|改善|更新|汰換|興建|整建|選派|培訓|訓練|遴選|進用"
)
_SUBJECT = Expression(
    rf"{_LEAD}(?:(?P<several>{_BODY}(?:[、,及和]|以及|暨){_BODY})|(?P<body>{_BODY})|(?P<generic>{_GENERIC}))"
    rf"(?:所屬(?:各|[一-鿿]{{2,6}}機關|[^,。;]{{0,2}}個?[一-鿿]{{2,6}}(?=辦理|執行)))?(?={_WHEN}|{_DOES})"
)
_HELD_TO = Expression(rf"{_LEAD}(?:並|積極|持續|賡續)*(?:督導|督促|責成)(?P<generic>{_GENERIC})")
_TOGETHER = Expression(
    rf"(?:另外?|又|並|目前|此外|且)?(?P<bodies>{_BODY}(?:(?:、|及|和|與|以及|暨){_BODY})+)(?:亦|也|於|在|分別)?"
    "(?:均|皆|都|各自|各(?![級類項界種機單區縣市鄉里課科室組業個]))"
)
_WORK_REPORT = ("部", "院", "委員會", "署", "政府", "總處", "總局")
_BRANCH = ("分署", "地方檢察署", "地檢署", "分檢察署")
_CENTRAL = {"院", "部", "府", "會", "署"}
_OWN_KINDS = ("分署", "分局", "分處", "事務所", "監理站", "監理所", "地檢署", "辦事處", "戶政事務所", "地政事務所")
_FIRST_LINES = 3
_TITLE = 30


def agency_of(document: Document, told: Sequence[tuple[str, list[Mention]]]) -> str:
    """Who 本分署, 本所 … is in a text without a head: the body that the text itself says so of, that a title line
    names, or the only one of its kind that stands in the text; empty where that leaves a doubt.
    """
    if said := references.said_own(told):
        return said
    words = Counter(m.values[0][1:] for _, found in told for m in found if m.kind == "self" and m.values[0][0] == "本")
    if not words:
        return ""
    kind = words.most_common(1)[0][0]
    named = [(i, name) for i, (_, found) in enumerate(told) for _, _, name in references.bodies(found)]
    named = [(i, name) for i, name in named if references.fits(name, kind) and len(name) > len(kind) + 1]
    titles = {i for i, p in enumerate(document.paragraphs) if _is_title(i, p.text, p.role)}
    first = [name for i, name in named if i in titles]
    for names in (first, [name for _, name in named] if kind in _OWN_KINDS and len(named) > 1 else []):
        distinct = {references.key(name) for name in names}
        if len(distinct) == 1:
            same = [name for _, name in named if references.key(name) in distinct or short_form(names[0], name)]
            return max(same, key=len)
    return ""


def _is_title(index: int, text: str, role: str) -> bool:
    return (role == "title" or index < _FIRST_LINES) and len(text) <= _TITLE and not text.endswith("。")


def hosts(reading: Reading) -> Iterator[str]:
    """The host in force for each paragraph: a heading that is but a body's name changes it for what stands below.

    An item of a list of bodies is no heading: below it, or below the one before it, nothing stands.
    """
    only = {i: alone for i, marked in enumerate(reading.marked) if (alone := _alone(marked))}
    over = {index for above in reading.above for index in above}
    heads = {i: alone for i, alone in only.items() if i in over and (i - 1 not in only or i - 1 in over)}
    for paragraph in reading.document.paragraphs:
        host = reading.agency
        for index in (*reading.above[paragraph.index], paragraph.index):
            if index in heads:
                host = _named(heads[index], reading.agency, host) or reading.agency
        yield host


def _alone(marked: Marked) -> Mention | None:
    """The body whose name is all that a paragraph says."""
    bodies = [m for m in marked.mentions.values() if m.kind in ("organisation", "self")]
    return bodies[0] if len(bodies) == 1 and _HEAD_ONLY.fullmatch(_rest(marked, bodies[0])) else None


def _rest(marked: Marked, mention: Mention) -> str:
    return marked.folded.text[: mention.start] + marked.folded.text[mention.end :]


def _named(mention: Mention, agency: str, host: str) -> str:
    return references.own(mention.values[0], agency, host) if mention.kind == "self" else mention.values[0]


def is_work_report(reading: Reading) -> bool:
    """Whether a report tells of many bodies' work: a ministry's, or one without a head that is no branch's own text."""
    if reading.agency:
        return reading.agency.endswith(_WORK_REPORT) and not reading.agency.endswith(_BRANCH)
    said = (m.values[0][1:] for marked in reading.marked for m in marked.mentions.values() if m.kind == "self")
    return all(kind in _CENTRAL for kind in said)


def turns(reading: Reading, index: int, offices: set[str], many: bool) -> tuple[Turn, ...]:
    """Where in a paragraph statements turn to another body, first of all the host in force.

    `offices` are bodies that headings have made hosts; `many` says that the subjects of sentences are hosts as well.
    """
    marked, host = reading.marked[index], reading.hosts[index]
    out: list[Turn] = [(0, host)]
    base = host
    ends = set(marked.sentences)
    for low in marked.clauses[:-1]:
        if low in ends and out[-1][1] != base:
            out.append((low, base))
        if low in ends and (aside := _ASIDE.match(marked.text, low)):
            name = _named(marked.mentions[aside.start("body")], reading.agency, host)
            alone = bool(aside["told"]) or (low == 0 and aside[0][-1] == ",")
            if name and _is_office(name, alone, offices, reading.agency):
                base = name
                out.append((low, name))
                continue
        if many:
            out += _subject(reading, index, low, base)
    return tuple(out)


def _is_office(name: str, alone: bool, offices: set[str], agency: str) -> bool:
    """Whether a passage that begins with a body's name is about that body: an office of the agency, by its name."""
    if name == agency or name in offices:
        return True
    return alone and bool(agency) and name.endswith(_OFFICES)


def _subject(reading: Reading, index: int, low: int, base: str) -> Iterator[Turn]:
    marked = reading.marked[index]
    found = _SUBJECT.match(marked.text, low) or _HELD_TO.match(marked.text, low)
    if found is None:
        return
    named = found.groupdict()
    if named.get("generic"):
        yield low, marked.plain(*found.span("generic"))
    elif named.get("several"):
        yield low, base
    else:
        mention = marked.mentions[found.start("body")]
        yield low, _named(mention, reading.agency, base) or base


def shared(reading: Reading, offices: set[str]) -> Iterator[Shared]:
    """The clauses about several offices of the agency at once (甲處及乙處均設有 …)."""
    for index in sorted(reading.holding((frozenset("均皆都各"),))):
        marked = reading.marked[index]
        for low in marked.clauses[:-1]:
            if found := _TOGETHER.match(marked.text, low):
                names = [reading.meant(index, mention) for mention in marked.inside(*found.span("bodies"))]
                if all(name and _is_office(name, True, offices, reading.agency) for name in names):
                    yield reading.passage(index, *marked.clause(low, low)), frozenset(names)
