"""Each folder in tests/documents holds a report and the outline it must give, compared whole.

`pytest --golden` (`make golden`) writes the expected outlines anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agencygraph.outline import outline, printed
from agencygraph.readers import read
from agencygraph.tables import fill

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "documents").glob("*/report.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_outline_is_the_golden_one(case: Path, golden: Callable[[Path, str], None]) -> None:
    document = fill(outline(read(case / "report.txt")))
    golden(case / "outline.golden.txt", printed(document))
    assert [section.index for section in document.sections] == list(range(len(document.sections)))
    assert [paragraph.index for paragraph in document.paragraphs] == list(range(len(document.paragraphs)))
