"""arXiv as it stood on some day, over loopback: OAI-PMH and the query API, with the papers of a corpus."""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

OAI_PAGE = 1000  # as arXiv's own
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOKEN = re.compile(r'submittedDate:\[(\d{12}) TO (\d{12})\]|(ti|abs):"([^"]*)"|cat:([\w.*-]+)|(ANDNOT|AND|OR|[()])')


@dataclass(frozen=True, slots=True)
class Submission:
    """A paper and the day on which it came to arXiv."""

    arxiv_id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    day: date

    @property
    def minute(self) -> str:
        """When it was submitted, as the query API counts."""
        return f"{self.day:%Y%m%d}0900"


Test = Callable[[Submission], bool]


class SmallArxiv:
    """Serves what was there on the day `today`; used with `with`."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self._all = sorted(submissions, key=lambda one: (one.day, one.arxiv_id))
        self._days = [one.day for one in self._all]
        self.today = date.min
        self.requests = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.requests += 1
                parts = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                body = (outer.oai(asked) if parts.path == "/oai" else outer.api(asked)).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def now(self) -> datetime:
        """Noon of today."""
        return datetime.combine(self.today, time(12), UTC)

    def visible(self) -> Sequence[Submission]:
        """What had come by today, the oldest first."""
        return self._all[: bisect_right(self._days, self.today)]

    def oai(self, asked: dict[str, str]) -> str:
        """A page of ListRecords, in the order of the datestamps."""
        if "resumptionToken" in asked:
            asked = {name: values[0] for name, values in parse_qs(unquote(asked["resumptionToken"])).items()}
        wanted = asked.get("set", "").split(":")
        category = wanted[0] if len(wanted) == 1 else ".".join(dict.fromkeys(wanted[1:]))
        first = asked.get("from", "")
        found = [one for one in self.visible() if one.day.isoformat() >= first and _in(one, category)]
        start = int(asked.get("skip", 0))
        page = found[start : start + OAI_PAGE]
        inside = f"<ListRecords>{''.join(map(_record, page))}"
        if start + OAI_PAGE < len(found):
            token = quote(f"skip={start + OAI_PAGE}&from={first}&set={asked.get('set', '')}", safe="")
            inside += f"<resumptionToken>{token}</resumptionToken>"
        inside += "</ListRecords>"
        inside = inside if found else "<error code='noRecordsMatch'>nothing</error>"
        return (
            '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            f"<responseDate>{self.now:%Y-%m-%dT%H:%M:%SZ}</responseDate><request>x</request>{inside}</OAI-PMH>"
        )

    def api(self, asked: dict[str, str]) -> str:
        """A page of a search, the newest first."""
        fits = read_query(asked["search_query"])
        found = [one for one in reversed(self.visible()) if fits(one)]
        start, size = int(asked.get("start", 0)), int(asked.get("max_results", 10))
        space = "http://a9.com/-/spec/opensearch/1.1/"
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns:opensearch="{space}" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
            "<id>https://arxiv.org/api/x</id>"
            f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>"
            f"{''.join(map(_entry, found[start : start + size]))}</feed>"
        )


def read_query(text: str) -> Test:
    """Read arXiv's query language: phrases in title and abstract, categories, dates, AND, OR, ANDNOT, brackets."""
    return _either([match.groups() for match in _TOKEN.finditer(text)].__iter__())


def _either(tokens: Iterator[tuple[str, ...]]) -> Test:
    """One bracket, from the left; AND and OR bind alike, as at arXiv."""
    so_far: Test = lambda _: True  # noqa: E731 - the beginning of a fold
    joint = "AND"
    for start, end, field, phrase, category, sign in tokens:
        if sign in {"AND", "OR", "ANDNOT"}:
            joint = sign
            continue
        if sign == ")":
            return so_far
        part = _either(tokens) if sign == "(" else _clause(start, end, field, phrase, category)
        so_far = _joined(so_far, joint, part)
    return so_far


def _joined(left: Test, joint: str, right: Test) -> Test:
    if joint == "OR":
        return lambda one: left(one) or right(one)
    if joint == "ANDNOT":
        return lambda one: left(one) and not right(one)
    return lambda one: left(one) and right(one)


def _clause(start: str, end: str, field: str, phrase: str, category: str) -> Test:
    if start:
        return lambda one: start <= one.minute <= end
    if category:
        return lambda one: _in(one, category.removesuffix(".*"))
    words = phrase.lower()
    return lambda one: words in (one.title if field == "ti" else one.abstract).lower()


def _in(one: Submission, category: str) -> bool:
    return not category or any(own == category or own.startswith(f"{category}.") for own in one.categories)


def _record(one: Submission) -> str:
    names = "".join(
        f"<author><keyname>{_xml(last)}</keyname><forenames>{_xml(first)}</forenames></author>"
        for first, _, last in (name.rpartition(" ") for name in one.authors)
    )
    return (
        f"<record><header><identifier>oai:arXiv.org:{one.arxiv_id}</identifier><datestamp>{one.day}</datestamp>"
        f"</header><metadata><arXiv xmlns='http://arxiv.org/OAI/arXiv/'><id>{one.arxiv_id}</id>"
        f"<created>{one.day}</created><authors>{names}</authors><title>{_xml(one.title)}</title>"
        f"<categories>{' '.join(one.categories)}</categories><abstract>{_xml(one.abstract)}</abstract>"
        "</arXiv></metadata></record>"
    )


def _entry(one: Submission) -> str:
    moment = f"{one.day}T09:00:00Z"
    return (
        f"<entry><id>http://arxiv.org/abs/{one.arxiv_id}v1</id><updated>{moment}</updated>"
        f"<published>{moment}</published><title>{_xml(one.title)}</title><summary>{_xml(one.abstract)}</summary>"
        + "".join(f"<author><name>{_xml(name)}</name></author>" for name in one.authors)
        + "".join(f'<category term="{name}" scheme="http://arxiv.org/schemas/atom"/>' for name in one.categories)
        + f'<arxiv:primary_category term="{one.categories[0]}"/></entry>'
    )


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
