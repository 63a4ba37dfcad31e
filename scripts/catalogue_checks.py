"""What a sound starter catalogue is: every check as a pure function from entries to complaints.

`check_catalogue.py` reads the files, calls these and prints. A complaint about one entry begins with its key.
"""

from __future__ import annotations

import graphlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from paper_reader.identifiers import arxiv_id_of_doi, normalise_doi, parse_arxiv_id
from paper_reader.roadmap.spelling import normal_form
from paper_reader.starter import StarterEntry
from paper_reader.titles import title_fingerprint
from paper_reader.types import Roadmap

KEY = re.compile(r"[a-z]+(\d{4})[a-z0-9]+")
SHINGLE = 8  # words in a row that two texts share only when one was copied from the other
WHY_LENGTH = range(50, 421)
OLDEST = 1850
HYPE = re.compile(
    r"\b(groundbreaking|ground-breaking|revolutionary|revolutioni[sz]ed?|game-chang\w+|cutting-edge|must-read|seminal|"
    r"paradigm-shifting|delves?|landmark work|we (?:propose|present|show|introduce)|in this paper)\b",
    re.IGNORECASE,
)
LATE = "arxiv_year"  # the exception for papers that came to arXiv long after they were printed, or the reverse
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the file and line it stands in."""

    file: str
    line: int
    entry: StarterEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPaper:
    """What the evaluation corpus says of a paper."""

    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    venue: str | None = None


@dataclass(slots=True)
class Comparison:
    """What comparing with the corpus found: `complaints` are (key, field, text), `hints` ids that could be added."""

    complaints: list[tuple[str, str, str]] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)


def form_complaints(
    catalogue: Sequence[Placed], roadmap: Roadmap, exceptions: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Keys, identifiers, years, topics and the file an entry stands in."""
    part_numbers = {topic.slug: part.number for part in roadmap.parts for topic in part.topics}
    for placed in catalogue:
        entry, key = placed.entry, placed.entry.key
        match = KEY.fullmatch(key)
        if match is None or int(match[1]) != entry.year:
            yield f"{key}: a key is first author, year of the entry ({entry.year}), first significant word"
        if unknown := [slug for slug in entry.topics if slug not in part_numbers]:
            yield f"{key}: unknown topics {', '.join(unknown)}"
        elif not entry.topics or len(set(entry.topics)) != len(entry.topics):
            yield f"{key}: topics must be there, each once"
        elif int(placed.file[:2]) not in {part_numbers[slug] for slug in entry.topics}:
            yield f"{key}: none of its topics belongs in {placed.file}"
        yield from _identity_complaints(entry)
        if entry.arxiv_id and LATE not in exceptions.get(key, {}):
            yield from _arxiv_complaints(key, entry.year, entry.arxiv_id)


def _identity_complaints(entry: StarterEntry) -> Iterator[str]:
    key = entry.key
    if not entry.title.strip() or entry.title != " ".join(entry.title.split()) or entry.title.endswith("."):
        yield f"{key}: title is empty, has stray blanks or ends with a full stop"
    if not entry.authors or any(not name.strip() or "," in name or "et al" in name for name in entry.authors):
        yield f"{key}: authors must be there, one name each, as printed, without commas"
    if entry.doi is not None and (normalise_doi(entry.doi) or "") != entry.doi.lower():
        yield f"{key}: {entry.doi!r} is no bare DOI"
    elif entry.doi is not None and arxiv_id_of_doi(normalise_doi(entry.doi) or ""):
        yield f"{key}: {entry.doi!r} is arXiv's own DOI: write the arXiv id, which is checked against the year"
    if not OLDEST <= entry.year <= 2026:
        yield f"{key}: year {entry.year}"


def _arxiv_complaints(key: str, year: int, arxiv_id: str) -> Iterator[str]:
    digits = arxiv_id.partition(".")[2]
    wrong_length = digits and len(digits) != (5 if arxiv_id >= "1501" else 4)
    if parse_arxiv_id(arxiv_id) != (arxiv_id, None) or wrong_length:
        yield f"{key}: {arxiv_id!r} is no bare arXiv id"
    elif not -1 <= year - arxiv_year(arxiv_id) <= 5:
        yield f"{key}: year {year} does not go with arXiv id {arxiv_id}"


def arxiv_year(arxiv_id: str) -> int:
    """The year in which an arXiv id was given out."""
    digits = arxiv_id.rpartition("/")[2][:2]
    year = int(digits)
    return 1900 + year if year > 90 else 2000 + year


def uniqueness_complaints(catalogue: Sequence[Placed]) -> Iterator[str]:
    """One key, one identifier, one title (by one first author): one entry."""
    names: dict[tuple[str, str], str] = {}
    for placed in catalogue:
        entry = placed.entry
        own = [("key", entry.key), ("title", f"{title_fingerprint(entry.title)} {_surname(entry.authors[0])}")]
        own += [("arXiv id", entry.arxiv_id)] if entry.arxiv_id else []
        own += [("DOI", entry.doi.lower())] if entry.doi else []
        for name in own:
            where = f"{entry.key} ({placed.file}:{placed.line})"
            other = names.setdefault(name, where)
            if other != where:
                yield f"{where}: the same {name[0]} as {other}"


def need_complaints(catalogue: Sequence[Placed]) -> Iterator[str]:
    """`needs` name entries that exist, and never go in a circle."""
    needs = {placed.entry.key: placed.entry.needs for placed in catalogue}
    for key, needed in needs.items():
        for other in needed:
            if other not in needs:
                yield f"{key}: needs {other!r}, which no file has"
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as error:
        yield f"{error.args[1][0]}: needs go in a circle: {' needs '.join(reversed(error.args[1]))}"


