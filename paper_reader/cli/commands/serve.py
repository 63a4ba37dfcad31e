"""`paper-reader serve`: the library over HTTP."""

from __future__ import annotations

from importlib import import_module

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("serve", short_help="Answer over HTTP: search, lists, feeds and MCP.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to log on stderr: lines for people, or JSON.",
)
@click.option(
    "--refresh", "refresh_at", metavar="TIMES", help='Refresh at these times: "daily 06:30", "weekdays 06:30".'
)
@shared_options
@pass_session
def command(session: Session, host: str, port: int, log_format: str, refresh_at: str | None) -> None:
    """Answer over HTTP until stopped: JSON under /v1, feeds, MCP under /mcp, documentation at /docs.

    On the machine itself reading is free. Any other address needs tokens first: see `paper-reader token`.
    """
    from paper_reader.scheduling import read_times

    times = read_times(refresh_at) if refresh_at else None
    # `api` stands a floor above this one, so it is found by name.
    serving = import_module("api.serving")
    serving.serve(
        lambda: session.library,
        session.settings,
        host=host,
        port=port,
        log_format=log_format,
        say=lambda text: session.say([text]),
        refresh_at=times,
    )
