"""`paper-reader similar PAPER`: papers near to one in meaning."""

from __future__ import annotations

import click

from paper_reader.cli.hits import print_result
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import limit_options, limits_of, shared_options


@click.command("similar", short_help="Find papers like a paper.")
@click.argument("paper", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many papers.")
@limit_options
@shared_options
@pass_session
def command(session: Session, /, paper: tuple[str, ...], count: int, **limits: object) -> None:
    """Find papers like a paper.

    PAPER is its number, arXiv id, DOI, address, imported id or exact title.
    """
    result = session.library.similar(" ".join(paper), limits=limits_of(limits), limit=count, progress=session.progress)
    print_result(session, result, marking=result.query)
