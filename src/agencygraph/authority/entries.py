"""What the authority files hold: organisations, their names over time, places, laws, days of the office calendar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a body bears or bore; `start` and `end` are its first and last day (ISO), empty where open.

    `sort` is official, former or short.
    """

    text: str
    sort: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body: `key` is its OID where known, else its full name; `parent` the key of the body above it, or empty.

    `former` are earlier official names; `kind` is government, court, company, bank, shop, foundation, association,
    school, hospital, media or other; `known` is False where only the form of the name speaks for it.
    """

    key: str
    name: str
    oid: str = ""
    code: str = ""
    parent: str = ""
    former: tuple[str, ...] = ()
    kind: str = "government"
    url: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A county, township or village; `code` is the official one, `level` county, township or village."""

    code: str
    level: str
    name: str
    full_name: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its title; `code` is the one of the Ministry of Justice's database, empty where unsure.

    `former` are earlier titles, the last one first, `until` their last days (ISO).
    """

    key: str
    title: str
    code: str = ""
    short: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the office calendar that differs from its weekday's rule, or bears a note."""

    date: str
    off: bool
    note: str = ""
