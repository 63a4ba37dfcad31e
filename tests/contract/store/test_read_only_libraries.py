"""A library in a folder without write permission, read by a process that permissions bind (root's do not)."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

from paper_reader.errors import StoreError
from paper_reader.store import open_store

_CAP_DAC_OVERRIDE, _PR_CAPBSET_DROP = 1, 24
PROGRAM = """
import sys
from paper_reader.errors import PaperReaderError
from paper_reader.store import open_store
try:
    with open_store(sys.argv[1]) as store:
        print(store.read_only, [run.description for run in store.runs.list()])
        store.runs.start("import", "another")
except PaperReaderError as error:
    print(type(error).__name__, error)
"""


def _bound_by_permissions():
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0) != 0:
        os._exit(77)


def _said(url):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, url], capture_output=True, text=True, preexec_fn=_bound_by_permissions
    )
    if done.returncode == 77:
        pytest.skip("permissions do not bind this process, and it cannot give that up")
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="gives up root's rights in Linux's way")
def test_what_cannot_be_written_can_be_read(tmp_path):
    folder = tmp_path / "a folder with # in it"
    folder.mkdir()
    url = f"sqlite:///{folder / 'library.db'}"
    with open_store(url) as store:
        store.runs.start("import", "papers.jsonl")
        assert not store.read_only
    (folder / "library.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        read, refused = _said(url)
    finally:
        folder.chmod(0o755)
    assert read == "True ['papers.jsonl']"
    assert refused.startswith("StoreError the library cannot be written")
    assert [path.name for path in folder.iterdir()] == ["library.db"]


@pytest.mark.skipif(sys.platform != "linux", reason="gives up root's rights in Linux's way")
def test_a_reader_without_permission_sees_what_a_writer_has_just_written(tmp_path):
    url = f"sqlite:///{tmp_path / 'library.db'}"
    with open_store(url) as store:
        store.runs.start("import", "papers.jsonl")
        for path in tmp_path.iterdir():
            path.chmod(0o444)
        tmp_path.chmod(0o555)
        try:
            assert _said(url)[0] == "True ['papers.jsonl']"
        finally:
            tmp_path.chmod(0o755)


def test_a_library_below_a_file_says_what_is_in_the_way(tmp_path):
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StoreError, match=r"cannot reach .*Check the folder"):
        open_store(f"sqlite:///{tmp_path / 'data' / 'library.db'}")
