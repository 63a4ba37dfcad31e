"""`/topics/{slug}`: a topic with its must-reads, news and people. `/must-read?topic=`: must-reads on any text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import RedirectResponse, Response

from api.answers import tagged
from api.pages.addresses import list_path, topic_path
from api.pages.asking import SteeringAsked, steering_asked, words
from api.pages.counting import Counting
from api.pages.remembering import Remembered
from api.pages.rendering import show
from api.pages.views.topic import EXPORTS, ListView, is_done, text_view, topic_view
from api.pages.views.words import capital
from api.pages.visits import Reading, Visit, Writing, back_to
from api.parameters import TopicSlug
from api.problems import Problem
from paper_reader.library import Library
from paper_reader.types import ReadingList, Topic

router = APIRouter()
NEWEST: Final = 6
MOST_PEOPLE: Final = 6
Ending = Annotated[str, Path(pattern=f"^({'|'.join(EXPORTS)})$")]


@dataclass(frozen=True, slots=True)
class TopicAsked:
    """A topic to be shown, in a state of the library; `must_reads` are all of it, read or not."""

    topic: Topic
    steering: SteeringAsked
    state: tuple[int, int]
    must_reads: tuple[int, ...]


@router.get("/topics/{slug}")
async def topic(visit: Reading, slug: TopicSlug) -> Response:
    """Show a topic."""
    found = await visit.run(visit.library.roadmap_topic, slug)
    state = await visit.run(visit.library.state)
    counting: Counting = visit.request.app.state.counting
    asked = TopicAsked(found, steering_asked(visit.request.query_params), state, await counting.of(found.slug, state))
    view = await visit.run(_topic_view, visit.library, asked, visit.request.app.state.remembered)
    return await show(visit, "topic.html.jinja", view, title=found.title)


@router.post("/topics/{slug}/seen")
async def seen(sent: Writing, slug: TopicSlug) -> Response:
    """The reader has looked at what is new."""
    await sent.visit.run(sent.visit.library.mark_topic_seen, slug)
    return back_to(sent, topic_path(slug))


@router.get("/must-read")
async def must_read(visit: Reading) -> Response:
    """Show must-reads on any text; one that names a topic of the roadmap leads to its page."""
    asked, text = steering_asked(visit.request.query_params), words(visit.request.query_params, "topic")
    if not text:
        return RedirectResponse("/", 303)
    named = await visit.run(visit.library.topic, text)
    if named is not None:
        return RedirectResponse(topic_path(named.slug) + (f"?{asked.query}" if asked.query else ""), 303)
    made = await visit.run(_made, visit.library, text, asked)
    view = text_view(made, asked, await visit.run(visit.library.statuses), text)
    return await show(visit, "topic.html.jinja", view, title=capital(text))


@router.get("/topics/{slug}/export.{ending}")
async def export_topic(visit: Reading, slug: TopicSlug, ending: Ending) -> Response:
    """Give a topic's list as a file."""
    found = await visit.run(visit.library.roadmap_topic, slug)
    return await _file(visit, found.slug, found.slug, ending)


@router.get("/must-read/export.{ending}")
async def export_text(visit: Reading, ending: Ending) -> Response:
    """Give the list on any text as a file."""
    return await _file(visit, _text(visit), "must-read", ending)


@router.post("/topics/{slug}/keep")
async def keep_topic(sent: Writing, slug: TopicSlug) -> Response:
    """Keep a topic's list as one of the reader's own."""
    found = await sent.visit.run(sent.visit.library.roadmap_topic, slug)
    return await _keep(sent, found.slug)


@router.post("/must-read/keep")
async def keep_text(sent: Writing) -> Response:
    """Keep the list on any text."""
    return await _keep(sent, _text(sent.visit))


def _topic_view(library: Library, asked: TopicAsked, remembered: Remembered) -> ListView:
    statuses = library.statuses()
    topic, steering = asked.topic, asked.steering
    made_from = (topic.slug, asked.state, datetime.now(UTC).date())
    seen_at = library.topic_seen_at(topic.slug)
    marks = frozenset(statuses.items())
    return topic_view(
        topic,
        library.roadmap,
        remembered.get(("list", made_from, steering, marks), lambda: _made(library, topic.slug, steering)),
        steering,
        statuses,
        must_reads=asked.must_reads,
        read=library.papers(is_done(statuses, asked.must_reads)),
        news=remembered.get(("news", made_from, seen_at), lambda: library.topic_news(topic.slug, limit=NEWEST)),
        people=remembered.get(("people", made_from), lambda: library.people(topic.slug, limit=MOST_PEOPLE)),
    )


def _made(library: Library, topic: str, asked: SteeringAsked) -> ReadingList:
    return library.reading_list(
        topic,
        size=asked.size,
        limits=asked.limits,
        level=asked.level,
        only_foundations=asked.only_foundations,
        recent=asked.recent,
    )


async def _file(visit: Visit, topic: str, name: str, ending: str) -> Response:
    asked = steering_asked(visit.request.query_params)
    form, media_type = visit.library.export_suffixes()[ending]
    text = await visit.run(lambda: visit.library.written(_made(visit.library, topic, asked), form))
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return tagged(visit.request, text.encode(), media_type, headers=disposition)


async def _keep(sent: Writing, topic: str) -> Response:
    library, asked = sent.visit.library, steering_asked(sent.visit.request.query_params)
    name = sent.field("name").strip() or topic
    kept = await sent.visit.run(lambda: library.keep_list(name[:200], _made(library, topic, asked)))
    return RedirectResponse(list_path(kept.head.slug), 303)


def _text(visit: Visit) -> str:
    text = words(visit.request.query_params, "topic")
    if not text:
        raise Problem("invalid", "say what the list is to be about")
    return text
