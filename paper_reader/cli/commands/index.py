"""`paper-reader index status|build|rebuild`: the search index beside the library."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import IndexStatus


@click.group("index", short_help="Build the search index, or see how it stands.")
@shared_options
def command() -> None:
    """Build the search index, or see how it stands."""


@command.command("status")
@shared_options
@pass_session
def status(session: Session) -> None:
    """How the index stands to the library: what is indexed, what is pending, with which model."""
    _print(session, session.library.index_status())


@command.command("build")
@shared_options
@pass_session
def build(session: Session) -> None:
    """Bring the index up to date. Stopped at any moment, it goes on where it was."""
    _print(session, session.library.index_build(session.progress))


@command.command("rebuild")
@shared_options
@pass_session
def rebuild(session: Session) -> None:
    """Build the index anew from the library. Known vectors are kept and not computed again."""
    _print(session, session.library.index_rebuild(session.progress))


def _print(session: Session, found: IndexStatus) -> None:
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import index_form

        print_json(index_form(found))
        return
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for name, value in index_rows(found).items():
        screen.line((f"{name + ':':<16}", "cyan"), value)


def index_rows(found: IndexStatus) -> dict[str, str]:
    """Say how the index stands, a line a fact; what is not known is left out."""
    recall = f", {found.measured_recall:.3f} of the exact neighbours" if found.measured_recall is not None else ""
    to_embed = "" if found.to_embed is None else f", {found.to_embed:,} texts to embed"
    rows = {
        "Index": found.state.value,
        "Indexed": f"{found.papers or 0:,} papers, {found.library_papers:,} in the library",
        "Pending": f"{found.pending:,} new or changed{to_embed}",
        "Model": f"{found.model} ({found.encoder_key or 'cannot be opened'})",
    }
    if found.generation is not None:
        rows |= {
            "Vectors": f"{found.vector_kind}{recall}",
            "Generation": f"{found.generation}, change {found.change_number} of {found.library_change_number}",
            "On disk": f"{found.disk_bytes / 1e6:,.1f} MB",
        }
    if found.problem is not None:
        rows["Problem"] = found.problem
    elif found.pending or found.papers is None:
        rows["Next"] = "paper-reader index build"
    return rows
