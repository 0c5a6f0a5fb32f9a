"""Reading the authority files: tab-separated, sorted, with a head of `# source`, `# date` and `# licence` lines."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("data")
"""Where the authority files lie."""

OID = "2.16.886.101."
"""What every object identifier of Taiwan's government bodies starts with; the files leave it out."""


def rows(name: str) -> list[list[str]]:
    """The rows of `<name>.tsv` as lists of cells, 台 given as 臺; the head and the line of column names left out."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").replace("台", "臺").splitlines()
    start = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return [line.split("\t") for line in lines[start + 1 :]]


def head(name: str) -> dict[str, str]:
    """What the file says about itself: source, date, licence and notes, by their names."""
    told: dict[str, str] = {}
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("# "):
                break
            word, _, rest = line[2:].strip().partition(": ")
            told[word] = rest
    return told
