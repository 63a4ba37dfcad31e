"""`-o FILE`: a file whole or not at all, and nothing but a file is ever replaced."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper_reader.cli.text_file import write_file


def test_a_file_is_written_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    write_file(path, ["one ", "größer\n"])
    write_file(path, ["two\n"])
    assert path.read_text("utf-8") == "two\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_stood_there_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text("old")

    def breaks() -> Iterator[str]:
        yield "new"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_file(path, breaks())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_file(pipe, ["through\n"])
    reader.join(5)
    assert read == ["through\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "list.md", tmp_path / "link.md"
    target.write_text("old")
    link.symlink_to(target)
    write_file(link, ["new"])
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "private.md"
    path.write_text("old")
    path.chmod(0o600)
    write_file(path, ["new"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        write_file(tmp_path / "nowhere" / "list.md", ["x"])
    assert caught.value.filename == str(tmp_path / "nowhere" / "list.md")
