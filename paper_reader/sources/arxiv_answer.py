"""What an answer of arXiv's query API is: results, nothing, an error, or no answer at all. Pure.

Checked before the `arxiv` package parses it, since that reads a web page, an empty body and an error entry all as zero
results. Both serialisations are known: that until 2025 (feed ids "http://arxiv.org/api/…", errors with status 200) and
that since 2026 ("https://…", errors with status 400).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from paper_reader.errors import SourceIncomplete, SourceRefusedQuery
from paper_reader.identifiers import parse_arxiv_id
from paper_reader.sources.answer import Answer, status_error, unrecognised
from paper_reader.sources.arxiv_record import arxiv_record, one_line
from paper_reader.sources.markup import Element, MarkupError, read_document, text_of
from paper_reader.types import SourceRecord

if TYPE_CHECKING:
    import arxiv  # type: ignore[import-untyped]  # it is annotated, but has no py.typed

SOURCE: Final = "arxiv"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH: Final = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR_MARK: Final = "/api/errors#"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiHeader:
    """What an answer says of itself. `readable` entries are those that the `arxiv` package will give."""

    total: int
    entries: int
    readable: int


def read_header(answer: Answer, *, now: datetime) -> ApiHeader:
    """Check an answer and give its header; raises the `SourceError` that it stands for."""
    if answer.status not in (200, 400) and (error := status_error(answer, source=SOURCE, now=now)):
        raise error
    try:
        root = read_document(answer.content)
    except MarkupError as error:
        if problem := status_error(answer, source=SOURCE, now=now):
            raise problem from None
        what = "a web page" if answer.is_html else f"broken XML ({error})"
        raise unrecognised(answer, source=SOURCE, what=what if answer.content.strip() else "an empty body") from error
    entries = [*root.iterfind(f"{_ATOM}entry")] if root.tag == f"{_ATOM}feed" else []
    _raise_error_entry(entries, answer)
    if problem := status_error(answer, source=SOURCE, now=now):
        raise problem
    total = text_of(root, f"{_OPENSEARCH}totalResults")
    if root.tag != f"{_ATOM}feed" or total is None or not total.isdecimal():
        what = "a web page" if answer.is_html or root.tag.lower().endswith("html") else "XML that is no result feed"
        raise unrecognised(answer, source=SOURCE, what=what)
    return _counted(answer, entries, int(total))


def record_of(result: arxiv.Result, *, fetched_at: datetime) -> SourceRecord | None:
    """Turn one of the package's results into a record; None where it has no id or no title to go by."""
    parsed = parse_arxiv_id(result.entry_id)
    if parsed is None or not one_line(result.title):
        return None
    arxiv_id, version = parsed
    categories = [result.primary_category, *result.categories] if result.primary_category else result.categories
    affiliations = "; ".join(
        f"{author.name}: {', '.join(author.affiliation)}" for author in result.authors if author.affiliation
    )
    return arxiv_record(
        source=SOURCE,
        arxiv_id=arxiv_id,
        fetched_at=fetched_at,
        title=result.title,
        abstract=result.summary,
        authors=[author.name for author in result.authors],
        published=result.published.date(),
        updated=result.updated.date(),
        categories=categories,
        doi=result.doi,
        journal_ref=result.journal_ref,
        extra={
            "comment": result.comment,
            "version": str(version) if version else None,
            "affiliations": affiliations,
        },
    )


def _raise_error_entry(entries: list[Element], answer: Answer) -> None:
    for entry in entries:
        if _ERROR_MARK in (text_of(entry, f"{_ATOM}id") or ""):
            reason = text_of(entry, f"{_ATOM}summary") or "no reason given"
            raise SourceRefusedQuery(
                f"arXiv does not accept this query: {reason}. Change it and try again",
                source=SOURCE, url=answer.url, status=answer.status,
            )  # fmt: skip


def _counted(answer: Answer, entries: list[Element], total: int) -> ApiHeader:
    asked = parse_qs(urlsplit(answer.url).query)
    start = int(asked.get("start", ["0"])[0])
    if not entries and total > start:
        raise SourceIncomplete(
            f"arXiv announced {total:,} results and gave none from number {start:,} on. "
            "Run the same command again to go on",
            source=SOURCE, url=answer.url, status=answer.status,
        )  # fmt: skip
    try:
        readable = sum(_is_readable(entry) for entry in entries)
    except ValueError as error:
        raise unrecognised(answer, source=SOURCE, what=f"an entry with an impossible date ({error})") from error
    return ApiHeader(total=total, entries=len(entries), readable=readable)


def _is_readable(entry: Element) -> bool:
    """Whether the package gives this entry: it leaves out those without id or dates. ValueError for an odd date."""
    if not text_of(entry, f"{_ATOM}id"):
        return False
    dates = [text_of(entry, f"{_ATOM}{name}") for name in ("updated", "published")]
    for text in dates:
        if text:
            datetime.fromisoformat(text)
    return all(dates)
