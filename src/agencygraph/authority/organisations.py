"""Finding bodies in a text: by the names on file, and by the form of a name that no file has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agencygraph.authority.barriers import BOUND, CITY, FREE, HEAD, NEVER, NOTHING, UNIT, Word, mark, reach
from agencygraph.authority.registry import Register
from agencygraph.authority.words import words
from agencygraph.text import Expression

_LONGEST = 26
_OWN = 10
_AREA = re.compile("[縣市鄉鎮區里村]")
_COUNTY = Expression("(?<=[^各全本該跨貴我外鄰][^轄鎮縣鄉都城各全本該跨受經由奉獲承蒙請向])[縣市](?:政府)?")
_OFFICIAL: tuple[str, ...] = (
    "署",
    "局",
    "處",
    "所",
    "站",
    "法院",
    "隊",
    "公所",
    "議會",
    "辦公室",
    "監獄",
    "學校",
    "國小",
    "國中",
    "高中",
)
_OFFICIAL += ("業務組", "中心", "農會", "漁會", "水利會")
_COUNTED = Expression(
    r"(?<=\d)[家所個位名間日月年期屆次座處條項件組場員床里][起底初中前]?"
    r"|(?<=[我本各跨外])國籍?|(?<=第)[一二三四五六七八九十]+[屆次任期]"
)
_COUNTERS = "家所個位名間座處件組場"
_STATE = re.compile(r"(?:臺灣省?|福建省?)$")
_MAY = re.compile("中心得(?=[以辦向於依申提受由將設派委聘])|.組訓(?=練)|展處於(?![^,。;]{0,6}(?:階段|期|狀態))")
_STREET = Expression("[前後中旁](?:[一二三四五六七東西南北]|正)?[街路巷]")
"""What makes the last character of a name part of a street's: 東勢鄉所前街 is no 鄉所."""
_ONLY_COUNTED = Expression("[兩二三四五六七八九十數幾多各](?:十|餘)?[個間處所座家]?")
_CLOSE = 3
_FIRM = "所處站院"
_PLACES = "處所站館"
_KINDS = {"分署", "分局", "分院", "分處", "中心", "公司", "機關", "學校", "公所", "醫院", "監獄", "分隊", "大隊"}
_TOWN = 2
_BY_STREETS = "所局站院署館"
_OFFICES = ("局", "署", "處", "科", "組", "隊", "課", "委員會")
_PLAIN = Expression(
    r"(?!相關|所屬|有關|委託|長官)[^\W\d蒞與及和由至於向赴依請為將對在到之的等或並派因以如是該各本此其]+"
)
_LEGAL = ("財團法人", "社團法人", "行政法人", "國立")
_QUOTED = Expression(
    r"[財社]團法人「[^」]{1,12}」[一-鿿]{0,8}?(?:基金會|協會|學會|公會|中心)"
    r"|[財社]團法人(?:(?![的之與及和由於、]|法人)[一-鿿]){2,14}?(?:(?:檢驗|研究|技術|發展|測試|資訊|產業|工業|服務|推廣|訓練)中心|研究院|策進會)"
)
_ANY = Expression(
    r"(?:各|各縣市|各區|各鄉鎮|各鄉鎮市|各鄉鎮市區|縣\(市\)|縣市|各地|各地方|地方|所屬|\d[個所家]|每|全國|其他|相關|該管|績優|優良|轄區|轄內|當地|管轄|該|本"
    r"|設立|成立)$"
)
_BESIDE = re.compile(r"[、,及和與或]")
_BUILDING = Expression("[^\\W於在至與及和設之的由到遷]{0,4}(?:聯合)?辦公大樓")
_SHOPS = re.compile(r"(?:等?(?:[四4]大|[各三3五5]大|各)?)?(?:便利)?(?:超商|商店)")


_CHAPTER = Expression(
    "(?P<place>[一-鿿]{2})[縣市區]?(?:聯絡處|聯絡站|聯絡點|總?分會|支會|分社|辦事處|辦事所|服務處|服務站|分事務所|家扶中心|工作站|站(?![在前於點]))"
)


