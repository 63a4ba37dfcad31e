"""What Prometheus can see of a server."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api.work import Work

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counters of one server; a registry of its own, so that several can live in one process."""

    def __init__(self, work: Work) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "paper_reader_requests",
            "Requests answered, by route and status",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "paper_reader_request_seconds",
            "How long requests took",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.open = Gauge("paper_reader_requests_open", "Requests being answered", registry=self._registry)
        self.refused = Counter(
            "paper_reader_requests_refused", "Requests refused, and why", ("reason",), registry=self._registry
        )
        self.papers = Gauge("paper_reader_papers", "Papers in the library", registry=self._registry)
        self.pending = Gauge("paper_reader_papers_pending", "Papers not in the index yet", registry=self._registry)
        self.ready = Gauge("paper_reader_ready", "1 where searches are answered", registry=self._registry)
        busy = Gauge("paper_reader_threads_busy", "Threads at work for requests", registry=self._registry)
        busy.set_function(lambda: work.running)
        taken = Gauge("paper_reader_work_taken", "Calls running or waiting for a thread", registry=self._registry)
        taken.set_function(lambda: work.taken)

    def written(self) -> bytes:
        """All figures in Prometheus' text form."""
        return generate_latest(self._registry)
