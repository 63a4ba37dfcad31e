"""A small library in a folder of its own, kept by the quick model; made once and copied for each test."""

import json
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from paper_reader.library import open_library
from paper_reader.settings import Settings
from paper_reader.types import ReadingStatus


def settings_in(folder):
    return Settings(data_dir=folder / "data", cache_dir=folder / "cache", starter=False, model="fast")


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path)


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    file = folder / "papers.jsonl"
    subjects = ("graphs", "ageing cells", "speech", "proofs", "tides", "birds")
    papers = [{"id": f"p{n}", "title": f"On {s}", "abstract": f"We look at {s}."} for n, s in enumerate(subjects)]
    file.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    library = open_library(settings_in(folder))
    library.import_file(Path(file))
    library.mark("p1", ReadingStatus.READ)
    library.add_note("p2", "Look at this again.")
    library.close()
    return folder / "data"


@pytest.fixture(scope="session")
def indexed_once(filled_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("indexed")
    shutil.copytree(filled_once, folder / "data")
    library = open_library(settings_in(folder))
    library.index_build()
    library.close()
    return folder / "data"


@pytest.fixture
def filled(settings, filled_once):
    """The settings of a library with papers, a mark and a note."""
    shutil.copytree(filled_once, settings.data_folder)
    return settings


@pytest.fixture
def indexed(settings, indexed_once):
    """The same with its index."""
    shutil.copytree(indexed_once, settings.data_folder)
    return settings


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own of 12 MB; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can be mounted by root alone")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def fill():
    """Leaves no room at all at a place."""

    def leave_no_room(place):
        file = (place / "ballast").open("wb", buffering=0)
        with file, suppress(OSError):
            while file.write(bytes(4096)) == 4096:
                pass

    return leave_no_room
