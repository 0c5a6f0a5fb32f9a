"""Makes the large authority files from the collected source lists: `python -m agencygraph.authority.compile FOLDER`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from agencygraph.authority.files import FOLDER, OID

_ORGANISATIONS = {
    "source": "government directory of the OID register (oid.nat.gov.tw): OID list 2014, GDS lists 2018 and 2019, "
    "agency code list 2013, as kept by g0v/addressbook.parser, g0v/tw-oid-history, agameofprivacy/taiwan-gov-contacts",
    "date": "2013 to 2019",
    "licence": "2013 and 2014 lists CC0; the GDS lists are open data of the register without a licence line",
    "note": f"oid and parent without the leading {OID}; parent only where it is not the oid less its last number",
}
_PLACES = {
    "source": "Ronmi/twgeocode",
    "date": "2023-09",
    "licence": "CC0",
    "note": "codes of counties and townships have 8 digits, of villages 11: the township's and 3 more",
}
_CALENDAR = {
    "source": "office calendar of the Directorate-General of Personnel Administration, as kept by "
    "vancetang/taiwan-office-calendar and jacktdry/TaiwanCalendar",
    "date": "2013 to 2027, collected 2026",
    "licence": "Open Government Data License, version 1.0 (Taiwan)",
    "note": "only days that differ from their weekday or bear a note; 1 is a day off",
}
_AREAS = ("鄉", "鎮", "縣", "村", "市", "里")


def main(arguments: list[str]) -> int:
    """Write organisations.tsv, places.tsv and calendar.tsv from the lists in the folder named by the only argument."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m agencygraph.authority.compile FOLDER\n")
        return 2
    folder = Path(arguments[0])
    _write("organisations", _ORGANISATIONS, ["oid", "code", "name", "former", "parent"], _organisations(folder))
    _write("places", _PLACES, ["code", "name", "english"], _places(folder))
    _write("calendar", _CALENDAR, ["date", "off", "note"], _calendar(folder))
    return 0


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {k: "".join(v.split()) if k != "english" else v.strip() for k, v in row.items()}
            for row in csv.DictReader(lines)
        ]


def _organisations(folder: Path) -> Iterable[tuple[str, ...]]:
    for row in _read(folder / "organisations.csv"):
        if row["full_name"].endswith(_AREAS) or not row["oid"]:
            continue
        parent = row["parent_oid"] if row["parent_oid"] != row["oid"].rpartition(".")[0] else ""
        full = row["full_name"].translate(str.maketrans("〈〉（）", "()()"))
        code = row["code"] if row["code"] != "00" else ""
        yield row["oid"].removeprefix(OID), code, full, row["former_names"], parent.removeprefix(OID)


def _places(folder: Path) -> Iterable[tuple[str, ...]]:
    for row in _read(folder / "places.csv"):
        yield row["code"], row["name"], row["english"].removesuffix(" Vil.")


def _calendar(folder: Path) -> Iterable[tuple[str, ...]]:
    for row in _read(folder / "office-calendar.csv"):
        yield row["date"], row["day_off"], row["note"]


def _write(name: str, head: dict[str, str], columns: list[str], table: Iterable[tuple[str, ...]]) -> None:
    lines = [f"# {word}: {told}" for word, told in head.items()]
    lines.append("\t".join(columns))
    lines.extend("\t".join(row).rstrip("\t") for row in sorted(table))
    (FOLDER / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
