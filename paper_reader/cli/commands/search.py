"""`paper-reader search QUERY`: papers by words and meaning."""

from __future__ import annotations

import click

from paper_reader.cli.hits import print_result
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import limit_options, limits_of, shared_options
from paper_reader.types import SearchMode


@click.command("search", short_help="Find papers by words and meaning.")
@click.argument("query", nargs=-1, required=True)
@click.option("-n", "count", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many papers.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in SearchMode]),
    default=SearchMode.HYBRID.value,
    show_default=True,
    help="By words and meaning, by meaning alone, or by words alone (needs no model).",
)
@limit_options
@shared_options
@pass_session
def command(session: Session, /, query: tuple[str, ...], count: int, mode: str, **limits: object) -> None:
    """Find papers by words and meaning.

    An arXiv id, a DOI, an address or a whole title finds that paper first.
    """
    text = " ".join(query)
    result = session.library.search(
        text, mode=SearchMode(mode), limits=limits_of(limits), limit=count, progress=session.progress
    )
    print_result(session, result, marking=text)
