"""A paper in a line or two of words. Pure."""

from __future__ import annotations

from paper_reader.types import CitationCount, Coverage, Paper


def byline(paper: Paper) -> str:
    """Say who wrote it: "Ashish Vaswani, Noam Shazeer and 6 others"."""
    names = paper.authors
    if len(names) <= 3:
        return ", ".join(names)
    return f"{', '.join(names[:2])} and {len(names) - 2} others"


def facts(paper: Paper) -> str:
    """Say what places it: authors, year, venue, where to find it, citations where known, its number here."""
    venue = paper.venue or ""
    year = str(paper.year) if paper.year and str(paper.year) not in venue else ""
    known = [byline(paper), venue, year, where(paper), citations(paper), f"no. {paper.id}"]
    return " · ".join(part for part in known if part)


def where(paper: Paper) -> str:
    """Name the shortest handle under which it is found in the world."""
    if paper.arxiv_id:
        return f"arXiv:{paper.arxiv_id}"
    return f"doi:{paper.doi}" if paper.doi else paper.url or ""


def citations(paper: Paper) -> str:
    """Say the best known count with its source; nothing where none is known."""
    return count_in_words(paper.citation_counts[0]) if paper.citation_counts else ""


def count_in_words(count: CitationCount) -> str:
    """Say a count with where and when it was seen: "cited 120,000 times (scholar, 2025-03-01)"."""
    seen = f", {count.observed_on.isoformat()}" if count.observed_on else ""
    times = "once" if count.count == 1 else f"{count.count:,} times"
    return f"cited {times} ({count.source}{seen})"


def coverage_in_words(one: Coverage) -> str:
    """Say what a service knows: "openalex: cited 12 times (2026-01-02), 34 references; asked ..."."""
    count = "citations not known"
    if one.count is not None:
        seen = f" ({one.observed_on.isoformat()})" if one.observed_on else ""
        count = f"cited {'once' if one.count == 1 else f'{one.count:,} times'}{seen}"
    references = "references not known"
    if one.references is not None:
        references = "1 reference" if one.references == 1 else f"{one.references:,} references"
    outcome = f", {one.outcome.value.replace('-', ' ')}" if one.outcome else ""
    asked = f"; asked {one.asked_at:%Y-%m-%d}{outcome}" if one.asked_at else ""
    return f"{one.source}: {count}, {references}{asked}"
