"""`paper-reader collect [QUERY]`: papers from arXiv and other sources into the library."""

from __future__ import annotations

from dataclasses import replace

import click

from paper_reader.cli.run_report import print_run, print_runs
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.query import read_date
from paper_reader.types import SourceQuery
from paper_reader.wiring.sources import BULK, SOURCES

FIRST_PAPERS = 100  # of a search where -n does not say how many


@click.command("collect", short_help="Bring papers from arXiv and other sources into the library.")
@click.argument("query", nargs=-1)
@click.option(
    "--source",
    "sources",
    type=click.Choice(SOURCES),
    multiple=True,
    default=("arxiv",),
    show_default=True,
    help="Where from; may be repeated, then one is asked after the other.",
)
@click.option(
    "-n", "count", type=click.IntRange(min=1), help="At most how many of each source; of a search 100 where not given."
)
@click.option("--review", metavar="NAME", help="Note what comes in this literature review, made where there is none.")
@click.option("--category", "categories", multiple=True, help="Only this category, such as cs.LG; may be repeated.")
@click.option("--set", "set_name", help="For arxiv-oai: what to fetch, such as cs or cs.LG.")
@click.option("--from", "date_from", metavar="DATE", help="Only papers from this day on: 2020-01-31, 2020-01 or 2020.")
@click.option("--to", "date_to", metavar="DATE", help="Only papers up to this day.")
@shared_options
@pass_session
def command(
    session: Session,
    query: tuple[str, ...],
    sources: tuple[str, ...],
    count: int | None,
    review: str | None,
    categories: tuple[str, ...],
    set_name: str | None,
    date_from: str | None,
    date_to: str | None,
) -> None:
    """Bring papers from arXiv and other sources into the library.

    Sources: arxiv (the query API: words, categories, dates), arxiv-oai (whole categories in bulk by date), arxiv-feed
    (the newest announcements), openalex, semantic-scholar and crossref (words, dates, fields of study), scholar (words
    and years; off until you switch it on, see paper-reader scholar --help).

    Stopped at any moment, the same command goes on where it was. Of several sources, one that fails does not stop the
    others; the exit status then is 3.
    """
    asked = SourceQuery(
        source="",
        text=" ".join(query),
        categories=tuple(part for value in categories for part in value.split(",") if part),
        set_name=set_name,
        date_from=read_date(date_from) if date_from else None,
        date_to=read_date(date_to, end=True) if date_to else None,
    )
    wanted = [
        replace(asked, source=name, limit=count if count or name in BULK else FIRST_PAPERS)
        for name in dict.fromkeys(sources)
    ]
    for one in wanted:
        _refuse_unclear(one)
    if len(wanted) == 1 and review is None:
        print_run(session, session.library.collect(wanted[0], session.progress))
    else:
        print_runs(session, session.library.collect_each(wanted, review=review, progress=session.progress), review)


def _refuse_unclear(wanted: SourceQuery) -> None:
    """Say what is missing before a site is asked."""
    if wanted.source not in BULK and not (wanted.text or wanted.categories):
        raise click.UsageError(
            'say what to look for: paper-reader collect "graph neural networks", or --category cs.LG'
        )
    if wanted.source != "arxiv-oai" and wanted.set_name:
        raise click.UsageError("--set is for --source arxiv-oai. Write --category instead")
    if wanted.source in BULK and wanted.text:
        raise click.UsageError(f"{wanted.source} cannot look for words. Leave them out, or use --source arxiv")
    if wanted.date_from and wanted.date_to and wanted.date_from > wanted.date_to:
        raise click.UsageError(f"--from {wanted.date_from} lies after --to {wanted.date_to}")
