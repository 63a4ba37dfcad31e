"""Runs the server: binds its socket, warms up, answers, and stops without dropping what it has begun.

The command line finds `serve` and `serve_stdio` here by name, since it stands a floor below.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import uvicorn

from api.app import create_app
from api.logs import set_up_logs
from api.options import ServeOptions, is_loopback
from api.refreshing import Refreshing
from paper_reader.errors import PaperReaderError, UsageError
from paper_reader.library import Library
from paper_reader.scheduling import Times
from paper_reader.settings import Settings
from paper_reader.types import TokenScope

STOP_SECONDS: Final = 30  # what is being answered when the server is told to stop has this long
KEEP_ALIVE_SECONDS: Final = 15
_BACKLOG: Final = 256

logger = logging.getLogger("api")


class PortTaken(PaperReaderError):
    """Somebody else listens at this address."""


def serve(
    open_it: Callable[[], Library],
    settings: Settings,
    *,
    host: str,
    port: int,
    log_format: str,
    say: Callable[[str], None],
    refresh_at: Times | None = None,
) -> None:
    """Serve the library until a signal stops it. `say` tells the person where it is to be found.

    `refresh_at` has the library refreshed at these times.
    The address is taken first: that one is in use, or that tokens are missing, is told before anything is opened.
    Raises `PortTaken`, `UsageError`, and what opening the library raises.
    """
    _search_in_one_thread()
    taken = bind(host, port)
    try:
        with taken:
            library = open_it()
            refuse_open_doors(library, host)
            set_up_logs(log_format, settings.log_level)
            app = create_app(library, ServeOptions.of(settings, host))
            say(f"listening on http://{shown_host(host)}:{taken.getsockname()[1]}, documentation at /docs")
            with _clock(app.state.service.refreshing, library, refresh_at, say):
                _run(app, taken)
            service = app.state.service
            idle = service.work.taken + service.full_texts.taken == 0
    finally:
        sys.stderr.flush()
    if not idle:
        # A thread that nobody can stop would keep the process for ever; whatever was confirmed is on the disk.
        logger.warning("some work did not end within %s s and was cut off", STOP_SECONDS)
        os._exit(1)


def _search_in_one_thread() -> None:
    """Keep FAISS and numpy from using several threads for one search.

    Requests are what runs side by side; threads inside each would wait for each other, which took a third of the
    processor's time under load. It counts where it is said before those libraries are loaded.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def serve_stdio(library: Library) -> None:
    """Serve the library's tools to the one assistant at the other end of stdin and stdout (MCP)."""
    import anyio

    from api.mcp_tools import Call, make_server

    async def run(call: Call) -> object:
        return await anyio.to_thread.run_sync(call)

    async def run_with_text(_: str, call: Call) -> object:
        return await run(call)

    make_server(library, run, lambda _: True, run_with_text).run("stdio")


def bind(host: str, port: int) -> socket.socket:
    """Take the address, or raise `PortTaken` or `UsageError` with the next step."""
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(f"there is no host {host!r} here ({error}). Try: --host 127.0.0.1") from error
    taken = socket.socket(family, kind, protocol)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(_BACKLOG)
    except OSError as error:
        taken.close()
        raise _taken(error, host, port) from error
    return taken


def refuse_open_doors(library: Library, host: str) -> None:
    """Raise `UsageError` where others than this machine could ask and no token is there for them to show."""
    if is_loopback(host) or any(token.is_valid(datetime.now(UTC)) for token in library.tokens()):
        return
    raise UsageError(
        f"{host} can be reached from other machines, and there is no token yet that they would have to show. "
        f"Make one: paper-reader token create --scope {TokenScope.READ.value}"
    )


def shown_host(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


@contextmanager
def _clock(refreshing: Refreshing, library: Library, times: Times | None, say: Callable[[str], None]) -> Iterator[None]:
    """Refresh at these times while the server runs. A time that passed while nothing ran is made up for once."""
    if times is None:
        yield
        return
    from paper_reader.scheduling.clock import RefreshClock

    latest = next(iter(library.refreshes(1)), None)
    clock = RefreshClock(times, refreshing.start_at_its_time, last_run=latest.started_at if latest else None)
    try:
        say(f"refreshing {times}, next at {clock.start().astimezone():%Y-%m-%d %H:%M %Z}")
        yield
    finally:
        clock.stop()


def _run(app: object, taken: socket.socket) -> None:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]  # an application object
        log_config=None,
        access_log=False,  # `observing` tells more
        server_header=False,
        proxy_headers=False,  # whom a proxy speaks for is not believed
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        h11_max_incomplete_event_size=32 * 1024,
        ws="none",
    )
    # uvicorn raises the signal that stopped it once more at its end, to have the process die of it. To be told to
    # stop is no failure: here that second signal does nothing.
    before = {number: signal.signal(number, _nothing) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        uvicorn.Server(config).run(sockets=[taken])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _nothing(_number: int, _frame: object) -> None:
    """The answer to a signal that has been heeded already."""


def _taken(error: OSError, host: str, port: int) -> PaperReaderError:
    where = f"{shown_host(host)}:{port}"
    if error.errno == errno.EADDRINUSE:
        return PortTaken(f"another program listens on {where} already. Name another port: --port {port + 1}")
    if error.errno == errno.EACCES:
        return UsageError(f"{where} is for the system alone ({error.strerror}). Name a port from 1024 on: --port 8000")
    if error.errno == errno.EADDRNOTAVAIL:
        return UsageError(f"{host} is no address of this machine. Try: --host 127.0.0.1")
    return UsageError(f"cannot listen on {where}: {error.strerror}")
