"""Search over one library: exact names first, then what the engine finds, with the sentence that shows why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index import SearchRequest
from index.document import Hit, Mode, Vector
from index.encoders.protocol import Encoder
from index.engine import Engine
from index.errors import EncoderUnavailable, QueryNotUnderstood
from paper_reader.attributes import engine_filter, passes
from paper_reader.content import embedding_text
from paper_reader.errors import ModelUnavailable, QueryError
from paper_reader.query import clean_query, limits_in_words, query_terms, read_query, says_something
from paper_reader.search.lookup import exact_matches
from paper_reader.search.names import (
    EVIDENCE_HITS,
    is_about,
    is_subject,
    may_be_name,
    may_be_person,
    named_first,
    people_in,
)
from paper_reader.search.snippet import snippet
from paper_reader.store import Store
from paper_reader.types import Identifier, Paper, Scheme, SearchFilter, SearchHit, SearchMode, SearchResult

EXACT, NAME, AUTHOR = "exact", "name", "author"
EMPTY = "the library is empty. Fill it with paper-reader collect or paper-reader import, or set starter = on"
NO_WORDS = 'there is no word in this to look for. Give some, such as: paper-reader search "graph neural networks"'
EXACT_SCORE = 1.0  # no fused score is greater
_PAPERS_A_PAGE = 100
_MOST_LOOKED_THROUGH = 300  # papers of one surname, for the other words of a query


@dataclass(frozen=True, slots=True)
class Search:
    """Asks store, engine and encoder. `engine` None means that the library is empty."""

    store: Store
    engine: Engine | None
    encoder: Callable[[], Encoder]

    def search(self, text: str, *, mode: SearchMode, limits: SearchFilter, limit: int) -> SearchResult:
        """Find papers for what was typed. Lexical mode never touches the encoder.

        Raises `ModelUnavailable` in the other modes where the model cannot be loaded.
        """
        words = clean_query(text)
        called_so = self.store.papers.get_many(exact_matches(self.store, words))
        exact = [paper for paper in called_so if passes(paper, limits)]
        named = read_query(words)
        if isinstance(named, Identifier):
            hits = _ranked({EXACT: exact[:limit]}, [], {}, ())
            notes = () if exact else (_left_out(named, limits) if called_so else _missing(named),)
            return SearchResult(query=text, mode=mode, hits=hits, notes=notes)
        if not says_something(words):
            hits = _ranked({EXACT: exact[:limit]}, [], {}, ())
            return SearchResult(query=text, mode=mode, hits=hits, notes=() if exact else (NO_WORDS,))
        if self.engine is None or not (self.engine.manifest.count or self.store.papers.count()):
            return SearchResult(query=text, mode=mode, hits=(), notes=(EMPTY,))
        found = self._asked(self.engine, words, mode, limits, max(limit, EVIDENCE_HITS))
        papers = self._papers_of(found)
        first = {EXACT: exact} | self._known_by(words, list(papers.values()), limits, limit)
        return SearchResult(query=text, mode=mode, hits=_ranked(first, found, papers, query_terms(words))[:limit])

    def similar(self, paper: Paper, *, limits: SearchFilter, limit: int) -> SearchResult:
        """Find the papers nearest in meaning to `paper`, which itself is left out."""
        found: Sequence[Hit] = ()
        if self.engine is not None:
            found = self.engine.nearest(
                self._vector_of(self.engine, paper),
                limit=limit,
                filter=engine_filter(limits),
                exclude=frozenset({paper.id}),
            )
        papers = self._papers_of(found)
        hits = _ranked({}, found, papers, query_terms(paper.title))
        return SearchResult(query=paper.title, mode=SearchMode.DENSE, hits=hits)

    def _known_by(
        self, words: str, hits: Sequence[Paper], limits: SearchFilter, limit: int
    ) -> dict[str, Sequence[Paper]]:
        """Find the papers that carry the query as a name, or else those of the person that it names."""
        if may_be_name(words) and (carriers := self.store.names.named(words)):
            kinds = {one.paper_id: one.kind for one in carriers}
            papers = [paper for paper in self.store.papers.get_many(list(kinds)) if passes(paper, limits)]
            if named := named_first(words, [(paper, kinds[paper.id]) for paper in papers], hits):
                return {NAME: named}
        if may_be_person(words) and not is_subject(words, hits) and (by := self._written_by(words, limits, limit)):
            return {AUTHOR: by}
        for surname, terms in people_in(words, hits):
            ids = self.store.names.written_by(surname)
            by = self.store.papers.get_many(ids) if len(ids) <= _MOST_LOOKED_THROUGH else []
            if about := [paper for paper in by if is_about(paper, terms) and passes(paper, limits)]:
                return {AUTHOR: about[:limit]}
        return {}

    def _written_by(self, name: str, limits: SearchFilter, limit: int) -> list[Paper]:
        ids = self.store.names.written_by(name)
        found: list[Paper] = []
        for start in range(0, len(ids), _PAPERS_A_PAGE):
            page = self.store.papers.get_many(ids[start : start + _PAPERS_A_PAGE])
            found += [paper for paper in page if passes(paper, limits)]
            if len(found) >= limit:
                break
        return found[:limit]

    def _asked(self, engine: Engine, words: str, mode: SearchMode, limits: SearchFilter, limit: int) -> list[Hit]:
        vector: Vector | None = None
        try:
            if mode is not SearchMode.LEXICAL:
                vector = self.encoder().encode_queries([words])[0]
            return engine.search(
                SearchRequest(
                    text=words, vector=vector, mode=Mode(mode.value), filter=engine_filter(limits), limit=limit
                )
            )
        except EncoderUnavailable as error:
            raise ModelUnavailable(f"{str(error).rstrip('.')}. Search by words meanwhile: --mode lexical") from error
        except QueryNotUnderstood as error:
            raise QueryError(f"{str(error).rstrip('.')}. Use plain words") from error

    def _vector_of(self, engine: Engine, paper: Paper) -> Vector:
        vector: Vector
        try:
            (vector,) = engine.vectors([paper.id])
        except KeyError:  # newer than the index
            text = embedding_text(paper.title, paper.abstract, paper.curation.why if paper.curation else None)
            (vector,) = self.encoder().encode_documents([text])
        return vector

    def _papers_of(self, hits: Sequence[Hit]) -> dict[int, Paper]:
        """Read the papers of all hits at once. One deleted since the index was built is missing and drops out."""
        return {paper.id: paper for paper in self.store.papers.get_many([hit.id for hit in hits])}


def _missing(named: Identifier) -> str:
    way_in = f". Bring it in: paper-reader collect {named.value}" if named.scheme is Scheme.ARXIV else ""
    return f"{named} is not in the library{way_in}"


def _left_out(named: Identifier, limits: SearchFilter) -> str:
    return f"{named} is in the library, but outside the limits ({limits_in_words(limits)}). Leave them out to see it"


def _ranked(
    first: Mapping[str, Sequence[Paper]], found: Sequence[Hit], papers: dict[int, Paper], terms: Sequence[str]
) -> tuple[SearchHit, ...]:
    """Put what is found by a name first, then the engine's order; each paper once."""
    ranks = {hit.id: dict(hit.ranks) for hit in found}
    ordered: dict[int, tuple[Paper, float, dict[str, int]]] = {}
    for way, named in first.items():
        for place, paper in enumerate(named, 1):
            ordered.setdefault(paper.id, (paper, EXACT_SCORE, {way: place} | ranks.get(paper.id, {})))
    for hit in found:
        if hit.id in papers:
            ordered.setdefault(hit.id, (papers[hit.id], hit.score, dict(hit.ranks)))
    return tuple(
        SearchHit(rank=rank, score=score, paper=paper, found_by=found_by, snippet=_snippet_of(paper, terms))
        for rank, (paper, score, found_by) in enumerate(ordered.values(), 1)
    )


def _snippet_of(paper: Paper, terms: Sequence[str]) -> str:
    return snippet(paper.abstract or (paper.curation.why if paper.curation else ""), terms)
