"""From a person's words to arXiv's query language. Pure.

What words mean (docs/decisions/0302 says why): a run of words is the phrase, in title or abstract; "…" is a phrase;
several phrases must all be there. Where the exact phrase gives too few, the next search wants all the words instead.
AND, OR, ANDNOT and parentheses between them work, and a text that uses arXiv's own fields (`au:`, `ti:`, `cat:` …) is
passed on as it is. Nothing is encoded here: that happens once, in the `arxiv` package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from paper_reader.errors import QueryError
from paper_reader.identifiers import parse_arxiv_id
from paper_reader.sources.arxiv_categories import category_clause

_OWN_FIELDS = re.compile(r"(?:^|[\s(])(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):[^\s]")
_TOKEN = re.compile(r'"(?P<phrase>[^"]*)"|(?P<bracket>[()])|(?P<word>[^\s()"]+)')
_OPERATORS = {"AND": "AND", "OR": "OR", "ANDNOT": "ANDNOT", "NOT": "ANDNOT"}
_NOT_SEARCHED = re.compile(r"[^\w\s.+#'’*/-]")  # signs of the query language, and such as no index keeps
# Words that arXiv's index leaves out: asked for on their own they match nothing.
_STOP_WORDS = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "if", "in", "into", "is", "it", "no",
        "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "via",
        "was", "will", "with",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of submission dates, both minutes included (UTC)."""

    start: datetime
    end: datetime

    @property
    def clause(self) -> str:
        """The window in the API's query language."""
        return f"submittedDate:[{self.start:%Y%m%d%H%M} TO {self.end:%Y%m%d%H%M}]"


def ids_in(text: str) -> tuple[str, ...]:
    """Give the arXiv ids (without version) that the text consists of; empty where it is anything else."""
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    parsed = [parse_arxiv_id(part) for part in parts]
    if not parts or any(found is None for found in parsed):
        return ()
    return tuple(dict.fromkeys(found[0] for found in parsed if found))


def searches_for(text: str, categories: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give the searches that serve a text, the strictest first; no two of them give the same paper.

    Later ones are for when the earlier ones gave too little.
    """
    clauses = _text_clauses(text)
    if not categories:
        return clauses or ("",)
    narrowed = category_clause(categories)
    return tuple(f"{clause} AND {narrowed}" for clause in clauses) or (narrowed,)


def within(search: str, window: Window | None) -> str:
    """Narrow a search to a window of submission dates."""
    if window is None:
        return search
    return f"{search} AND {window.clause}" if search else window.clause


def _text_clauses(text: str) -> tuple[str, ...]:
    text = " ".join(text.split())
    if not text:
        return ()
    if _OWN_FIELDS.search(text):
        return (f"({text})",)
    strict = _expression(text, _phrase)
    loose = _expression(text, _all_words)
    if loose == strict:
        return (strict,)
    return (strict, f"({loose} ANDNOT {strict})")


def _expression(text: str, run: Callable[[list[str]], str]) -> str:
    """Rewrite the text with each run of plain words made a clause by `run`; operators and brackets stay."""
    with_logic = any(token in _OPERATORS for token in text.split())
    parts: list[str] = []
    for part in _parts(text, with_logic=with_logic):
        clause = part if isinstance(part, str) else run(part)
        if not clause:
            continue
        if parts and not _is_joint(parts[-1], opening=True) and not _is_joint(clause, opening=False):
            parts.append("AND")
        parts.append(clause)
    joined = " ".join(parts).replace("( ", "(").replace(" )", ")")
    if not joined or parts[0] in _OPERATORS.values() or parts[-1] in _OPERATORS.values():
        raise QueryError(f'there is nothing to search for in {text!r}. Give words, or "a phrase"')
    if joined.count("(") != joined.count(")"):
        raise QueryError(f"the parentheses in {text!r} don't match. Close each one that is opened")
    return f"({joined})" if len(parts) > 1 else joined


def _is_joint(part: str, *, opening: bool) -> bool:
    return part in _OPERATORS.values() or part == ("(" if opening else ")")


def _parts(text: str, *, with_logic: bool) -> Iterator[str | list[str]]:
    """Yield operators, brackets and quoted clauses as texts, runs of plain words as lists."""
    run: list[str] = []
    for token in _TOKEN.finditer(text):
        quoted, bracket, word = token["phrase"], token["bracket"], token["word"]
        if word and not (with_logic and word in _OPERATORS):
            run += _searchable(word).split()
            continue
        if bracket and not with_logic:
            continue
        if run:
            yield run
            run = []
        if quoted is not None:
            if phrase := _searchable(quoted):
                yield _clause(phrase)
        else:
            yield bracket or _OPERATORS[word]
    if run:
        yield run


def _searchable(text: str) -> str:
    return " ".join(_NOT_SEARCHED.sub(" ", text).replace("*", " ").split())


def _phrase(words: list[str]) -> str:
    return _clause(" ".join(words))


def _all_words(words: list[str]) -> str:
    wanted = [word for word in dict.fromkeys(words) if word.lower() not in _STOP_WORDS] or words
    clauses = " AND ".join(_clause(word) for word in wanted)
    return f"({clauses})" if len(wanted) > 1 else clauses


def _clause(phrase: str) -> str:
    return f'(ti:"{phrase}" OR abs:"{phrase}")'
