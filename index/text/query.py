"""Turns what a person typed, and a filter, into a tantivy query. No query language: any text is a query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.document import Filter
from index.text.schema import ATTRIBUTES, BODY, NAMES, SEPARATOR, TITLE, number_prefix, tag_term
from index.text.terms import ReadQuery

if TYPE_CHECKING:
    import tantivy

TITLE_WEIGHT = 2.0
# A whole abstract may be the query. Its rarest words find what all of them would, in a fraction of the time.
MOST_TERMS = 64


class QueryBuilder:
    """Builds queries for one searcher, whose term counts decide which forms of a name are worth asking for."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, analyzer: tantivy.TextAnalyzer) -> None:
        self._schema = schema
        self._searcher = searcher
        self._analyzer = analyzer

    def build(self, read: ReadQuery, condition: Filter) -> tantivy.Query | None:
        """The query for what was read; None where nothing of it can be found at all.

        A word scores its BM25 in the title, `TITLE_WEIGHT` fold, plus its BM25 in the body; a name that is written in
        several ways scores once, by its best form. Phrases must be there. The filter only admits.
        """
        from tantivy import Occur, Query

        wanted = [self._word(term, count) for term, count in self._terms(read.words)]
        wanted += [clause for name in read.joined if (clause := self._joined(name)) is not None]
        phrases = [self._phrase(phrase) for phrase in read.phrases]
        if not wanted and not phrases:
            return None
        must = [(Occur.Must, phrase) for phrase in phrases]
        if phrases:
            must += [(Occur.Should, clause) for clause in wanted]
            found = Query.boolean_query(must)
        else:
            found = Query.boolean_query([(Occur.Should, clause) for clause in wanted])
        if condition.is_empty:
            return found
        admitted = [Query.const_score_query(clause, 0.0) for clause in self._conditions(condition)]
        return Query.boolean_query([(Occur.Must, clause) for clause in (found, *admitted)])

    def _terms(self, words: Sequence[str]) -> list[tuple[str, int]]:
        """Terms that the index has, with how often they were typed; of very many the rarest."""
        counts = Counter(term for word in words for term in self._analyzer.analyze(word))
        known = {term: frequency for term in counts if (frequency := self._frequency(term))}
        rarest = sorted(known, key=lambda term: (known[term], term))[:MOST_TERMS]
        return [(term, counts[term]) for term in rarest]

    def _frequency(self, term: str) -> int:
        return sum(self._searcher.doc_freq(field, term) for field in (TITLE, BODY, NAMES))

    def _word(self, term: str, count: int) -> tantivy.Query:
        from tantivy import Query

        clause = self._forms(term)
        return clause if count == 1 else Query.boost_query(clause, float(count))

    def _joined(self, name: str) -> tantivy.Query | None:
        """A name as one word, where any document has it so. Signed names stand in the field of names alone."""
        terms = [name] if not name.isalnum() else self._analyzer.analyze(name)
        if len(terms) != 1 or not self._frequency(terms[0]):
            return None
        return self._forms(terms[0])

    def _forms(self, term: str) -> tantivy.Query:
        from tantivy import Occur, Query

        title = Query.boost_query(Query.term_query(self._schema, TITLE, term), TITLE_WEIGHT)
        in_text = Query.boolean_query([(Occur.Should, title), (Occur.Should, self._term(BODY, term))])
        if not self._searcher.doc_freq(NAMES, term):
            return in_text
        return Query.disjunction_max_query([in_text, self._term(NAMES, term)])

    def _term(self, field: str, term: str) -> tantivy.Query:
        from tantivy import Query

        return Query.term_query(self._schema, field, term)

    def _phrase(self, words: Sequence[str]) -> tantivy.Query:
        """The words in a row, in title or body, each in any grammatical form."""
        from tantivy import Occur, Query

        terms: list[str | tuple[int, str]] = [term for word in words for term in self._analyzer.analyze(word)]
        if not terms:
            return Query.empty_query()
        fields: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for field, weight in ((TITLE, TITLE_WEIGHT), (BODY, 1.0)):
            phrase = (
                Query.phrase_query(self._schema, field, terms) if len(terms) > 1 else self._term(field, str(terms[0]))
            )
            fields.append((Occur.Should, Query.boost_query(phrase, weight)))
        return Query.boolean_query(fields)

    def _conditions(self, condition: Filter) -> list[tantivy.Query]:
        from tantivy import Query

        admitted = [self._numbers_between(name, low, high) for name, (low, high) in condition.ranges.items()]
        admitted += [[tag_term(name, value) for value in sorted(values)] for name, values in condition.any_of.items()]
        return [
            Query.term_set_query(self._schema, ATTRIBUTES, terms) if terms else Query.empty_query()
            for terms in admitted
        ]

    def _numbers_between(self, name: str, low: int | None, high: int | None) -> list[str]:
        """The terms of all numbers in a range that any document has. Numbers are few-valued, like years."""
        prefix = number_prefix(name)
        terms = [term for term, _ in self._searcher.terms_with_prefix(ATTRIBUTES, prefix)]
        values = {term: int(term.rpartition(SEPARATOR)[2]) for term in terms}
        return [
            term for term, value in values.items() if (low is None or value >= low) and (high is None or value <= high)
        ]
