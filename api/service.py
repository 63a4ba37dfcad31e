"""What all requests of one server share."""

from __future__ import annotations

from typing import cast

from starlette.requests import HTTPConnection

from api.full_texts import FullTexts
from api.metrics import Metrics
from api.options import ServeOptions
from api.readiness import Readiness
from api.refreshing import Refreshing
from api.sessions import Sessions
from api.work import Work
from paper_reader.library import Library


class Service:
    """One library behind one server, with its threads, refreshes, sessions and counters."""

    def __init__(self, library: Library, options: ServeOptions) -> None:
        self.library = library
        self.options = options
        self.work = Work(options.threads)
        self.full_texts = FullTexts(library)
        self.readiness = Readiness(library)
        self.refreshing = Refreshing(library)
        self.sessions = Sessions()
        self.metrics = Metrics(self.work)


def service_of(connection: HTTPConnection) -> Service:
    """The service that a request is for."""
    return cast("Service", connection.app.state.service)