_NO_PART = "(?![學師校合共聯協辦舉教及與和暨或])"
_FACULTY = Expression(
    r"(?:醫學院)?附設(?:[一-鿿]{1,8}?)??(?:醫院|高級中學|高中|國中|國小|幼兒園)"
    rf"|{_NO_PART}(?:(?!大學|辦理|舉辦|合作|共同|簽訂)[一-鿿](?<![的之於在由至為])){{2,12}}?"
    r"(?:學系|研究所|學院)(?![生校])(?:[一-鿿]{2,8}?(?:學系|研究所))?(?!學生|同學)"
    rf"|{_NO_PART}[一-鿿]{{2,6}}?(?<![體關派星嫡親母直水山旁])系(?!學生|同學)(?=[教副助講主合共等及與之師]|[一-鿿](?:主任|所長|院長|副?教授|助理教授|講師|老師)|[,、。;)]|$)"
)
"""A part of a university that is a body of its own: a department, a school, its hospital."""
_ROOM = Expression(
    r"(?<=[所局署處院校會府館站])(?:第?[一二三四五六七\d]{1,2}樓)?"
    r"(?:圖書室|調解室|會議室|閱覽室|簡報室|服務[臺台]|大廳|禮堂|教室|活動室|諮詢室|康樂室|交誼廳|集會所|川堂|廣場)$"
)
_INITIALS = Expression(
    "(?:「(?P<own>[一-鿿]{3,20}))?(?P<kind>組織|論壇|聯盟|[協學公總]會|聯合會|理事會|機構|委員會)」?[(][A-Z][A-Za-z-]{2,9}[)]"
)
"""What a name of any words ends in where its initials follow it: 國際證券交易組織(ISEO)."""
_NO_BODY = Expression("(?:人體|倫理|試驗|審查|審議|推動|管理|各|該|本|其|相關|評估|諮詢)+$")
_OWNED = Expression(r"(?<=[會所局署處府院社])所(?:附設|設立|設置|設|屬|轄|營運|經營)[一-鿿]{2,}$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at `start:end`; `known` where a file has it, `unit` where it is a unit inside a body."""

    start: int
    end: int
    known: bool = False
    unit: bool = False


@cache
def _of_generic_words() -> Expression:
    return Expression("(?:" + "|".join(sorted(words()["generic"], key=len, reverse=True)) + ")*")


@cache
def _abroad() -> Expression:
    """A foreign ministry: 匈牙利衛生部, 日本厚生勞動省."""
    lands, fields = ("|".join(sorted(words()[role], key=len, reverse=True)) for role in ("abroad", "field"))
    return Expression(
        f"(?:{lands})(?:聯邦|國家|中央)?(?:{fields}){{1,2}}(?:部|省|(?<!簽)總?署|公署|總?局|廳(?![一-鿿]{{2,6}}[局處署])|委員會)(?![長分門隊名])"
    )


@cache
def _leading_words() -> Expression:
    return Expression("(?:" + "|".join(sorted(words()["lead"], key=len, reverse=True)) + ")+")


class Finder:
    """Finds the names of bodies in one text (its 台 already 臺)."""

    def __init__(self, text: str, register: Register) -> None:
        self.text, self.register = text, register
        self.known = list(self._known())
        self.words = mark(text)
        solid = [(hit.start, hit.end) for hit in self.known if hit.end - hit.start > 3]
        self.reach = reach(text, self.words, solid)
        self.bodies: dict[int, int] = {}
        self.bare: dict[int, int] = {}
        self.openings: dict[int, int] = {}
        self.whole = {word.end for word in self.words if word.roles & FREE}
        self._heads()

    def find(self) -> list[Hit]:
        """The names, none overlapping another, in the order of the text."""
        hits = [*self._by_form(), *self._listed(), *(h for h in self.known if self._stands(h))]
        hits += [Hit(m.start(), m.end()) for p in (_QUOTED, _abroad()) for m in p.finditer(self.text)]
        hits += self._with_initials()
        hits = [_without_room(self.text, self._with_chapter(_with_faculty(self.text, hit))) for hit in hits]
        return _apart(hits)

    def _with_chapter(self, hit: Hit) -> Hit:
        """An association with its office at a place: 慈濟基金會苗栗聯絡處."""
        if self.text[hit.end - 1 : hit.end] not in ("會", "社"):
            return hit
        chapter = _CHAPTER.match(self.text, hit.end)
        local = chapter and chapter["place"] in self.register.bare_places
        return Hit(hit.start, chapter.end()) if chapter and local else hit

    def _with_initials(self) -> Iterator[Hit]:
        """A body, mostly abroad, that is introduced with its initials."""
        for match in _INITIALS.finditer(self.text):
            end = match.end("kind")
            low = match.start("own") if match["own"] else max(self.reach[match.start("kind")], end - _LONGEST)
            lead = _leading_words().match(self.text, low, match.start("kind"))
            low = lead.end() if lead else low
            own = self.text[low : match.start("kind")]
            if len(own) > _CLOSE and not _of_generic_words().fullmatch(own) and not _NO_BODY.search(own):
                yield Hit(low, end)

    def _known(self) -> Iterator[Hit]:
        lengths, text = self.register.lengths, self.text
        for end in range(2, len(text) + 1):
            for size in lengths.get(text[end - 2 : end], ()):
                if size <= end and self.register.stands(text[end - size : end]):
                    yield Hit(end - size, end, known=True)
                    break

    def _stands(self, hit: Hit) -> bool:
        name = self.text[hit.start : hit.end]
        if name in self.register.listed or (name[-1] not in _FIRM and self._goes_on(hit.end)):
            return False
        if _BUILDING.match(self.text, hit.end):
            return False
        if name.isascii():
            return hit.start == 0 or not self.text[hit.start - 1].isascii()
        return len(name) > 3 or name in self.register.short or name.endswith(("部", "院", "府"))

    def _belongs(self, word: Word) -> bool:
        """所 after a whole name is the particle: 會計室所擬."""
        return self.text[word.start] == "所" and self.text[word.start - 1] in "室科局署處院部會課組股司校織"

    def _goes_on(self, end: int) -> bool:
        if self.text[end - 1] in _BY_STREETS and _STREET.match(self.text, end):
            return True
        return self.text[end - 1 : end + 1] in words()["broken"] and not _MAY.match(self.text, end - 2)

    def _heads(self) -> None:
        """Where a name surely starts and its first part ends: at a body or place on file, at 財團法人 and the like."""
        for word in self.words:
            if word.roles & HEAD:
                self.openings[word.start] = word.end
            if word.roles & CITY:
                self.bare[word.start] = word.end
        for hit in self.known:
            if self._stands(hit) or hit.end - hit.start > 3:
                self.bodies[hit.start] = max(hit.end, self.bodies.get(hit.start, 0))
        for match in _COUNTY.finditer(self.text):
            if self.reach[match.start() + 1] == match.start() - 2:
                self.bodies.setdefault(match.start() - 2, match.end())
        for match in _AREA.finditer(self.text):
            for size in (4, 3):
                start = match.end() - size
                if start >= 0 and self.register.places(self.text[start : match.end()]):
                    self.bodies.setdefault(start, match.end())
                    break

    def _by_form(self) -> Iterator[Hit]:
        best: dict[int, Word] = {}
        barred = {word.end: word.start for word in self.words if word.roles & NEVER}
        nothing = {(word.start, word.end) for word in self.words if word.roles & NOTHING}
        for word in self.words:
            if word.roles & (FREE | BOUND | CITY | UNIT) and barred.get(word.end, word.start) >= word.start:
                held = best.get(word.end)
                if held is None or held.start > word.start:
                    best[word.end] = word
        for word in best.values():
            single = word.end - word.start == 1
            broken = self._goes_on(word.end) if single or self.text[word.end - 1] not in _FIRM else False
            hit = None if broken or (single and self._belongs(word)) else self._name(word)
            if hit is not None and (hit.start, hit.end) not in nothing:
                yield hit

    def _name(self, word: Word) -> Hit | None:
        text = self.text
        low = max(self.reach[word.start], word.end - _LONGEST)
        if self.reach[word.end] > word.start and not word.roles & (CITY | FREE | UNIT):
            return None
        counted = _COUNTED.match(text, low, word.start)
        if counted and text[low] in _COUNTERS:
            return None
        low = counted.end() if counted else low
        headed = self._headed(low, word)
        if headed is not None:
            return headed
        if text[word.end : word.end + 1] == "長":
            return None
        free = self._free(low, word) if word.roles & FREE else None
        if free is None and word.roles & (UNIT | CITY):
            generic = word.roles & CITY and _ANY.search(text[max(0, word.start - 5) : word.start])
            return None if generic else Hit(word.start, word.end, unit=bool(word.roles & UNIT))
        return free

    def _headed(self, low: int, word: Word) -> Hit | None:
        """A name that starts with a body or a place on file, or (with an ending of its own) with 財團法人, 國立 …"""
        text, register = self.text, self.register
        head = next((at for at in range(low, word.start) if self.bodies.get(at, word.end) <= word.start), None)
        opening = None
        if word.roles & FREE and text[low - 1 : low] == "「":
            return Hit(low, word.end)
        if word.roles & (FREE | BOUND):
            opening = next((at for at in range(low, word.start) if self.openings.get(at, word.end) <= word.start), None)
            if opening is not None and not word.roles & FREE and not text.startswith(_LEGAL, opening):
                opening = None
        if opening is not None and (head is None or opening < head):
            place = next((opening - n for n in (3, 2) if text[opening - n : opening] in register.bare_places), opening)
            if place == opening and _of_generic_words().fullmatch(text, self.openings[opening], word.start):
                return None
            return Hit(place if place >= low else opening, word.end)
        town = None
        if text.endswith(_OFFICIAL, 0, word.end):
            town = next((at for at in range(low, word.start - 1) if text[at : at + 2] in register.bare_places), None)
        if head is None or (town is not None and town < head):
            head, own = town, word.start - (town or 0) - 2
        else:
            own = word.start - self.bodies[head]
        if head is None and word.roles & BOUND and text.endswith(_OFFICES, 0, word.end):
            head, own = self._close(word)
        if head is None and word.roles & BOUND and not word.roles & CITY:
            head = next((at for at in range(low, word.start) if self.bare.get(at, word.end) <= word.start), None)
            own = word.start - self.bare.get(head, 0) if head is not None else 0
        elif head is not None:
            head = next((at for at, end in self.bare.items() if end == head and at >= low), head)
        if head is None or (own > _OWN and not word.roles & (FREE | CITY)):
            return None
        counted = own > 1 or text[word.start] in _PLACES
        if counted and _ONLY_COUNTED.fullmatch(text, word.start - own, word.start):
            return None
        state = _STATE.search(text, max(low, head - 3), head)
        return Hit(state.start() if state else head, word.end, unit=bool(word.roles & UNIT) and own == 0)

    def _close(self, word: Word) -> tuple[int | None, int]:
        """A body just before the ending, with a word between that elsewhere ends a name: 金管會檢查局."""
        for start, end in self.bodies.items():
            if 0 < word.start - end <= _CLOSE and _PLAIN.fullmatch(self.text, end, word.start):
                return start, word.start - end
        return None, 0

    def _free(self, low: int, word: Word) -> Hit | None:
        """A name of any words before an ending that makes a name by itself, unless all of them are of no one's own."""
        inner = [end for end in range(low + 4, word.start + 1) if end in self.whole]
        low = max([low, *inner])
        lead = _leading_words().match(self.text, low, word.start)
        low = lead.end() if lead else low
        own = self.text[low : word.start]
        if len(own) < 2 or _of_generic_words().fullmatch(own):
            return None
        if self.text[low - 1 : low] in ("本", "該") and own in _KINDS:
            return None
        if self.text.endswith("縣政府", 0, word.end) and len(own) > _TOWN:
            return None
        return Hit(low, word.end)

    def _listed(self) -> Iterator[Hit]:
        """Short names that count only beside another of their kind (統一、全家) or before 超商."""
        pattern = "|".join(sorted(map(re.escape, {*self.register.listed, "萊爾富"}), key=len, reverse=True))
        hits = [Hit(m.start(), m.end(), known=True) for m in re.finditer(pattern, self.text)]
        for at, hit in enumerate(hits):
            after = at + 1 < len(hits) and hits[at + 1].start == hit.end + 1 and _BESIDE.match(self.text, hit.end)
            before = at and hits[at - 1].end == hit.start - 1 and _BESIDE.match(self.text, hit.start - 1)
            if after or before or _SHOPS.match(self.text, hit.end):
                yield hit


def _with_faculty(text: str, hit: Hit) -> Hit:
    """A university with its department or hospital: 某大學法律學系, 某大學附設醫院."""
    if text[hit.end - 2 : hit.end] != "大學":
        return hit
    part = _FACULTY.match(text, hit.end)
    return Hit(hit.start, part.end()) if part else hit


def _without_room(text: str, hit: Hit) -> Hit:
    """A body without the room that stands behind it, or the house that it runs: 鄉公所圖書室, 基金會所設庇護所."""
    for pattern in (_ROOM, _OWNED):
        tail = pattern.search(text, min(hit.start + 3, hit.end), hit.end)
        if tail:
            return Hit(hit.start, tail.start())
    return hit


def _apart(hits: list[Hit]) -> list[Hit]:
    """The longest first, without any that overlaps one taken."""
    taken: list[Hit] = []
    used: set[int] = set()
    for hit in sorted(hits, key=lambda h: (h.start - h.end, not h.known, h.start)):
        if used.isdisjoint(range(hit.start, hit.end)):
            used.update(range(hit.start, hit.end))
            taken.append(hit)
    return sorted(taken, key=lambda h: h.start)
