"""`paper-reader serve` as a process: start, ready, answers, and an end that drops nothing."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from paper_reader.library import open_library
from paper_reader.types import TokenScope


@contextmanager
def serving(settings: Any, *arguments: str, ready: bool = True) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command; gives the process and its address."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PAPER_READER_")}
    variables |= {
        "PAPER_READER_DATA_DIR": str(settings.data_folder),
        "PAPER_READER_CACHE_DIR": str(settings.cache_folder),
        "PAPER_READER_MODEL": settings.model,
        "PAPER_READER_STARTER": "off",
        "HOME": str(settings.data_folder),
    }
    command = [sys.executable, "-m", "paper_reader", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, env=variables, stdout=-1, stderr=-1, text=True)
    assert process.stderr is not None
    try:
        told = process.stderr.readline()
        found = re.search(r"http://\S+:\d+", told)
        url = found[0] if found else told
        if ready:
            until_ready(url)
        yield process, url
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


def until_ready(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if httpx.get(f"{url}/readyz", timeout=10).status_code == 200:
            return
        time.sleep(0.05)
    raise AssertionError("never ready")


def test_it_finishes_what_it_serves_and_ends_with_0(copy_library) -> None:
    settings = copy_library()
    library = open_library(settings)
    secret = library.create_token(TokenScope.WRITE).secret
    library.close()
    with serving(settings, "--log-format", "json") as (process, url):
        assert httpx.get(f"{url}/v1/search?q=graph").json()["hits"]
        host, port = url.removeprefix("http://").split(":")
        body = json.dumps({"text": "written slowly"}).encode()
        with socket.create_connection((host, int(port)), timeout=20) as slow:
            head = (
                f"POST /v1/papers/1/reading/notes HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {secret}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            )
            slow.sendall(head.encode() + body[:5])
            time.sleep(0.3)  # the request has begun
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)  # the server has heard
            assert process.poll() is None, "it waits for what it serves"
            with pytest.raises(httpx.TransportError):  # nobody new is taken
                httpx.get(f"{url}/healthz", timeout=2)
            slow.sendall(body[5:])
            answer = b"".join(iter(lambda: slow.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 201")
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0, err
        assert out == ""
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    told = next(line for line in lines if line.get("route") == "/v1/search")
    assert (told["status"], told["method"], told["level"]) == (200, "GET", "info")
    assert told["request_id"]
    assert "graph" not in json.dumps(told), "what somebody looks for is theirs"
    library = open_library(settings)
    assert [note.text for note in library.reading_state("1").notes] == ["written slowly"]
    library.close()


@pytest.mark.slow
def test_an_address_that_is_taken_is_told(copy_library) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serving(copy_library(), "--port", port, ready=False) as (process, told):
            assert process.wait(timeout=20) == 1
            assert f"127.0.0.1:{port} already" in told
            assert "--port" in told


@pytest.mark.slow
def test_other_machines_need_tokens_first(copy_library) -> None:
    settings = copy_library()
    with serving(settings, "--host", "0.0.0.0", ready=False) as (process, told):  # noqa: S104 - that is the point
        assert process.wait(timeout=20) == 2
        assert "paper-reader token create --scope read" in told


@pytest.mark.slow
def test_to_become_ready_takes_three_seconds_of_work_at_most(copy_library) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with serving(copy_library()) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The processor's time and not the clock's, so that a busy machine fails nothing.
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 3.5
