"""What is new, as plain dictionaries for JSON, in the manner of `paper_reader.json_forms`. Pure."""

from __future__ import annotations

from paper_reader.json_forms import Json, paper_form
from paper_reader.types import CitationCount, Digest


def digest_form(digest: Digest) -> dict[str, Json]:
    """Give a digest."""
    return {
        "made_at": digest.made_at.isoformat(),
        "since": digest.since.isoformat(),
        "items": [
            {
                "score": item.score,
                "arrived_at": item.arrived_at.isoformat(),
                "reasons": list(item.reasons),
                "topics": list(item.topics),
                "paper": paper_form(item.paper),
            }
            for item in digest.items
        ],
        "left_out": digest.left_out,
        "must_reads": [
            {
                "topic": change.topic_slug,
                "title": change.title,
                "came_in": [paper_form(paper) for paper in change.came_in],
                "dropped": [paper_form(paper) for paper in change.dropped],
            }
            for change in digest.changes
        ],
        "climbers": [
            {"paper": paper_form(one.paper), "before": _count(one.before), "now": _count(one.now)}
            for one in digest.climbers
        ],
        "notes": list(digest.notes),
    }


def _count(one: CitationCount) -> dict[str, Json]:
    return {
        "count": one.count,
        "source": one.source,
        "observed_on": one.observed_on.isoformat() if one.observed_on else None,
    }
