"""What a file beside a report says of it, where the report itself does not: `report.yaml` beside `report.pdf`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import yaml

from agencygraph.errors import UnreadableError

_ENDINGS = (".yaml", ".yml")
_MOST = 100_000
_KEYS = ("title", "agency", "period", "source")


@dataclass(frozen=True, slots=True)
class Companion:
    """A report's `title`, its `agency`, the `period` it covers, the `source` it was taken from; empty where not said.

    All are texts as written in the file: a period may be 110年1月至12月 or 2021-01/2021-12.
    """

    title: str = ""
    agency: str = ""
    period: str = ""
    source: str = ""


def companion(path: Path) -> Companion | None:
    """What the YAML file beside the report at `path` says; None where there is none.

    Raises `UnreadableError` for one that is too large, no mapping, or has keys of other names.
    """
    found = next((file for file in map(path.with_suffix, _ENDINGS) if file != path and file.is_file()), None)
    if found is None:
        return None
    try:
        with found.open("rb") as file:
            data = file.read(_MOST + 1)
        held = yaml.safe_load(data) if len(data) <= _MOST else None
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as fault:
        raise _refused(found, "cannot be read as YAML", "無法以 YAML 讀取") from fault
    if not isinstance(held, dict) or not set(held) <= set(_KEYS):
        raise _refused(found, "may hold title, agency, period and source only", "只能有 title、agency、period、source")
    if not all(isinstance(value, str | int | datetime.date | None) for value in held.values()):
        raise _refused(found, "has a value that is no text", "的值必須是文字")
    return Companion(**{key: str(value).strip() for key, value in held.items() if value is not None})


def _refused(path: Path, why: str, zh: str) -> UnreadableError:
    return UnreadableError(f"{path.name} {why}.", f"{path.name} {zh}。", "Correct or remove it. 請修正或移除。")
