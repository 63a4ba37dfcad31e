"""`paper-reader mcp`: the library as tools for an assistant, over stdin and stdout."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options


@click.command("mcp", short_help="Be a tool for an assistant (MCP over stdin and stdout).")
@shared_options
@pass_session
def command(session: Session) -> None:
    """Serve the Model Context Protocol on stdin and stdout: search, must-reads, reading lists, papers, marks.

    Assistants start this by themselves; over HTTP the same tools are at /mcp of `paper-reader serve`.
    """
    if session.json:
        raise click.UsageError("mcp speaks its own protocol on stdout. Leave --json out")
    if sys.stdin is not None and sys.stdin.isatty():
        session.say(["waiting for an assistant on stdin; it is assistants that start this command. Ctrl-C stops it"])
    # `api` stands a floor above this one, so it is found by name.
    import_module("api.serving").serve_stdio(session.library)
