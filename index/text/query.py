"""Turns what a person typed, and a filter, into a tantivy query. No query language: any text is a query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.document import Filter
from index.text.schema import ATTRIBUTES, NAMES, SEPARATOR, TEXT, number_prefix, tag_term
from index.text.terms import ReadQuery

if TYPE_CHECKING:
    import tantivy

# A whole abstract may be the query. Its rarest words find what all of them would, in a fraction of the time.
MOST_TERMS = 128


class QueryBuilder:
    """Builds queries for one searcher, whose term counts decide which forms of a name are worth asking for."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, analyzer: tantivy.TextAnalyzer) -> None:
        self._schema = schema
        self._searcher = searcher
        self._analyzer = analyzer

    def build(self, read: ReadQuery, condition: Filter) -> tantivy.Query | None:
        """The query for what was read; None where nothing of it can be found at all.

        The score is the sum of the words' BM25; a word that is also a name which texts write in several ways scores
        once, by its best form. Phrases must be there. The filter only admits.
        """
        from tantivy import Occur, Query

        wanted = [self._word(term, count) for term, count in self._terms(read.words)]
        wanted += [clause for name in read.joined if (clause := self._joined(name, name in read.names))]
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
        return max(self._searcher.doc_freq(field, term) for field in (TEXT, NAMES))

    def _word(self, term: str, count: int) -> tantivy.Query:
        from tantivy import Query

        clause = self._either(term)
        return clause if count == 1 else Query.boost_query(clause, float(count))

    def _joined(self, name: str, among_names: bool) -> tantivy.Query | None:
        """A name as one word, where any document has it so; None where none has."""
        # The analyzer would throw a sign away; signed names stand among the names alone.
        terms = self._analyzer.analyze(name) if name.isalnum() else [name]
        if len(terms) != 1:  # none: the analyzer drops what is longer than any word, as a line of Chinese is
            return None
        term = terms[0]
        if among_names and self._searcher.doc_freq(NAMES, term):
            return self._either(term)
        return self._term(TEXT, term) if self._searcher.doc_freq(TEXT, term) else None

    def _either(self, term: str) -> tantivy.Query:
        """The term in the text, or among the names, whichever scores more."""
        from tantivy import Query

        if not self._searcher.doc_freq(NAMES, term):
            return self._term(TEXT, term)
        return Query.disjunction_max_query([self._term(TEXT, term), self._term(NAMES, term)])

    def _term(self, field: str, term: str) -> tantivy.Query:
        from tantivy import Query

        return Query.term_query(self._schema, field, term)

    def _phrase(self, words: Sequence[str]) -> tantivy.Query:
        """The words in a row, each in any grammatical form."""
        from tantivy import Query

        terms: list[str | tuple[int, str]] = [term for word in words for term in self._analyzer.analyze(word)]
        if not terms:
            return Query.empty_query()
        return Query.phrase_query(self._schema, TEXT, terms) if len(terms) > 1 else self._term(TEXT, str(terms[0]))

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
