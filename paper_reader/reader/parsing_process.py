"""The child process that parses one full text: bounds itself, reads standard input, writes JSON to standard output.

Imports little, so that it starts quickly: no database, no models, no settings.
"""

from __future__ import annotations

import sys
from typing import Literal

import msgspec

from paper_reader.errors import DocumentTooLarge, DocumentUnreadable
from paper_reader.reader.parsing_answer import ParsingAnswer, ParsingJob, ParsingRefusal
from paper_reader.reader.raw_document import DocumentForm, RawDocument
from paper_reader.types.document import Document


def main(arguments: list[str]) -> int:
    """Do the job that the only argument says; 0 with an answer, anything else without one."""
    job = msgspec.json.decode(arguments[0], type=ParsingJob)
    bound_this_process(job)
    raw = RawDocument(
        content=sys.stdin.buffer.read(),
        form=job.form,
        source=job.source,
        address=job.address,
        fetched_at=job.fetched_at,
    )
    answer = msgspec.json.encode(parsed(raw))
    if len(answer) > job.answer_bytes:
        too_large = ParsingRefusal(
            kind="too-large", message="has more text than is read. Read it in the browser instead"
        )
        answer = msgspec.json.encode(ParsingAnswer(refusal=too_large))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def parsed(raw: RawDocument) -> ParsingAnswer:
    """Parse, or say why not."""
    try:
        return ParsingAnswer(document=parse(raw))
    except DocumentTooLarge as error:
        return _refused("too-large", str(error))
    except DocumentUnreadable as error:
        return _refused("unreadable", str(error))
    except MemoryError:
        message = "needs more memory than reading may take. Read it in the browser or a PDF viewer instead"
        return _refused("unreadable", message)


def _refused(kind: Literal["too-large", "unreadable"], message: str) -> ParsingAnswer:
    return ParsingAnswer(refusal=ParsingRefusal(kind=kind, message=message))


def parse(raw: RawDocument) -> Document:
    """Parse in this very process; for the child, and for tests. Raises `DocumentTooLarge`, `DocumentUnreadable`."""
    if raw.form is DocumentForm.PDF:
        from paper_reader.reader.pdf import parse_pdf

        return parse_pdf(raw)
    from paper_reader.reader.html_page import parse_html

    return parse_html(raw)


def bound_this_process(job: ParsingJob) -> None:
    """Bound memory, processor time, and what is written, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock and the bound on the answer remain
        return
    seconds = int(job.seconds) + 1
    for kind, most in (
        (resource.RLIMIT_AS, job.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, job.answer_bytes + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (wanted, wanted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
