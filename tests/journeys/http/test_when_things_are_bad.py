"""A full house, no index, a defect: what the server says, and that it goes on."""

from __future__ import annotations

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from api.options import WAITING_FOR_EACH_THREAD, ServeOptions
from paper_reader.library import Library, open_library
from paper_reader.types import Paper
from paper_reader.wiring.store import make_store


class SlowLibrary(Library):
    """A library whose papers take as long as the gate is shut, and which has one defect."""

    gate = threading.Event()

    def paper(self, reference: str) -> Paper:
        if reference == "defect":
            raise ZeroDivisionError("/secret/place")
        if reference == "slow":
            assert self.gate.wait(30)
            reference = "1"
        return super().paper(reference)


def test_a_full_house_refuses_at_once_and_stays_alive(start_server, copy_library) -> None:
    settings = copy_library()
    served = start_server(ServeOptions(threads=1), SlowLibrary(settings, make_store(settings)))
    room = 1 + WAITING_FOR_EACH_THREAD
    with served.client() as client, ThreadPoolExecutor(room) as clients:
        slow = {"reference": "slow"}
        waiting = [clients.submit(client.get, "/v1/papers", params=slow) for _ in range(room)]
        deadline = time.monotonic() + 20
        while served.app.state.service.work.taken < room and time.monotonic() < deadline:
            time.sleep(0.01)
        refused = client.get("/v1/papers", params=slow)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert refused.json()["type"].endswith("overloaded")
        assert client.get("/healthz").status_code == 200, "the event loop does not wait"
        assert client.get("/readyz").status_code == 200, "a full house is alive"
        SlowLibrary.gate.set()
        assert {one.result().status_code for one in waiting} == {200}
        assert client.get("/v1/papers", params=slow).status_code == 200


def test_a_defect_is_a_problem_that_tells_nothing(start_server, copy_library, caplog) -> None:
    settings = copy_library()
    served = start_server(None, SlowLibrary(settings, make_store(settings)))
    with served.client() as client:
        answer = client.get("/v1/papers", params={"reference": "defect"})
        assert answer.status_code == 500
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get("/healthz").status_code == 200
    assert any(record.exc_info and "ZeroDivisionError" in str(record.exc_info[0]) for record in caplog.records)


def test_without_an_index_it_is_not_ready_until_there_is_one(start_server, copy_library) -> None:
    settings = replace(copy_library(), catch_up_limit=0)
    shutil.rmtree(settings.data_folder / "index")
    served = start_server(None, open_library(settings))
    with served.client() as client:
        bad = client.get("/readyz")
        assert bad.status_code == 503
        assert bad.json()["checks"]["index"]["status"] == "failed"
        assert "paper-reader index build" in bad.json()["checks"]["index"]["detail"]
        refused = client.get("/v1/search", params={"q": "graphs"})
        assert refused.status_code == 503
        assert str(settings.data_folder) not in refused.text
        assert client.get("/v1/papers/1").status_code == 200, "what needs no index is answered"
        served.library.index_build()
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/v1/search", params={"q": "graphs"}).status_code == 200


def until(condition: Any, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
