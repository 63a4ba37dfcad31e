"""Parses full texts of strangers in a process of its own, which is bounded and can be killed.

The child (`parsing_process`) gets the bytes as its standard input and gives a `Document` as JSON on its standard
output; both are unnamed files, so neither side can block the other and no answer can grow past its bound. It gets no
environment but what Python needs: no keys, no addresses. What it may use of memory, processor and files it bounds
itself before it reads a byte; the time on the clock is bounded here.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import msgspec

import paper_reader
from paper_reader.errors import DocumentError, DocumentTooLarge, DocumentUnreadable
from paper_reader.reader.parsing_answer import ParsingAnswer, ParsingJob
from paper_reader.reader.raw_document import RawDocument
from paper_reader.types.document import Document

_log = logging.getLogger(__name__)
_MODULE: Final = "paper_reader.reader.parsing_process"
_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
_REFUSALS: Final[dict[str, type[DocumentError]]] = {"too-large": DocumentTooLarge, "unreadable": DocumentUnreadable}
_IN_THE_BROWSER: Final = "Read it in the browser or a PDF viewer instead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What parsing one full text may take. `memory_bytes` is address space, of which libraries alone take 200 MB."""

    seconds: float = 60.0
    memory_bytes: int = 1024 * 1024 * 1024
    answer_bytes: int = 32 * 1024 * 1024


class Sandbox:
    """Parses, a process a document. Safe to share between threads."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()

    def parse(self, raw: RawDocument) -> Document:
        """Make the `Document`; raises `DocumentTooLarge` or `DocumentUnreadable`, within the bounds."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as taken, tempfile.TemporaryFile() as said:
            given.write(raw.content)
            given.seek(0)
            status = self._run(raw, given, taken, said)
            if status != 0:
                raise self._failed(raw, status, said)
            return self._answer(raw, taken)

    def _run(self, raw: RawDocument, given: IO[bytes], taken: IO[bytes], said: IO[bytes]) -> int:
        job = ParsingJob(
            form=raw.form,
            source=raw.source,
            address=raw.address,
            fetched_at=raw.fetched_at,
            seconds=self._bounds.seconds,
            memory_bytes=self._bounds.memory_bytes,
            answer_bytes=self._bounds.answer_bytes,
        )
        command = [sys.executable, "-P", "-s", "-B", "-m", _MODULE, msgspec.json.encode(job).decode()]
        # Nothing of the document is in the command: its bytes come through a file.
        with subprocess.Popen(command, stdin=given, stdout=taken, stderr=said, env=_environment()) as child:  # noqa: S603
            try:
                return child.wait(self._bounds.seconds)
            except subprocess.TimeoutExpired:
                raise DocumentUnreadable(
                    f"reading {raw.address} took longer than {self._bounds.seconds:g} s and was given up. "
                    f"{_IN_THE_BROWSER}, or set document_seconds to more"
                ) from None
            finally:
                child.kill()

    def _answer(self, raw: RawDocument, taken: IO[bytes]) -> Document:
        taken.seek(0)
        answer = taken.read(self._bounds.answer_bytes + 1)
        if len(answer) > self._bounds.answer_bytes:
            raise _too_much(raw)
        try:
            result = msgspec.json.decode(answer, type=ParsingAnswer)
        except msgspec.MsgspecError as error:
            raise DocumentUnreadable(
                f"{raw.address} cannot be read: its parser gave no answer. {_IN_THE_BROWSER}"
            ) from error
        if result.refusal is not None:
            raise _REFUSALS[result.refusal.kind](f"{raw.address} {result.refusal.message}")
        if result.document is None:
            raise DocumentUnreadable(f"{raw.address} cannot be read: its parser gave no answer. {_IN_THE_BROWSER}")
        return result.document

    def _failed(self, raw: RawDocument, status: int, said: IO[bytes]) -> DocumentError:
        said.seek(0)
        _log.warning(
            "parsing %s ended with status %d: %s", raw.address, status, said.read(4000).decode("utf-8", "replace")
        )
        return DocumentUnreadable(
            f"{raw.address} cannot be read: it is damaged, or needs more memory or processor time than reading may "
            f"take. {_IN_THE_BROWSER}"
        )


def _too_much(raw: RawDocument) -> DocumentTooLarge:
    return DocumentTooLarge(f"{raw.address} has more text than is read. {_IN_THE_BROWSER}")


def _environment() -> dict[str, str]:
    home = str(Path(paper_reader.__file__).resolve().parent.parent)  # also where the program runs from its sources
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {
        "PYTHONPATH": home,
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
    }
