"""Three small citation services over one invented literature, in the structure that the real ones answer in.

Titles and abstracts are sentences of ours. Preprint and article are two works at OpenAlex, as they are there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from paper_reader.sources.crossref import Crossref
from paper_reader.sources.gate import Gate
from paper_reader.sources.openalex import OpenAlex
from paper_reader.sources.retrying import Limits
from paper_reader.sources.semantic_scholar import SemanticScholar
from paper_reader.sources.transport import Transport
from paper_reader.store import Store, open_store

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Work:
    """`refs` are numbers of other works; `notices` are (kind, doi, day)."""

    number: int
    title: str
    authors: tuple[str, ...] = ("Ada Müller", "Bo Chen")
    year: int = 2021
    doi: str | None = None
    arxiv: str | None = None
    cited: int = 0
    refs: tuple[int, ...] = ()
    abstract: str | None = "We tie knots and count them. Then we untie them."
    retracted: bool = False
    notices: tuple[tuple[str, str, str], ...] = ()


@dataclass
class World:
    """Answers for all three, told apart by the first part of the path. `troubles` come first, service by service."""

    works: dict[int, Work] = field(default_factory=dict)
    troubles: dict[str, list[Any]] = field(default_factory=lambda: {"oa": [], "s2": [], "cr": []})
    reply: Any = None
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def add(self, *works: Work) -> None:
        self.works |= {work.number: work for work in works}

    def __call__(self, asked: Any) -> Any:
        service = asked.path.split("/")[1]
        self.asked.append((service, asked))
        if self.troubles[service]:
            trouble = self.troubles[service].pop(0)
            if trouble is not None:
                return trouble
        status, document = getattr(self, service)(asked)
        if document is None:
            return self.reply(status, b"Resource not found.", {"Content-Type": "text/plain"})
        return self.reply(status, json.dumps(document).encode(), {"Content-Type": "application/json"})

    def titled(self, words: str) -> list[Work]:
        wanted = words.lower().split()
        return [work for work in self.works.values() if all(word in work.title.lower() for word in wanted)]

    # OpenAlex

    def oa(self, asked: Any) -> tuple[int, Any]:
        filters = dict(part.split(":", 1) for part in asked.query["filter"].split(","))
        found = [one for work in self.works.values() for one in self.oa_works(work)]
        if "doi" in filters:
            wanted = {f"https://doi.org/{doi}" for doi in filters["doi"].split("|")}
            found = [one for one in found if one["doi"] in wanted]
        elif "openalex_id" in filters:
            found = [one for one in found if one["id"].split("/")[-1] in filters["openalex_id"].split("|")]
        else:
            words = filters.get("title.search") or filters["title_and_abstract.search"]
            numbers = [work.number for work in self.titled(words)]
            found = [one for one in found if int(one["id"].split("W")[1]) % 1000 in numbers]
        start, size = int(asked.query.get("cursor", "*").replace("*", "0")), int(asked.query["per-page"])
        more = str(start + size) if start + size < len(found) and "cursor" in asked.query else None
        return 200, {"meta": {"count": len(found), "next_cursor": more}, "results": found[start : start + size]}

    def oa_works(self, work: Work) -> list[dict[str, Any]]:
        """The article under W1…, the preprint under W2…; references are those of the article alone."""
        made = []
        if work.doi or not work.arxiv:
            made.append(self.oa_work(work, 1000 + work.number, work.doi, references=True))
        if work.arxiv:
            made.append(self.oa_work(work, 2000 + work.number, f"10.48550/arxiv.{work.arxiv}", references=False))
        return made

    def oa_work(self, work: Work, own: int, doi: str | None, *, references: bool) -> dict[str, Any]:
        words = (work.abstract or "").split()
        page = f"https://arxiv.org/abs/{work.arxiv}" if not references and work.arxiv else f"https://doi.org/{doi}"
        return {
            "id": f"https://openalex.org/W{own}",
            "doi": f"https://doi.org/{doi}" if doi else None,
            "ids": {"openalex": f"https://openalex.org/W{own}"},
            "title": work.title,
            "publication_year": work.year,
            "publication_date": f"{work.year}-01-01",
            "type": "article",
            "cited_by_count": work.cited if references else work.cited // 2,
            "referenced_works": [f"https://openalex.org/W{1000 + ref}" for ref in work.refs] if references else [],
            "authorships": [{"author": {"display_name": name}} for name in work.authors],
            "primary_location": {"landing_page_url": page, "source": {"display_name": "Journal of Knots"}},
            "locations": [{"landing_page_url": page}],
            "open_access": {"oa_status": "green", "oa_url": page},
            "is_retracted": work.retracted,
            "abstract_inverted_index": {word: [at for at, one in enumerate(words) if one == word] for word in words}
            or None,
            "primary_topic": {"field": {"display_name": "Mathematics"}},
        }

    # Semantic Scholar

    def s2(self, asked: Any) -> tuple[int, Any]:
        if asked.path.endswith("/paper/batch"):
            found = [self.s2_named(name) for name in json.loads(asked.body)["ids"]]
            if not any(found):
                return 400, {"error": "No valid paper ids given"}
            return 200, [self.s2_paper(work) if work else None for work in found]
        words = asked.query["query"]
        if asked.path.endswith("/match"):
            near = self.titled(words)[:1]
            return (
                (200, {"data": list(map(self.s2_short, near))}) if near else (404, {"error": "Title match not found"})
            )
        near, start, size = self.titled(words), int(asked.query["offset"]), int(asked.query["limit"])
        page: dict[str, Any] = {"total": len(near), "offset": start}
        if near[start:]:
            page["data"] = list(map(self.s2_short, near[start : start + size]))
        if start + size < len(near):
            page["next"] = start + size
        return 200, page

    def s2_named(self, name: str) -> Work | None:
        kind, _, value = name.rpartition(":")
        for work in self.works.values():
            names = {"": f"{work.number:040x}", "ARXIV": work.arxiv, "DOI": work.doi}
            if names.get(kind) == value:
                return work
        return None

    @staticmethod
    def s2_short(work: Work) -> dict[str, Any]:
        return {"paperId": f"{work.number:040x}", "title": work.title}

    def s2_paper(self, work: Work) -> dict[str, Any]:
        names = {"ArXiv": work.arxiv, "DOI": work.doi, "CorpusId": 5000 + work.number}
        known = {ref: self.works.get(ref) for ref in work.refs}
        return {
            **self.s2_short(work),
            "corpusId": 5000 + work.number,
            "externalIds": {name: value for name, value in names.items() if value},
            "url": f"https://www.semanticscholar.org/paper/{work.number:040x}",
            "abstract": work.abstract,
            "venue": "Knots",
            "year": work.year,
            "publicationDate": f"{work.year}-05-04",
            "referenceCount": len(work.refs),
            "citationCount": work.cited + 1,
            "influentialCitationCount": 3,
            "openAccessPdf": {"url": "https://example.org/knots.pdf"},
            "s2FieldsOfStudy": [{"category": "Mathematics", "source": "external"}],
            "publicationTypes": ["JournalArticle"],
            "authors": [{"authorId": "1", "name": name} for name in work.authors],
            "references": [
                {
                    "paperId": f"{ref:040x}",
                    "externalIds": {name: value for name, value in (("ArXiv", one.arxiv), ("DOI", one.doi)) if value}
                    if one
                    else None,
                }
                for ref, one in known.items()
            ],
        }

    # Crossref

    def cr(self, asked: Any) -> tuple[int, Any]:
        alone = asked.path.removeprefix("/cr/works").strip("/")
        works = [work for work in self.works.values() if work.doi]
        if alone:
            found = next((work for work in works if work.doi == unquote(alone)), None)
            return (200, {"status": "ok", "message": self.cr_work(found)}) if found else (404, None)
        filters = [part.split(":", 1) for part in asked.query.get("filter", "").split(",") if part]
        dois = {value for name, value in filters if name == "doi"}
        if dois:
            works = [work for work in works if work.doi in dois]
        else:
            near = self.titled(asked.query.get("query.title") or asked.query["query.bibliographic"])
            works = [work for work in works if work in near]
        start, size = int(asked.query.get("offset", 0)), int(asked.query["rows"])
        items = list(map(self.cr_work, works[start : start + size]))
        return 200, {"status": "ok", "message": {"total-results": len(works), "items": items}}

    def cr_work(self, work: Work) -> dict[str, Any]:
        cited = [self.works[ref] for ref in work.refs if ref in self.works]
        made: dict[str, Any] = {
            "DOI": (work.doi or "").upper(),
            "URL": f"https://doi.org/{work.doi}",
            "title": [work.title],
            "author": [{"given": name.split()[0], "family": name.split()[-1]} for name in work.authors],
            "container-title": ["Journal of Knots"],
            "published": {"date-parts": [[work.year, 6, 1]]},
            "is-referenced-by-count": work.cited + 2,
            "references-count": len(work.refs),
            "reference": [{"key": str(at), "DOI": one.doi} for at, one in enumerate(cited) if one.doi],
            "type": "journal-article",
        }
        if work.notices:
            made["updated-by"] = [
                {"type": kind, "DOI": doi, "updated": {"date-parts": [[int(part) for part in day.split("-")]]}}
                for kind, doi, day in work.notices
            ]
        return made


def small_world() -> list[Work]:
    """A preprint that became an article and cites two others; one known by its title alone; one that was retracted."""
    knots, ropes = "Knots in long molecules", "Ropes that remember their shape"
    braids, untie = "Braids of four strands and what they hold", "Untying without hands: a mechanical study"
    retraction = ("retraction", "10.5555/untie.4.r", "2022-03-01")
    return [
        Work(1, knots, doi="10.5555/knots.1", arxiv="2101.00001", cited=40, refs=(2, 3)),
        Work(2, ropes, doi="10.5555/ropes.2", cited=90, year=2019, authors=("Cleo Diaz",)),
        Work(3, braids, arxiv="1801.00003", cited=7, year=2018, authors=("Dan Eng",)),
        Work(4, untie, ("Eve Fox",), 2020, doi="10.5555/untie.4", retracted=True, notices=(retraction,)),
    ]


@pytest.fixture
def make_work() -> type[Work]:
    return Work


@pytest.fixture
def world(make_reply: Any) -> World:
    made = World(reply=make_reply)
    made.add(*small_world())
    return made


@pytest.fixture
def make_transport(tmp_path: Path, passing_time: Any) -> Callable[[str], Transport]:
    """Our transport with its real bounds made tiny, and waits that pass at once; one gate for each name."""

    def make(name: str, interval: float = 1.0) -> Transport:
        gate = Gate(tmp_path / f"{name}.json", interval, clock=passing_time.clock, sleep=passing_time.sleep, name=name)
        limits = Limits(connect=2.0, read=1.0, answer=2.0)
        return Transport(
            gate, contact="mailto:tests@example.org", limits=limits, clock=passing_time.clock,
            now=lambda: NOW, chance=lambda: 1.0,
        )  # fmt: skip

    return make


@pytest.fixture
def services(serve: Any, make_transport: Any) -> Callable[..., dict[str, Any]]:
    """Make the three services over what a function answers."""

    def make(answering: Any, **keys: str) -> dict[str, Any]:
        url = serve(answering).url
        return {
            "openalex": OpenAlex(f"{url}/oa", transport=make_transport("openalex"), key=keys.get("openalex")),
            "semantic-scholar": SemanticScholar(
                f"{url}/s2", transport=make_transport("semantic-scholar"), key=keys.get("semantic_scholar")
            ),
            "crossref": Crossref(f"{url}/cr", transport=make_transport("crossref")),
        }

    return make


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with its tables and nothing in them: making one takes longer than most of these tests."""
    path = tmp_path_factory.mktemp("empty") / "library.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_library: Path) -> Iterator[Store]:
    shutil.copy(empty_library, tmp_path / "library.db")
    with open_store(f"sqlite:///{tmp_path / 'library.db'}", clock=lambda: NOW) as opened:
        yield opened
