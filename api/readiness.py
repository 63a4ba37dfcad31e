"""Whether this server can answer, and if not, why: the database, the index, the model, and whether it is warm."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from index.errors import RetrievalError
from paper_reader.errors import IndexUnavailable, ModelUnavailable, PaperReaderError, StoreError
from paper_reader.library import Library
from paper_reader.types import IndexState, IndexStatus

FRESH_SECONDS: Final = 2.0
PATIENCE_SECONDS: Final = 3.0
_USABLE: Final = frozenset({IndexState.CURRENT, IndexState.BEHIND})

logger = logging.getLogger(__name__)


class CheckStatus(StrEnum):
    """How one part stands. `WARNING` does not stop answers."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """How one part stands, in a word and in words."""

    status: CheckStatus
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """How all parts stand. `papers` and `pending` are None where the database or the index did not say."""

    checks: dict[str, Check]
    papers: int | None = None
    pending: int | None = None

    @property
    def is_ready(self) -> bool:
        """Whether searches are answered."""
        return all(check.status is not CheckStatus.FAILED for check in self.checks.values())


class Readiness:
    """Asks in a thread of its own, so that a full house of requests does not make the server look dead."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._asking: asyncio.Future[Report] | None = None
        self._last: tuple[float, Report] | None = None
        self._warm = False
        self._problem = "the index and the model are being opened"

    async def warm_up(self) -> None:
        """Open what the first search would have to open; what is in its way is told by the report."""
        await asyncio.get_running_loop().run_in_executor(self._executor, self._warm_up)

    async def report(self) -> Report:
        """How everything stands, at most `FRESH_SECONDS` old; where that takes too long, the last one that came."""
        if self._last is not None and time.monotonic() - self._last[0] < FRESH_SECONDS:
            return self._last[1]
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().run_in_executor(self._executor, self._look)
        try:
            return await asyncio.wait_for(asyncio.shield(self._asking), PATIENCE_SECONDS)
        except TimeoutError:
            return self._last[1] if self._last is not None and self._warm else _busy(self._problem)

    def close(self) -> None:
        """Let go of the thread."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _warm_up(self) -> None:
        began = time.monotonic()
        try:
            self._library.warm_up()
        except (PaperReaderError, RetrievalError) as error:
            self._problem = str(error)
            logger.warning("not ready to search: %s", error)
        else:
            self._warm = True
            logger.info("ready to search after %.2f s of warming up", time.monotonic() - began)

    def _look(self) -> Report:
        report = self._looked()
        self._last = (time.monotonic(), report)
        return report

    def _looked(self) -> Report:
        try:
            self._library.ping()
        except StoreError as error:
            return Report({"database": Check(CheckStatus.FAILED, str(error))})
        answers = {"database": Check(CheckStatus.OK, "it answers")}
        try:
            status = self._library.index_status()
        except (IndexUnavailable, ModelUnavailable, StoreError, RetrievalError) as error:
            return Report(answers | {"index": Check(CheckStatus.FAILED, str(error))})
        checks = answers | {"index": index_check(status), "model": _model_check(status)}
        if not self._warm and all(check.status is not CheckStatus.FAILED for check in checks.values()):
            self._warm_up()  # what was in the way has gone
        if not self._warm:
            checks["warm"] = Check(CheckStatus.FAILED, self._problem)
        return Report(checks, papers=status.library_papers, pending=status.pending)


def index_check(status: IndexStatus) -> Check:
    """Say how the index stands; one that is behind still answers. An empty library needs none."""
    if status.state is IndexState.CURRENT:
        return Check(CheckStatus.OK, f"{status.papers:,} papers")
    if status.state is IndexState.MISSING and not status.library_papers:
        return Check(CheckStatus.WARNING, "the library is empty")
    if status.state is IndexState.OTHER_MODEL:
        said = f"it answers with the model that it was built with, {status.index_encoder_key}, until it is built anew"
        return Check(CheckStatus.WARNING, f"{said}. Run: paper-reader index build")
    if status.state in _USABLE:
        return Check(CheckStatus.WARNING, f"{status.pending:,} new or changed papers are not in the index yet")
    return Check(CheckStatus.FAILED, f"{status.state.value}. Run: paper-reader index build")


def _model_check(status: IndexStatus) -> Check:
    if status.problem is not None:
        return Check(CheckStatus.FAILED, status.problem)
    return Check(CheckStatus.OK, str(status.encoder_key))


def _busy(problem: str) -> Report:
    return Report({"warm": Check(CheckStatus.FAILED, problem)})
