"""`paper-reader scholar status|cited-by|versions|author`: what only Google Scholar can be asked."""

from __future__ import annotations

import click

from paper_reader.cli.run_report import print_run
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import ScholarStatus
from paper_reader.wiring.scholar import WARNING

_FIRST_PAPERS = 100  # ten pages, where -n does not say how many
_how_many = click.option(
    "-n", "count", type=click.IntRange(min=1), default=_FIRST_PAPERS, show_default=True, help="At most how many."
)


@click.group("scholar", short_help="Google Scholar: how we stand with it, and what it alone can be asked.")
@shared_options
def command() -> None:
    """Google Scholar: how we stand with it, and what it alone can be asked.

    A search for words is paper-reader collect --source scholar. Off until the setting `scholar` is on.

    PAPER is named as everywhere (number, arXiv id, DOI, title), or by its number on Scholar: what stands behind cites=
    in its link “Cited by”. A paper whose number is not known yet is looked up by its title first.
    """


@command.command("status")
@shared_options
@pass_session
def status(session: Session) -> None:
    """How we stand with Scholar: on or off, pages left today, whether it refused us, when it may be asked again."""
    from paper_reader.wiring.scholar import scholar_status

    found = scholar_status(session.settings)
    if session.json:
        from paper_reader.cli.json_output import print_json

        print_json(_form(found))
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for name, value in _rows(found).items():
        screen.line((f"{name + ':':<16}", "cyan"), value)
    if not found.switched_on:
        session.say([f"{WARNING}. docs/scholar.md says how to switch it on, and what to use instead"])


@command.command("cited-by")
@click.argument("paper", nargs=-1, required=True)
@_how_many
@shared_options
@pass_session
def cited_by(session: Session, paper: tuple[str, ...], count: int) -> None:
    """Bring in the papers that cite PAPER."""
    print_run(session, session.library.scholar_cited_by(" ".join(paper), limit=count, progress=session.progress))


@command.command("versions")
@click.argument("paper", nargs=-1, required=True)
@_how_many
@shared_options
@pass_session
def versions(session: Session, paper: tuple[str, ...], count: int) -> None:
    """Bring in all versions of PAPER that Scholar knows, as records of that one paper."""
    print_run(session, session.library.scholar_versions(" ".join(paper), limit=count, progress=session.progress))


@command.command("author")
@click.argument("name", nargs=-1, required=True)
@_how_many
@shared_options
@pass_session
def author(session: Session, name: tuple[str, ...], count: int) -> None:
    """Bring in an author's papers: of a profile, by its id or address, or of everybody of that NAME."""
    print_run(session, session.library.scholar_author(" ".join(name), limit=count, progress=session.progress))


def _form(found: ScholarStatus) -> dict[str, object]:
    return {
        "switched_on": found.switched_on,
        "address": found.address,
        "interval_seconds": found.interval_seconds,
        "pages_today": found.pages_today,
        "pages_left_today": found.pages_left_today,
        "pages_per_day": found.pages_per_day,
        "pages_per_run": found.pages_per_run,
        "budget_anew_at": found.budget_anew_at.isoformat(),
        "breaker": found.breaker,
        "reopens_at": found.reopens_at.isoformat() if found.reopens_at else None,
        "reason": found.reason or None,
        "refusals": found.refusals,
        "cached_pages": found.cached_pages,
        "cached_bytes": found.cached_bytes,
        "cache_days": found.cache_days,
    }


def _rows(found: ScholarStatus) -> dict[str, str]:
    breaker = {
        "closed": "closed: Scholar may be asked",
        "trial": f"on trial: it {found.reason}, and the next page decides",
    }.get(found.breaker, f"open: it {found.reason}")
    if found.reopens_at is not None:
        breaker += f". It reopens at {found.reopens_at.astimezone():%Y-%m-%d %H:%M %Z}"
    again = f"{found.budget_anew_at.astimezone():%Y-%m-%d %H:%M %Z}"
    return {
        "Google Scholar": "switched on" if found.switched_on else "switched off (setting scholar)",
        "Address": found.address,
        "Today": f"{found.pages_today} of {found.pages_per_day} pages asked for, {found.pages_left_today} left; "
        f"anew at {again}",
        "A run": f"{found.pages_per_run} pages at most, {found.interval_seconds:g} s and more apart",
        "Breaker": breaker,
        "Cache": f"{found.cached_pages:,} pages, {found.cached_bytes / 1e6:,.1f} MB, kept for {found.cache_days} days",
    }
