"""Work in threads: bounded, and never in the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import cast

import pytest

from api.guards.observing import current_request_id
from api.logs import JsonLines, Lines
from api.readiness import CheckStatus, Readiness, index_check
from api.work import Overloaded, Work
from paper_reader.errors import StoreError
from paper_reader.library import Library
from paper_reader.types import IndexState, IndexStatus


def test_calls_beyond_the_bound_are_refused_and_later_ones_taken() -> None:
    async def run() -> None:
        work, gate = Work(1, waiting=1), threading.Event()
        running = [asyncio.create_task(work.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        assert work.taken == 2
        with pytest.raises(Overloaded):
            await work.run(gate.wait)
        gate.set()
        await asyncio.gather(*running)
        assert await work.run(lambda: threading.current_thread().name.startswith("request"))
        assert work.taken == 0
        assert work.close()

    asyncio.run(run())


def test_a_call_whose_caller_left_still_counts_until_it_ends() -> None:
    async def run() -> None:
        work, gate = Work(1, waiting=0), threading.Event()
        task = asyncio.create_task(work.run(gate.wait))
        while not work.taken:
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await work.run(gate.wait)
        gate.set()
        while work.taken:
            await asyncio.sleep(0.01)
        work.close()

    asyncio.run(run())


def test_errors_come_back_as_they_are_and_the_requests_id_goes_along() -> None:
    async def run() -> None:
        work = Work(1)
        with pytest.raises(KeyError):
            await work.run({}.__getitem__, "x")
        current_request_id.set("mine")
        assert await work.run(current_request_id.get) == "mine"
        work.close()

    asyncio.run(run())


def test_logs_command_no_terminal_and_json_is_one_line() -> None:
    record = logging.LogRecord("api", logging.INFO, "", 0, "GET /\x1b[31m\nred %s", ("x",), None)
    assert "\x1b" not in Lines().format(record)
    assert "\n" not in Lines().format(record)
    assert "\n" not in JsonLines().format(record)


def status(state: IndexState, papers: int = 5) -> IndexStatus:
    return IndexStatus(
        state=state,
        model="m",
        encoder_key="m",
        library_papers=papers,
        library_change_number=papers,
        pending=2,
        to_embed=0,
        papers=3,
    )


@pytest.mark.parametrize(
    ("state", "papers", "expected"),
    [
        (IndexState.CURRENT, 5, CheckStatus.OK),
        (IndexState.BEHIND, 5, CheckStatus.WARNING),
        (IndexState.MISSING, 0, CheckStatus.WARNING),
        (IndexState.MISSING, 5, CheckStatus.FAILED),
        (IndexState.DAMAGED, 5, CheckStatus.FAILED),
        (IndexState.OTHER_MODEL, 5, CheckStatus.WARNING),
        (IndexState.OTHER_LIBRARY, 5, CheckStatus.FAILED),
    ],
)
def test_readiness_says_how_the_index_stands(state: IndexState, papers: int, expected: CheckStatus) -> None:
    assert index_check(status(state, papers)).status is expected


class AwayLibrary:
    """A library whose database does not answer."""

    def warm_up(self) -> None:
        raise StoreError("the database is away")

    def ping(self) -> int:
        raise StoreError("the database is away")


def test_a_database_that_is_away_is_told() -> None:
    async def run() -> None:
        readiness = Readiness(cast("Library", AwayLibrary()))
        await readiness.warm_up()
        report = await readiness.report()
        assert not report.is_ready
        assert report.checks["database"].detail == "the database is away"
        readiness.close()

    asyncio.run(run())
