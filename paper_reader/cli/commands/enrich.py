"""`paper-reader enrich`: citation counts, references and identifiers from the citation services."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from paper_reader.cli.run_report import EXIT_STATUS
from paper_reader.cli.session import Session, complain, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import EnrichPlan, EnrichReport, EnrichRequest, Outcome, ServicePlan, ServiceReport
from paper_reader.wiring.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("enrich", short_help="Bring citation counts and references from citation services.")
@click.argument("papers", nargs=-1)
@click.option("--topic", help="The papers on this topic, those first that its reading list would take first.")
@click.option("--all", "everything", is_flag=True, help="Every paper of the library, the most useful first.")
@click.option(
    "--service", "services", multiple=True, type=click.Choice(SERVICES), help="Only this one; may be repeated."
)
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Ask again for answers older than this; 0 asks for all. The setting enrich_after_days where not given.",
)
@click.option("-n", "count", type=click.IntRange(min=1), help="At most how many papers to ask each service for.")
@click.option("--no-titles", is_flag=True, help="Ask by identifiers alone, not by title where those find nothing.")
@click.option("--dry-run", is_flag=True, help="Say how many papers and requests it would be, and ask nothing.")
@shared_options
@pass_session
def command(
    session: Session,
    papers: tuple[str, ...],
    topic: str | None,
    everything: bool,
    services: tuple[str, ...],
    days: int | None,
    count: int | None,
    no_titles: bool,
    dry_run: bool,
) -> None:
    """Bring citation counts, references and identifiers from OpenAlex, Semantic Scholar and Crossref.

    PAPERS are numbers, arXiv ids, DOIs, addresses or exact titles. What a service said within the last 30 days is not
    asked again. A service that fails stops none of the others. Stopped at any moment, the same command goes on.
    """
    if sum((bool(papers), topic is not None, everything)) != 1:
        raise click.UsageError("say which papers: --topic TOPIC, --all, or name papers (one of these three)")
    request = EnrichRequest(
        topic=topic,
        papers=papers,
        everything=everything,
        services=services,
        older_than_days=days,
        limit=count,
        titles=not no_titles,
    )
    if dry_run:
        _print_plan(session, session.library.enrich_plan(request, session.progress))
    else:
        _print_report(session, session.library.enrich(request, session.progress))


def _print_report(session: Session, report: EnrichReport) -> None:
    session.exit_status = EXIT_STATUS[report.outcome]
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json(
            {
                "run_id": report.run_id,
                "description": report.description,
                "outcome": report.outcome.value,
                "papers": report.papers,
                "services": [_service_form(one) for one in report.services],
                "messages": list(report.messages),
            }
        )
    else:
        _print_table(
            ("Service", "Outcome", "Asked#", "Found#", "Unknown there#", "Fresh#", "Left#", "Requests#"),
            [
                (one.service, one.outcome.value, one.asked, one.found, one.not_found, one.fresh, one.left, one.requests)
                for one in report.services
            ],
        )
    if report.outcome is Outcome.DONE or session.json:
        session.say(report.messages)
    else:
        complain(report.messages)


def _print_plan(session: Session, plan: EnrichPlan) -> None:
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json(
            {
                "description": plan.description,
                "papers": plan.papers,
                "services": [_plan_form(one) for one in plan.services],
            }
        )
        return
    _print_table(
        ("Service", "Due#", "Fresh#", "Requests for ids#", "Titles#", "In one run"),
        [
            (one.service, one.due, one.fresh, one.requests, one.titles, "yes" if one.within_budget else "no")
            for one in plan.services
        ],
    )
    session.say(["what no identifier finds is asked for by title, one request each"])


def _print_table(heads: tuple[str, ...], rows: list[tuple[str | int, ...]]) -> None:
    from paper_reader.cli.screen import Screen, simple_table

    shown = [tuple(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) for row in rows]
    Screen().table(simple_table(*heads, rows=shown))


def _plan_form(one: ServicePlan) -> Mapping[str, object]:
    return {
        "service": one.service,
        "due": one.due,
        "fresh": one.fresh,
        "requests": one.requests,
        "titles": one.titles,
        "within_budget": one.within_budget,
    }


def _service_form(one: ServiceReport) -> Mapping[str, object]:
    return {
        "service": one.service,
        "outcome": one.outcome.value,
        "asked": one.asked,
        "found": one.found,
        "not_found": one.not_found,
        "fresh": one.fresh,
        "left": one.left,
        "requests": one.requests,
        "problem": one.problem,
        "retry_at": _moment(one.retry_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
