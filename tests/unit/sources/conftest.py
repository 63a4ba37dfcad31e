"""The recorded material that unit tests of the sources look things up in."""

import os
import re
from pathlib import Path

import pytest


@pytest.fixture
def recorded_sets():
    """The names of arXiv's OAI-PMH sets; the test is skipped where the recordings are absent."""
    beside = Path(__file__).resolve().parents[3].parent / "shared" / "recordings"
    path = Path(os.environ.get("PAPER_READER_RECORDINGS_DIR", beside)) / "arxiv_oai" / "server_listsets.xml"
    if not path.is_file():
        pytest.skip(f"no recorded list of sets at {path}; set PAPER_READER_RECORDINGS_DIR")
    return re.findall(r"<setSpec>([^<]+)</setSpec>", path.read_text(encoding="utf-8"))
