"""`/healthz`, `/readyz`, `/metrics`: for those who watch the server."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from api.access import Anyone, Reader
from api.answers import JSON
from api.metrics import CONTENT_TYPE
from api.readiness import Report
from api.schemas.problems import ANYBODY, READING
from api.schemas.server import HealthForm, ReadyForm
from api.service import Service
from paper_reader import __version__

router = APIRouter(tags=["server"])


@router.get("/healthz", response_model=HealthForm, responses=ANYBODY, summary="Alive?")
async def health() -> Response:
    """Say that the process is alive; nothing is asked of the library."""
    return Response(msgspec.json.encode({"status": "alive", "version": __version__}), media_type=JSON)


@router.get(
    "/readyz",
    response_model=ReadyForm,
    responses=ANYBODY | {503: {"model": ReadyForm, "description": "Searches cannot be answered."}},
    summary="Ready?",
)
async def ready(asked: Anyone) -> Response:
    """Say whether searches are answered: the database is reachable, the index fits, the model opens, all is warm."""
    report = await asked.service.readiness.report()
    _count(asked.service, report)
    checks = {name: {"status": one.status.value, "detail": one.detail} for name, one in report.checks.items()}
    form = {
        "status": "ready" if report.is_ready else "not ready",
        "checks": checks if asked.principal.may_read else {},
    }
    return Response(msgspec.json.encode(form), 200 if report.is_ready else 503, media_type=JSON)


@router.get(
    "/metrics",
    response_class=Response,
    responses=READING | {200: {"content": {"text/plain": {}}, "description": "Prometheus' text form."}},
    summary="Figures",
)
async def figures(asked: Reader) -> Response:
    """Give figures for Prometheus."""
    _count(asked.service, await asked.service.readiness.report())
    return Response(asked.service.metrics.written(), headers={"Content-Type": CONTENT_TYPE})


def _count(service: Service, report: Report) -> None:
    metrics = service.metrics
    metrics.ready.set(1 if report.is_ready else 0)
    if report.papers is not None:
        metrics.papers.set(report.papers)
    if report.pending is not None:
        metrics.pending.set(report.pending)
