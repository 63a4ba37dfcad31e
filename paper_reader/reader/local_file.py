"""A full text that lies on the reader's own disk."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from paper_reader.errors import DocumentTooLarge, DocumentUnavailable, DocumentUnreadable
from paper_reader.reader.raw_document import RawDocument, form_of
from paper_reader.types.document import DocumentSource


def read_local_file(path: Path, *, most_bytes: int) -> RawDocument:
    """Read a PDF or HTML file of at most `most_bytes`.

    Raises `DocumentUnavailable` for no (ordinary) file, `DocumentTooLarge`, and `DocumentUnreadable` for other forms.
    """
    try:
        # Without blocking: opening a named pipe would wait for its writer for ever.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:  # noqa: PTH123 - pathlib takes no flags
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise DocumentUnavailable(f"{path} is no file. Name a PDF or HTML file")
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise DocumentUnavailable(f"{path} cannot be read: {error.strerror}. Name a PDF or HTML file") from error
    if len(content) > most_bytes:
        raise DocumentTooLarge(
            f"{path} is larger than {most_bytes // 2**20} MB. Set document_megabytes to more, or read it elsewhere"
        )
    form = form_of(content)
    if form is None:
        raise DocumentUnreadable(f"{path} is neither PDF nor HTML. Name a PDF or HTML file")
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    return RawDocument(
        content=content, form=form, source=DocumentSource.FILE, address=str(path.absolute()), fetched_at=changed
    )
