"""A small library in a folder of its own, kept by the quick model."""

import json
from pathlib import Path

import pytest

from paper_reader.library import open_library
from paper_reader.settings import Settings
from paper_reader.types import ReadingStatus


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", starter=False, model="fast")


@pytest.fixture
def filled(settings, tmp_path):
    """The settings of a library with papers, a mark and a note."""
    file = tmp_path / "papers.jsonl"
    subjects = ("graphs", "ageing cells", "speech", "proofs", "tides", "birds")
    papers = [{"id": f"p{n}", "title": f"On {s}", "abstract": f"We look at {s}."} for n, s in enumerate(subjects)]
    file.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    library = open_library(settings)
    library.import_file(Path(file))
    library.mark("p1", ReadingStatus.READ)
    library.add_note("p2", "Look at this again.")
    library.close()
    return settings


@pytest.fixture
def indexed(filled):
    library = open_library(filled)
    library.index_build()
    library.close()
    return filled
