"""Finding bodies in a text: by the names on file, and by the form of a name that no file has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencygraph.authority.barriers import BOUND, CITY, FREE, HEAD, NOTHING, UNIT, Word, mark, reach
from agencygraph.authority.registry import Register
from agencygraph.authority.words import words

_LONGEST = 26
_OWN = 9
_AREA = "縣市鄉鎮區"
_OFFICIAL = tuple(["署", "局", "處", "所", "站", "法院", "院", "隊", "政府", "公所", "議會", "部", "辦公室", "監獄", "學校", "國小", "國中", "高中", "業務組", "中心"])
_GENERIC = re.compile(
    r"^(?:[各本該貴某其此每兩原]|相關|有關|其他|全國|國內|國外|外國|外商|所有|一般|主管|上級|下級|所在地|當地|在地|各地|轄內|轄區|管轄|原|直轄|縣市|鄉鎮|鄉鎮市|中央|地方"
    r"|保險|證券|電信|金融|建設|顧問|營造|運輸|航空|客運|投資|信託|租賃|商業|民營|公營|綜合|教學|私人|合格|特約|專科|大型|中小型|民間|關係|專業|物業|資訊|委外|廠商|得標|受託|承辦|發卡|收單|往來|開戶|代收|金融控股)+$"
)
_FOUNDATION = re.compile(r"[財社]團法人「[^」]{1,12}」[一-鿿]{0,8}?(?:基金會|協會|學會|公會|中心)")
_LIST = r"[、,及和與或]"
_SHOPS = re.compile(r"(?:等?(?:[四4]大|[各三3五5]大|各)?)?(?:便利)?(?:超商|商店)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at `start:end`; `known` where a file has it, `unit` where it is a unit inside a body."""

    start: int
    end: int
    known: bool = False
    unit: bool = False


class Finder:
    """Finds the names of bodies in one text (its 台 already 臺)."""

    def __init__(self, text: str, authority: Register) -> None:
        self.text, self.authority = text, authority
        self.known = list(self._known())
        self.words = mark(text)
        solid = [(hit.start, hit.end) for hit in self.known if hit.end - hit.start > 3]
        self.reach = reach(text, self.words, solid)
        self.heads = self._heads()

    def find(self) -> list[Hit]:
        """The names, none overlapping another, in the order of the text."""
        hits = [*self._by_form(), *self._listed(), *(h for h in self.known if self._stands(h))]
        hits += [Hit(m.start(), m.end()) for m in _FOUNDATION.finditer(self.text)]
        return _apart(hits)

    def _known(self) -> Iterator[Hit]:
        lengths, knows, text = self.authority.lengths, self.authority.knows, self.text
        for end in range(2, len(text) + 1):
            sizes = lengths.get(text[end - 2 : end])
            if sizes:
                for size in sizes:
                    if size <= end and knows(text[end - size : end]):
                        yield Hit(end - size, end, known=True)
                        break

    def _stands(self, hit: Hit) -> bool:
        name = self.text[hit.start : hit.end]
        if name in self.authority.listed or name in self.authority.silent or self._goes_on(hit.end):
            return False
        if name.isascii():
            return not self.text[hit.start - 1 : hit.start].isascii() or hit.start == 0
        return len(name) > 3 or name in self.authority.short or name.endswith("部")

    def _goes_on(self, end: int) -> bool:
        return self.text[end - 1 : end + 1] in words()["broken"]

    def _heads(self) -> dict[int, int]:
        """Where a name surely starts, and where its first part ends: bodies on file, 財團法人, counties and towns."""
        found: dict[int, int] = {}
        for word in self.words:
            if word.roles & HEAD:
                found[word.start] = word.end
        for hit in self.known:
            if self.text[hit.start : hit.end] not in self.authority.listed and hit.end - hit.start > 2:
                found[hit.start] = max(hit.end, found.get(hit.start, 0))
        for match in re.finditer(rf"[{_AREA}]", self.text):
            for size in (4, 3):
                start = match.end() - size
                if start >= 0 and self.authority.places(self.text[start : match.end()]):
                    found[start] = max(match.end(), found.get(start, 0))
                    break
        return found

    def _by_form(self) -> Iterator[Hit]:
        best: dict[int, Word] = {}
        nothing = {(word.start, word.end) for word in self.words if word.roles & NOTHING}
        for word in self.words:
            if word.roles & (FREE | BOUND | CITY | UNIT) and not self._goes_on(word.end):
                held = best.get(word.end)
                if held is None or held.start > word.start:
                    best[word.end] = word
        for word in best.values():
            hit = self._name(word)
            if hit is not None and (hit.start, hit.end) not in nothing:
                yield hit

    def _name(self, word: Word) -> Hit | None:
        text = self.text
        low = max(self.reach[word.start], word.end - _LONGEST)
        if self.reach[word.end] > word.start and not word.roles & (CITY | FREE):
            return None
        head = next((at for at in range(low, word.start) if at in self.heads and self.heads[at] <= word.start), None)
        if head is None and text.endswith(_OFFICIAL, 0, word.end):
            head = next(
                (at for at in range(low, word.start - 1) if text[at : at + 2] in self.authority.bare_places), None
            )
        if head is not None:
            own = word.start - self.heads.get(head, head)
            if word.roles & (FREE | CITY) or own <= _OWN:
                return Hit(head, word.end, unit=bool(word.roles & UNIT) and own == 0)
        if word.roles & UNIT:
            return Hit(word.start, word.end, unit=True)
        if word.roles & CITY:
            return Hit(word.start, word.end)
        if word.roles & FREE and 1 < word.start - low <= _LONGEST and not _GENERIC.match(text[low : word.start]):
            return Hit(low, word.end)
        return None

    def _listed(self) -> Iterator[Hit]:
        """Short names that count only beside another of their kind (統一、全家) or before 超商."""
        hits = [h for h in self._list_names()]
        for at, hit in enumerate(hits):
            after = hits[at + 1].start if at + 1 < len(hits) else -9
            before = hits[at - 1].end if at else -9
            beside = after == hit.end + 1 and re.match(_LIST, self.text[hit.end])
            beside = beside or (before == hit.start - 1 and re.match(_LIST, self.text[before]))
            if beside or _SHOPS.match(self.text, hit.end):
                yield hit

    def _list_names(self) -> Iterator[Hit]:
        shops = ("萊爾富",)
        names = sorted({*self.authority.listed, *shops}, key=len, reverse=True)
        for match in re.finditer("|".join(map(re.escape, names)), self.text):
            yield Hit(match.start(), match.end(), known=True)


def _apart(hits: list[Hit]) -> list[Hit]:
    """The longest first, without any that overlaps one taken."""
    taken: list[Hit] = []
    used: set[int] = set()
    for hit in sorted(hits, key=lambda h: (h.start - h.end, not h.known, h.start)):
        if used.isdisjoint(range(hit.start, hit.end)):
            used.update(range(hit.start, hit.end))
            taken.append(hit)
    return sorted(taken, key=lambda h: h.start)
