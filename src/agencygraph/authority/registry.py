"""The look-up: from a name as written to the body, place or law that bears it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import chain

from agencygraph.authority.entries import Day, Law, Name, Organisation, Place
from agencygraph.authority.files import OID, rows
from agencygraph.authority.kinds import kind_of
from agencygraph.authority.words import words

_SAME = str.maketrans({"台": "臺", "（": "(", "）": ")", "〈": "(", "〉": ")", "　": None, " ": None})
_AMBIGUOUS = ""
_GOVERNMENT = "政府"
_COUNTY = 3
_BUREAUS = ("局", "處")
_BRANCHES = tuple("署局處所站心院部會館隊團社科室課股組司行庭段廠園校庫")


def spelling(name: str) -> str:
    """The name in the one spelling that is compared: 臺 for 台, no white space, half-width brackets."""
    return name.translate(_SAME)


class Register:
    """All the authority files, read once; places, laws and calendar only when asked for."""

    def __init__(self) -> None:
        self._rows = {row[0]: row for row in rows("organisations")}
        self._bodies = {row[0]: row for row in rows("bodies")}
        self._keys: dict[str, str] = {}
        self._official: dict[str, str] = {}
        self._names: dict[str, list[Name]] = {}
        self._tails: set[str] = set()
        self.short: set[str] = set()
        self.listed: set[str] = set()
        self.silent: set[str] = set()
        self._index()

    def _index(self) -> None:
        for oid, row in self._rows.items():
            self._keys[row[2]] = _AMBIGUOUS if row[2] in self._keys else oid
        for name in self._bodies:
            self._keys.setdefault(name, name)
        self._find_tails()
        self._keys.update(dict.fromkeys(words()["unit"] | words()["city"], _AMBIGUOUS))
        uses = {"always": self.short, "list": self.listed, "no": self.silent}
        for written, body, sort, start, end, use in sorted(rows("names"), key=lambda row: row[2] != "former"):
            target = self._keys[body]
            self._names.setdefault(target, []).append(Name(written, sort, start, end))
            self._keys[written] = target
            self._tails.discard(written)
            if sort == "official":
                self._official[target] = written
            uses[use].add(written)

    def _find_tails(self) -> None:
        """Names less those of the bodies above them, where that leaves no doubt: 北區國稅局宜蘭分局."""
        found: dict[str, str] = {}
        uppers: dict[str, tuple[str, ...]] = {"": ()}
        for oid, row in self._rows.items():
            full, above = row[2], self._above(oid)
            names = uppers.get(above, ())
            uppers[oid] = (*names, full)
            for upper in names:
                if len(full) - len(upper) > _COUNTY and full.startswith(upper):
                    tail = full[len(upper) :]
                    found[tail] = oid if found.get(tail, oid) == oid else _AMBIGUOUS
        self._tails = found.keys() - self._keys.keys()
        for tail in self._tails:
            self._keys[tail] = found[tail]

    def _above(self, oid: str) -> str:
        row = self._rows[oid]
        return row[4] if len(row) > 4 and row[4] else oid.rpartition(".")[0]

    @cached_property
    def lengths(self) -> dict[str, tuple[int, ...]]:
        """For the last two characters of any name that is looked for in texts: how long such names are, long first."""
        found: dict[str, set[int]] = {}
        for name in self._keys:
            found.setdefault(name[-2:], set()).add(len(name))
        return {tail: tuple(sorted(sizes, reverse=True)) for tail, sizes in found.items()}

    def stands(self, name: str) -> bool:
        """Whether this spelling names one body wherever it stands in a text: 人事室 does not, nor 資料中心."""
        if not self._keys.get(name) or name in self.silent:
            return False
        return name not in self._tails or any(name[at : at + 2] in self.bare_places for at in range(len(name) - 2))

    def knows(self, name: str) -> bool:
        """Whether this very spelling is the name of one body."""
        return bool(self._keys.get(name))

    def organisation(self, name: str) -> Organisation | None:
        """The body with this name: official, former or short, 臺/台 the same, with or without its parent's name.

        A unit's name that many bodies have (人事室) gives None, so does a name that no file knows, unless it starts
        with the name of a known body and goes on in the form of a branch (財政部北區國稅局花東分局).
        """
        written = spelling(name)
        return self._known(written) or self._branch(written)

    def _known(self, written: str) -> Organisation | None:
        for spelt in _with_and_without_government(written):
            for name in (spelt, *self._in_full(spelt)):
                key = self._keys.get(name)
                if key:
                    return self._entry(key)
        return None

    @cached_property
    def _bureaus(self) -> list[list[str]]:
        return rows("bureaus")

    def _in_full(self, name: str) -> Iterator[str]:
        """The names that an office of a county or city with a short ending may mean: 環保局 for 環境保護局."""
        if name[_COUNTY - 1 : _COUNTY] in ("市", "縣"):
            for short, full in self._bureaus:
                if name.endswith(short):
                    yield name.removesuffix(short) + full

    def _branch(self, written: str) -> Organisation | None:
        if not written.endswith(_BRANCHES):
            return None
        if written.endswith(_BUREAUS) and written[_COUNTY - 1 : _COUNTY] in ("市", "縣"):
            written = _with_and_without_government(written.replace(_GOVERNMENT, "", 1))[-1]
        for cut in range(len(written) - 2, 2, -1):
            upper = self._known(written[:cut])
            if upper is not None:
                full = upper.name + written[cut:]
                known = self._known(full) if full != written else None
                return known or Organisation(full, full, parent=upper.key, kind=kind_of(full), known=False)
        return None

    @cache  # noqa: B019 - there is one Register for the life of the process
    def _entry(self, key: str) -> Organisation:
        names = self._names.get(key, ())
        former = tuple(dict.fromkeys(name.text for name in names if name.sort == "former"))
        if key in self._bodies:
            row = [*self._bodies[key], "", ""]
            parent = self._keys.get(row[2], "")
            official = self._official.get(key, key)
            return Organisation(
                official, official, parent=self._public(parent), former=former, kind=row[1] or "government"
            )
        row = [*self._rows[key], "", "", ""]
        former = tuple(dict.fromkeys(chain(former, filter(None, row[3].split("|")))))
        name = self._official.get(key, row[2])
        above = self._above(key)
        parent = OID + above if above in self._rows else ""
        return Organisation(OID + key, name, OID + key, row[1], parent, former, kind_of(name))

    def _public(self, key: str) -> str:
        return OID + key if key in self._rows else key

    def by_key(self, key: str) -> Organisation | None:
        """The body with this key (an OID, or a name)."""
        bare = key.removeprefix(OID)
        return self._entry(bare) if bare in self._rows else self.organisation(key)

    def chain(self, key: str) -> tuple[Organisation, ...]:
        """The body and those above it, up to the top: branch, agency, ministry."""
        found: list[Organisation] = []
        body = self.by_key(key)
        while body is not None and body not in found:
            found.append(body)
            body = self.by_key(body.parent) if body.parent else None
        return tuple(found)

    def names(self, key: str) -> tuple[Name, ...]:
        """All names of the body with this key that are on file, with the days from and to which they hold."""
        body = self.by_key(key)
        if body is None:
            return ()
        return tuple(self._names.get(body.key.removeprefix(OID), ()))

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """The codes of the places of each name, short and full."""
        found: dict[str, list[str]] = {}
        for code, (_, name, full) in self._by_code.items():
            found.setdefault(name, []).append(code)
            if full != name:
                found.setdefault(full, []).append(code)
        return found

    @cached_property
    def _by_code(self) -> dict[str, tuple[str, str, str]]:
        """English, short and full name of each place."""
        found: dict[str, tuple[str, str, str]] = {}
        for row in rows("places"):
            code, name = row[0], row[1]
            above = code[:8] if len(code) > 8 else code[:5] + "000"
            full = name if above == code else found[above][2] + name
            found[code] = (row[2] if len(row) > 2 else "", name, full)
        return found

    def _place(self, code: str) -> Place:
        english, name, full = self._by_code[code]
        level = "village" if len(code) > 8 else "county" if code.endswith("000") else "township"
        return Place(code, level, name, full, english)

    def places(self, name: str) -> tuple[Place, ...]:
        """All places of this name (many villages share theirs)."""
        return tuple(map(self._place, self._places.get(spelling(name), ())))

    def place(self, name: str) -> Place | None:
        """The one place of this name, or None where there is none or several."""
        found = self.places(name)
        return found[0] if len(found) == 1 else None

    @cached_property
    def bare_places(self) -> dict[str, tuple[Place, ...]]:
        """Counties and townships by their name less the last character: 桃園, 中壢, 士林."""
        found: dict[str, list[Place]] = {}
        for code, (_, name, _full) in self._by_code.items():
            if len(code) == 8 and len(name) > 2:
                found.setdefault(name[:-1], []).append(self._place(code))
        return {name: tuple(same) for name, same in found.items()}

    @cached_property
    def laws(self) -> dict[str, Law]:
        """Laws by title, by short and by former title."""
        found: dict[str, Law] = {}
        for row in rows("laws"):
            title, code, *lists = [*row, "", "", "", ""][:5]
            law = Law(code or title, title, code, *(tuple(filter(None, names.split("|"))) for names in lists))
            for name in (title, *law.short, *law.former):
                found[spelling(name)] = law
        return found

    def law(self, title: str) -> Law | None:
        """The law with this title, short title or former title."""
        return self.laws.get(spelling(title))

    @cached_property
    def _days(self) -> dict[str, Day]:
        return {row[0]: Day(row[0], row[1] == "1", row[2] if len(row) > 2 else "") for row in rows("calendar")}

    def ended(self) -> Iterator[tuple[str, str, str]]:
        """Each name of a body or law that it bears no more: the name, its last day (ISO), the name after it."""
        for key, names in self._names.items():
            if not key:
                continue
            full = self._entry(key).name
            later = sorted((name.start, name.text) for name in names if name.sort == "successor" and name.start)
            ends = [(name.text, name.end) for name in names if name.end]
            ends += [(full, _day_before(later[0][0]))] if later else []
            own = {name for name, _ in ends if name != full or later}
            for name, end in ends:
                now = next((text for start, text in later if start <= _day_after(end)), full)
                if now != name and now not in own - {full}:
                    yield name, end, now
        for law in {law.title: law for law in self.laws.values()}.values():
            for at, (former, end) in enumerate(zip(law.former, law.until, strict=False)):
                yield former, end, law.former[at - 1] if at else law.title

    def day_off(self, date: str) -> Day | None:
        """What the office calendar says about a date (ISO) beyond its weekday; None where it says nothing."""
        return self._days.get(date)


def _day_before(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(1)).isoformat()


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(1)).isoformat()


def _with_and_without_government(name: str) -> tuple[str, ...]:
    """新北市瑞芳區公所 stands for 新北市政府瑞芳區公所, 桃園市警察局 for 桃園市政府警察局."""
    if name[2:3] not in ("市", "縣") or len(name) < _COUNTY + 2:
        return (name,)
    if name.startswith(_GOVERNMENT, _COUNTY) and len(name) > _COUNTY + len(_GOVERNMENT):
        return name, name[:_COUNTY] + name[_COUNTY + len(_GOVERNMENT) :]
    return name, name[:_COUNTY] + _GOVERNMENT + name[_COUNTY:]