def sentence_complaints(catalogue: Sequence[Placed]) -> Iterator[str]:
    """`why` is a sentence or two, ends like one, praises nothing and repeats no other entry's."""
    owners: dict[tuple[str, ...], str] = {}
    for placed in catalogue:
        key, why = placed.entry.key, placed.entry.why
        if len(why) not in WHY_LENGTH:
            yield f"{key}: why has {len(why)} characters, not {WHY_LENGTH.start} to {WHY_LENGTH.stop - 1}"
        if not why[:1].isupper() and not why[:1].isdigit() and why[:1] not in "'\"“‘":
            yield f"{key}: why begins like no sentence"
        if why != " ".join(why.split()) or why[-1:] not in ".!?)”’":
            yield f"{key}: why has stray blanks or ends like no sentence"
        if match := HYPE.search(why):
            yield f"{key}: why says {match[0]!r}"
        shared = {owners.setdefault(shingle, key) for shingle in shingles(why)} - {key}
        for other in sorted(shared):
            yield f"{key}: why shares {SHINGLE} words in a row with {other}'s"


def shingles(text: str) -> Iterator[tuple[str, ...]]:
    """All runs of `SHINGLE` words of a text, lower-case, without punctuation."""
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(SHINGLE)), strict=False)


def topic_counts(catalogue: Iterable[Placed], roadmap: Roadmap) -> dict[str, int]:
    """How many entries name each topic of the roadmap, in its order."""
    counts = Counter(slug for placed in catalogue for slug in placed.entry.topics)
    return {topic.slug: counts[topic.slug] for topic in roadmap.topics}


def compare(catalogue: Sequence[Placed], papers: Iterable[KnownPaper]) -> Comparison:
    """Every entry against the papers that share its arXiv id, its DOI, or its title and first author."""
    result = Comparison()
    by_name: defaultdict[str, list[StarterEntry]] = defaultdict(list)
    copied: dict[tuple[str, ...], str] = {}
    for placed in catalogue:
        for name in _names(placed.entry.title, placed.entry.arxiv_id, placed.entry.doi):
            by_name[name].append(placed.entry)
        copied.update((shingle, placed.entry.key) for shingle in shingles(placed.entry.why))
    for paper in papers:
        found = {e.key: e for name in _names(paper.title, paper.arxiv_id, paper.doi) for e in by_name.get(name, ())}
        for entry in found.values():
            _compare_one(entry, paper, result)
        for key in sorted({copied[shingle] for shingle in shingles(paper.abstract) if shingle in copied}):
            text = f"why shares {SHINGLE} words in a row with the abstract of {paper.title!r}"
            result.complaints.append((key, "why", text))
    return result


def _names(title: str, arxiv_id: str | None, doi: str | None) -> list[str]:
    names = [f"title:{title_fingerprint(title)}"]
    names += [f"arxiv:{arxiv_id}"] if arxiv_id else []
    names += [f"doi:{doi.lower()}"] if doi else []
    return names


def _compare_one(entry: StarterEntry, paper: KnownPaper, result: Comparison) -> None:
    same_arxiv = entry.arxiv_id is not None and entry.arxiv_id == paper.arxiv_id
    same_doi = bool(entry.doi and paper.doi and entry.doi.lower() == paper.doi.lower())
    ours, theirs = [_surname(name) for name in entry.authors], [_surname(name) for name in paper.authors]
    if not (same_arxiv or same_doi) and (not theirs or ours[0] not in theirs):
        return  # another paper of the same title
    result.compared.add(entry.key)

    def complain(what: str, own: object, known: object) -> None:
        result.complaints.append((entry.key, what, f"{what} is {own!r} here, {known!r} in the corpus"))

    if title_fingerprint(entry.title) != title_fingerprint(paper.title):
        complain("title", entry.title, paper.title)
    if _authors_disagree(ours, theirs):
        complain("authors", list(entry.authors), list(paper.authors))
    if paper.year is not None and not -1 <= entry.year - paper.year <= _publication_lag(paper):
        complain("year", entry.year, paper.year)
    if paper.arxiv_id and entry.arxiv_id and not same_arxiv:
        complain("arxiv_id", entry.arxiv_id, paper.arxiv_id)
    if paper.arxiv_id and not entry.arxiv_id:
        result.hints[entry.key] = paper.arxiv_id


def _authors_disagree(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two lists of surnames cannot be one paper's; of some papers the corpus gives the first author alone."""
    if len(theirs) < 2:
        return theirs[:1] not in ([], [ours[0]])
    return bool(set(ours) - set(theirs)) or ours[0] != theirs[0] or len(ours) < min(len(theirs), 10)


def _publication_lag(paper: KnownPaper) -> int:
    """Years by which an entry may be later than the corpus says: what is on arXiv may appear in print years after."""
    return 5 if paper.arxiv_id else 1


def _surname(name: str) -> str:
    words = [normal_form(word) for word in name.replace("-", "").split()]
    words = [word for word in words if word and word not in ("jr", "sr", "ii", "iii", "iv")]
    return re.sub(r"(?<=[aou])e", "", words[-1]) if words else ""  # Buettcher is Büttcher


def unjustified(comparison: Comparison, exceptions: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The complaints that no exception answers, and the exceptions that answer no complaint."""
    asked = {(key, what) for key, what, _ in comparison.complaints}
    for key, what, text in comparison.complaints:
        if not exceptions.get(key, {}).get(what, "").strip():
            yield f"{key}: {text}"
    for key, reasons in exceptions.items():
        for what in reasons:
            if what != LATE and (key, what) not in asked:
                yield f"{key}: the exception for its {what} answers no complaint; take it out"
