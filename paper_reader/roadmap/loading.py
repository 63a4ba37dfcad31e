"""Reads the roadmap files. The only I/O of this package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from paper_reader.errors import RoadmapError
from paper_reader.roadmap.assembly import assemble
from paper_reader.roadmap.document import RoadmapDocument, parse_document
from paper_reader.types import Roadmap

PACKAGED_NAME = "roadmap.toml (of Paper Reader itself)"


def load_roadmap(user_file: Path | None = None) -> Roadmap:
    """The packaged roadmap, with the user's own file on top where one is given.

    The user's file adds parts and topics and overrides single fields of those that are there. RoadmapError names the
    file and the place for anything that is wrong in it, and for a file that cannot be read: a caller that has only a
    customary place for the file asks first whether it exists. Takes about 20 ms; the value is immutable.
    """
    documents = [_packaged()]
    if user_file is not None:
        documents.append(_of_user(user_file))
    return assemble(documents)


def _packaged() -> RoadmapDocument:
    text = files("paper_reader").joinpath("roadmap.toml").read_text(encoding="utf-8")
    return parse_document(text, PACKAGED_NAME)


def _of_user(path: Path) -> RoadmapDocument:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise RoadmapError(f"{path}: cannot be read: {reason}. Check the path of your roadmap file.") from error
    except UnicodeDecodeError as error:
        raise RoadmapError(f"{path}: not UTF-8 text at byte {error.start}. Save the file as UTF-8.") from error
    return parse_document(text.replace("\r\n", "\n"), str(path))
