"""Texts for requests: fetched once, waited for a bounded time, and nobody else held up."""

import asyncio
import gc
import threading
import weakref

import pytest

from api.full_texts import FullTexts
from api.problems import Problem
from paper_reader.errors import DocumentUnavailable, DocumentUnreadable


class SlowLibrary:
    """A library whose texts come when `arrived` is set."""

    def __init__(self):
        self.here = set()
        self.fetched = []
        self.arrived = threading.Event()
        self.error = None

    def has_full_text(self, paper):
        return paper in self.here

    def full_text(self, paper, *, refresh=False):
        self.fetched.append(f"{paper} anew" if refresh else paper)
        assert self.arrived.wait(10)
        if self.error:
            raise self.error
        self.here.add(paper)
        return None, paper


def test_a_text_is_fetched_once_for_all_who_wait():
    library = SlowLibrary()

    async def ask():
        desk = FullTexts(library, patience_seconds=5)
        waiting = [asyncio.create_task(desk.run("1", str.upper, "text")) for _ in range(5)]
        await asyncio.sleep(0.02)
        library.here.add("2")
        assert await desk.run("2", str.upper, "other") == "OTHER"  # meanwhile
        library.arrived.set()
        assert await asyncio.gather(*waiting) == ["TEXT"] * 5
        assert desk.taken == 0
        desk.close()

    asyncio.run(ask())
    assert library.fetched == ["1"]


def test_who_waits_too_long_is_told_to_come_again_and_the_fetching_goes_on():
    library = SlowLibrary()

    async def ask():
        desk = FullTexts(library, patience_seconds=0.02)
        for _ in range(3):
            with pytest.raises(Problem) as told:
                await desk.run("1", str.upper, "text")
            assert told.value.kind == "being-fetched"
            assert int(told.value.headers["Retry-After"]) > 0
        assert desk.taken == 1
        library.arrived.set()
        while "1" not in library.here:
            await asyncio.sleep(0.005)
        assert await desk.run("1", str.upper, "text") == "TEXT"
        desk.close()

    asyncio.run(ask())
    assert library.fetched == ["1"]


def test_what_stands_against_a_text_is_told_each_time_anew():
    library = SlowLibrary()
    library.error = DocumentUnavailable("there is none")
    library.arrived.set()

    async def ask():
        desk = FullTexts(library)
        for _ in range(2):
            with pytest.raises(DocumentUnavailable):
                await desk.run("1", str.upper, "text")
        desk.close()

    asyncio.run(ask())
    assert library.fetched == ["1", "1"]


def test_a_page_learns_that_a_text_is_on_its_way_and_what_came_of_it():
    library = SlowLibrary()
    library.error = DocumentUnavailable("there is none")

    async def ask():
        desk = FullTexts(library, patience_seconds=0.02)
        with pytest.raises(Problem):
            await desk.fetch("1")
        assert desk.is_under_way("1")
        assert desk.failure("1") == ""
        library.arrived.set()
        while desk.is_under_way("1"):
            await asyncio.sleep(0.005)
        assert desk.failure("1") == "there is none"
        library.error = None
        await desk.fetch("1")
        assert desk.failure("1") == ""
        await desk.fetch("1")  # it is here
        await desk.fetch("1", anew=True)
        desk.close()

    asyncio.run(ask())
    assert library.fetched == ["1", "1", "1 anew"]


def test_what_a_failed_fetching_had_in_memory_is_let_go():
    class Content(bytearray):
        """A download, which can be watched."""

    class Failing(SlowLibrary):
        def full_text(self, paper, *, refresh=False):
            content = Content(b"much")
            self.seen = weakref.ref(content)
            raise DocumentUnreadable(f"{len(content)} bytes cannot be read")

    library = Failing()

    async def ask():
        desk = FullTexts(library)
        with pytest.raises(DocumentUnreadable):
            await desk.fetch("1")
        gc.collect()
        assert desk.failure("1") == "4 bytes cannot be read"
        assert library.seen() is None
        desk.close()

    asyncio.run(ask())
