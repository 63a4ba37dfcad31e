"""What an OAI-PMH answer of arXiv's is: records and a token, nothing, or an error. Pure.

A client of our own: sickle and oaipmh-scythe both parse with libxml2's recovery on, so that a cut answer becomes a
shorter list without token, which reads as the end (docs/decisions/0303).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from paper_reader.errors import SourceRefusedQuery
from paper_reader.identifiers import parse_arxiv_id
from paper_reader.sources.answer import Answer, status_error, unrecognised
from paper_reader.sources.arxiv_record import arxiv_record
from paper_reader.sources.markup import Element, MarkupError, read_document, text_of
from paper_reader.types import SourceRecord

SOURCE: Final = "arxiv-oai"
_OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV: Final = "{http://arxiv.org/OAI/arXiv/}"


class OaiTokenExpired(SourceRefusedQuery):
    """The resumption token is not accepted any more: the harvest goes on by datestamp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiItem:
    """One record of a list: its header, and what it says where it is neither deleted nor unreadable."""

    key: str
    datestamp: str
    is_deleted: bool
    record: SourceRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiList:
    """One answer to ListRecords. `token` is None at the end of the list; `responded_on` is the server's date."""

    items: tuple[OaiItem, ...] = ()
    token: str | None = None
    token_expires: datetime | None = None
    total: int | None = None
    responded_on: date | None = None


def read_list(answer: Answer, *, now: datetime) -> OaiList:
    """Read an answer to ListRecords; raises the `SourceError` that it stands for. noRecordsMatch is an empty list."""
    root = _root(answer, now)
    responded = _moment(text_of(root, f"{_OAI}responseDate"))
    responded_on = responded.date() if responded else None
    error = root.find(f"{_OAI}error")
    if error is not None:
        _raise_unless_empty(error, answer)
        return OaiList(responded_on=responded_on)
    if problem := status_error(answer, source=SOURCE, now=now):
        raise problem
    listed = root.find(f"{_OAI}ListRecords")
    if listed is None:
        raise unrecognised(answer, source=SOURCE, what="OAI-PMH without a list of records")
    token = listed.find(f"{_OAI}resumptionToken")
    size = token.attrib.get("completeListSize", "") if token is not None else ""
    return OaiList(
        items=tuple(_item(element, now) for element in listed.iterfind(f"{_OAI}record")),
        token=(token.text or "").strip() or None if token is not None else None,
        token_expires=_moment(token.attrib.get("expirationDate")) if token is not None else None,
        total=int(size) if size.isdecimal() else None,
        responded_on=responded_on,
    )


def _root(answer: Answer, now: datetime) -> Element:
    """Parse the answer; statuses other than 200 come first, but for those under which a server may explain itself."""
    if answer.status not in (200, 400, 404, 422) and (error := status_error(answer, source=SOURCE, now=now)):
        raise error
    try:
        root = read_document(answer.content)
    except MarkupError as problem:
        if error := status_error(answer, source=SOURCE, now=now):
            raise error from None
        what = "a web page" if answer.is_html else f"broken XML ({problem})"
        raise unrecognised(answer, source=SOURCE, what=what if answer.content.strip() else "an empty body") from problem
    if root.tag != f"{_OAI}OAI-PMH":
        if error := status_error(answer, source=SOURCE, now=now):
            raise error
        raise unrecognised(answer, source=SOURCE, what="a web page" if answer.is_html else "XML that is no OAI-PMH")
    return root


def _raise_unless_empty(error: Element, answer: Answer) -> None:
    code = error.attrib.get("code", "")
    reason = " ".join((error.text or "").split()) or code
    if code == "noRecordsMatch":
        return
    kind = OaiTokenExpired if code == "badResumptionToken" else SourceRefusedQuery
    raise kind(
        f"arXiv's OAI-PMH does not accept this request ({code}): {reason} Check set and dates",
        source=SOURCE, url=answer.url, status=answer.status,
    )  # fmt: skip


def _item(element: Element, now: datetime) -> OaiItem:
    header = element.find(f"{_OAI}header")
    identifier = text_of(element, f"{_OAI}header/{_OAI}identifier") or ""
    datestamp = text_of(element, f"{_OAI}header/{_OAI}datestamp") or ""
    parsed = parse_arxiv_id(identifier)
    key = parsed[0] if parsed else identifier
    is_deleted = header is not None and header.attrib.get("status") == "deleted"
    metadata = element.find(f"{_OAI}metadata/{_ARXIV}arXiv")
    record = None if is_deleted or metadata is None else _record(metadata, key, now)
    return OaiItem(key=key, datestamp=datestamp[:10], is_deleted=is_deleted, record=record)


def _record(metadata: Element, header_key: str, now: datetime) -> SourceRecord | None:
    parsed = parse_arxiv_id(text_of(metadata, f"{_ARXIV}id") or header_key)
    title = text_of(metadata, f"{_ARXIV}title")
    if parsed is None or title is None:
        return None

    def said(name: str) -> str | None:
        return text_of(metadata, f"{_ARXIV}{name}")

    return arxiv_record(
        source=SOURCE,
        arxiv_id=parsed[0],
        fetched_at=now.astimezone(UTC),
        title=title,
        abstract=said("abstract"),
        authors=[_name(author) for author in metadata.iterfind(f"{_ARXIV}authors/{_ARXIV}author")],
        published=_day(said("created")),
        updated=_day(said("updated")) or _day(said("created")),
        categories=(said("categories") or "").split(),
        doi=said("doi"),
        journal_ref=said("journal-ref"),
        extra={
            "comment": said("comments"),
            "licence": said("license"),
            "report_no": said("report-no"),
            "msc_class": said("msc-class"),
            "acm_class": said("acm-class"),
            "created": said("created"),
        },
    )


def _name(author: Element) -> str:
    parts = (text_of(author, f"{_ARXIV}{part}") for part in ("forenames", "keyname", "suffix"))
    return " ".join(part for part in parts if part)


def _day(text: str | None) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
