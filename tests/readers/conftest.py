"""What the tests of PDF files need of the machine."""

from __future__ import annotations

import os

import pytest

from agencygraph.readers import read
from tests.readers.pdfs import pdf, words


@pytest.fixture(scope="session")
def chinese_font(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A font with Chinese letters on this machine: the tests' PDF files hold none, and without one PDFium leaves out
    what stands alone. CI must have it; elsewhere the tests are skipped.
    """
    path = tmp_path_factory.mktemp("font") / "letters.pdf"
    path.write_bytes(pdf([words("兩個字", 72, 700) + words("字", 72, 680)]))
    if read(path).text.count("字") < 2:
        reason = "no Chinese font is here: apt-get install fonts-wqy-microhei"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
