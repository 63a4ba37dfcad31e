"""What the reader keeps, as plain dictionaries for JSON, beside `paper_reader.json_forms` and in its manner. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from paper_reader.json_forms import Json, note_form, paper_form
from paper_reader.types import (
    AccessToken,
    KeptItem,
    KeptList,
    KeptListHead,
    NewPaper,
    ProgressImport,
    ReadingState,
    SavedSearch,
    SearchFilter,
    TopicNews,
    TopicPerson,
)


def token_form(token: AccessToken) -> dict[str, Json]:
    """Give a token without its secret, which nobody has."""
    return {
        "id": token.id,
        "name": token.name,
        "scope": token.scope.value,
        "created_at": token.created_at.isoformat(),
        "expires_at": _time(token.expires_at),
        "revoked_at": _time(token.revoked_at),
    }


def list_head_form(head: KeptListHead) -> dict[str, Json]:
    """Give a kept list without its papers, and without the link that opens it."""
    return {
        "slug": head.slug,
        "name": head.name,
        "topic": head.topic,
        "topic_slug": head.topic_slug,
        "size": head.size,
        "shared": head.share_token is not None,
        "created_at": head.created_at.isoformat(),
        "updated_at": head.updated_at.isoformat(),
    }


def kept_list_form(kept: KeptList) -> dict[str, Json]:
    """Give a kept list; what was not said of a paper when it was kept is null."""
    return list_head_form(kept.head) | {"items": [_item_form(item) for item in kept.items]}


def saved_search_form(search: SavedSearch) -> dict[str, Json]:
    """Give a saved search."""
    return {
        "slug": search.slug,
        "name": search.name,
        "query": search.query,
        "mode": search.mode.value,
        "limits": limits_form(search.limits),
        "created_at": search.created_at.isoformat(),
    }


def limits_form(limits: SearchFilter) -> dict[str, Json]:
    """Give the limits of a search."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(limits).items()}


def reading_form(state: ReadingState) -> dict[str, Json]:
    """Give what the reader made of a paper."""
    return {
        "paper_id": state.paper.id,
        "title": state.paper.title,
        "status": state.status.value if state.status else None,
        "marked_at": _time(state.marked_at),
        "notes": [note_form(note) for note in state.notes],
    }


def progress_import_form(report: ProgressImport) -> dict[str, Json]:
    """Give what came of reading a file of progress."""
    return {
        "read": report.read,
        "marks": report.marks,
        "notes": report.notes,
        "missing": list(report.missing),
        "rejected": list(report.rejected),
    }


def news_form(news: TopicNews) -> dict[str, Json]:
    """Give what is new on a topic."""
    return {
        "topic_slug": news.topic_slug,
        "since": news.since.isoformat(),
        "seen_at": _time(news.seen_at),
        "items": [_new_form(new) for new in news.papers],
        "notes": list(news.notes),
    }


def person_form(person: TopicPerson) -> dict[str, Json]:
    """Give an author of must-reads."""
    papers = [{"id": paper.id, "title": paper.title, "year": paper.year} for paper in person.papers]
    return {
        "name": person.name,
        "why": person.why,
        "must_reads": len(papers),
        "first_author_of": person.first_author_of,
        "on_topic": person.on_topic,
        "recent": person.recent,
        "group": list(person.group),
        "papers": papers,
    }


def _new_form(new: NewPaper) -> dict[str, Json]:
    return {"arrived_at": new.arrived_at.isoformat(), "paper": paper_form(new.paper)}


def _item_form(item: KeptItem) -> dict[str, Json]:
    return {
        "position": item.position,
        "level": item.level.value if item.level else None,
        "role": item.role.value if item.role else None,
        "reason": item.reason,
        "score": item.score,
        "status": item.status.value if item.status else None,
        "added_at": item.added_at.isoformat(),
        "paper": paper_form(item.paper),
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
