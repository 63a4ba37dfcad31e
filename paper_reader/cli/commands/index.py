"""`paper-reader index status|build|stop|rebuild`: the search index beside the library."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import BuildProgress, IndexStatus


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
@click.option("--background", is_flag=True, help="Go on in a process of its own; index status says how far it is.")
@shared_options
@pass_session
def build(session: Session, background: bool) -> None:
    """Bring the index up to date. Stopped at any moment, it goes on where it was.

    When another model has been set, searches are answered with the one before until the new index is built.
    """
    if background:
        _print_build(session, session.library.index_start(), "the build has begun in the background")
    else:
        _print(session, session.library.index_build(session.progress))


@command.command("stop")
@shared_options
@pass_session
def stop(session: Session) -> None:
    """End a build in the background. What it has embedded is kept: the next build goes on from there."""
    _print_build(session, session.library.index_stop(), "stopped")


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


def _print_build(session: Session, found: BuildProgress | None, said: str) -> None:
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import build_form

        print_json({"build": build_form(found) if found else None})
        return
    from paper_reader.cli.screen import Screen

    Screen().line(f"{said}: {_build_in_words(found)}" if found else "no build is running in the background")


def _build_in_words(build: BuildProgress) -> str:
    share = f", {build.done:,} of {build.total:,}" if build.total else ""
    if build.is_running:
        return f"{build.stage or 'beginning'}{share}, for the model {build.model}, process {build.pid}"
    return f"{build.outcome}{share}{f' ({build.message})' if build.message else ''}"


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
    if found.index_encoder_key not in (None, found.encoder_key):
        rows["Answering"] = f"{found.index_model or 'another model'} ({found.index_encoder_key})"
    if found.build is not None and (found.build.is_running or found.build.outcome != "done"):
        rows["Build"] = _build_in_words(found.build)
    if found.problem is not None:
        rows["Problem"] = found.problem
    elif found.build is not None and found.build.is_running:
        rows["Next"] = "paper-reader index status, or index stop to end it"
    elif found.pending or found.papers is None or "Answering" in rows:
        rows["Next"] = "paper-reader index build"
    return rows
