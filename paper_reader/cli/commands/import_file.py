"""`paper-reader import FILE`: papers from a file into the library."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.run_report import print_run, print_runs
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("import", short_help="Bring papers from a file into the library.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", metavar="FORMAT", help="What the file is, where it should not be told by itself.")
@click.option("--encoding", metavar="NAME", help="Its encoding, such as gb18030, where that is not UTF-8.")
@click.option("--review", metavar="NAME", help="Note what comes in this literature review, made where there is none.")
@click.option(
    "--database", metavar="NAME", help="For the review: where the file's records were searched, such as PubMed."
)
@shared_options
@pass_session
def command(
    session: Session,
    file: Path,
    form: str | None,
    encoding: str | None,
    review: str | None,
    database: str | None,
) -> None:
    """Bring papers from a file into the library.

    BibTeX, RIS, CSL-JSON, CSV (Zotero's, Google Scholar's, our own), JSON lines (one paper a line, only the title
    required), arXiv's metadata snapshot; plain or .gz. What cannot be read is kept aside with its reason and the rest
    goes in. Stopped at any moment, the same command goes on where it was.
    """
    if database is not None and review is None:
        raise click.UsageError("--database goes with --review NAME")
    if review is None:
        print_run(session, session.library.import_file(file, form=form, encoding=encoding, progress=session.progress))
        return
    run = session.library.import_for_review(
        review, file, database=database, form=form, encoding=encoding, progress=session.progress
    )
    print_runs(session, [run], review)
