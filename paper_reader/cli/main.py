"""The way in: runs a command and turns how it ended into an exit status.

0 done, 1 failed, 2 wrong usage, 3 done in part, 130 stopped by Ctrl-C. A reader that closes the pipe early is no
failure.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from paper_reader import __version__
from paper_reader.cli.command_table import LazyGroup
from paper_reader.cli.outside_text import escape_json, printable
from paper_reader.cli.session import Session
from paper_reader.cli.shared_options import shared_options
from paper_reader.cli.streams import prepare_streams
from paper_reader.errors import PaperReaderError

FAILED: Final = 1
INTERRUPTED: Final = 130


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="paper-reader", message="%(prog)s %(version)s")
@shared_options
@click.pass_context
def root(ctx: click.Context) -> None:
    """Papers to read, in which order, and why: from your own library, on your own machine."""
    if ctx.invoked_subcommand is None:
        from paper_reader.cli.start_page import print_start_page

        print_start_page(ctx.ensure_object(Session))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    prepare_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if os.environ.get("_PAPER_READER_COMPLETE"):  # the shell asks for completions
        root.main(given, prog_name="paper-reader")
    session = Session()
    session.json = "--json" in given  # an error may come before the option itself is read
    try:
        status = _run(given, session)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). What Python would still flush at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


def _run(arguments: list[str], session: Session) -> int:
    try:
        with root.make_context("paper-reader", arguments, obj=session) as ctx:
            root.invoke(ctx)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:  # its own message is the whole help
        named = ", ".join(_commands_of(error.ctx))
        return _report(session, f"name one of its commands: {named}", "UsageError", error.exit_code, _usage_of(error))
    except click.ClickException as error:
        return _report(session, error.format_message(), type(error).__name__, error.exit_code, _usage_of(error))
    except (KeyboardInterrupt, click.Abort):
        _report(session, "stopped. What was finished is kept; run it again to go on", "Interrupted", INTERRUPTED)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        return _failed(session, error)
    finally:
        session.close()
    return session.exit_status


def _failed(session: Session, error: Exception) -> int:
    """Report an error in one line that ends with the next step; only one that nobody foresaw asks for a report."""
    if session.debug:
        import traceback

        click.echo(printable(traceback.format_exc()), err=True)
    name = type(error).__name__
    if isinstance(error, PaperReaderError):
        return _report(session, str(error), name, error.exit_status)
    from index.errors import RetrievalError

    if isinstance(error, RetrievalError):
        return _report(session, str(error), name, FAILED)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = ". Free some space on the disk, then run it again: what was finished is kept" if full else ""
        return _report(session, f"{place}{error.strerror or error}{hint}", name, FAILED)
    hint = "" if session.debug else " Run it again with --debug to see where; this is a defect of the program"
    return _report(session, f"{name}: {error}.{hint}", name, FAILED)


def _commands_of(ctx: click.Context | None) -> list[str]:
    return ctx.command.list_commands(ctx) if ctx and isinstance(ctx.command, click.Group) else []


def _usage_of(error: click.ClickException) -> str:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    return f"{ctx.get_usage()}\nTry: {ctx.command_path} --help" if ctx else ""


def _report(session: Session, message: str, kind: str, status: int, usage: str = "") -> int:
    text = " ".join(printable(message).split())
    if session.json:
        import json

        error = {"type": kind, "message": text, "exit_status": status}
        click.echo(escape_json(json.dumps({"error": error}, ensure_ascii=False)), err=True)
    else:
        click.echo((f"{usage}\n\n" if usage else "") + f"error: {text}", err=True)
    return status
