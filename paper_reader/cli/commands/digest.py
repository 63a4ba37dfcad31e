"""`paper-reader digest`: what is new, as a document or a mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from paper_reader.cli.commands.new import read_since
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.errors import UsageError

if TYPE_CHECKING:
    from paper_reader.types import Digest

FORMS = ("markdown", "html", "text", "atom")


@click.command("digest", short_help="What is new for you as a document, or by mail.")
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="markdown", show_default=True, help="How to write it."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option("--send", is_flag=True, help="Mail it to `mail_to` through `smtp_url`; an empty one is not sent.")
@click.option("--since", metavar="DAYS|DATE", help="How far back: 7d, or a day such as 2026-01-31.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only this topic; may be repeated.")
@click.option(
    "-n", "count", type=click.IntRange(1, 500), default=20, show_default=True, help="At most how many papers."
)
@click.option("--again", is_flag=True, help="Also what was shown before.")
@shared_options
@pass_session
def command(
    session: Session,
    form: str,
    output: Path | None,
    since: str | None,
    topics: tuple[str, ...],
    count: int,
    *,
    send: bool,
    again: bool,
) -> None:
    """What is new for you as a document, or by mail: the same as `paper-reader new`, and never the same paper twice.

    An Atom feed that is written to a file keeps the entries of before, so that a feed reader misses none.

    What could not be written or sent counts as not shown, and stands in the next digest.
    """
    from paper_reader.digests.writing import write_digest

    library = session.library
    made = library.digest(since=read_since(since), topics=topics, limit=count, again=again)
    session.say(made.notes)
    if output is not None:
        from paper_reader.cli.text_file import write_file

        write_file(output, [write_digest(made, form) if form != "atom" else _feed(made, output)])
    sent_to: tuple[str, ...] = ()
    if send and not made.is_empty:
        sent_to = library.send_digest(made)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.digest_forms import digest_form

        print_json(digest_form(made) | {"sent_to": list(sent_to), "file": str(output) if output else None})
    elif output is None and not send:
        from paper_reader.cli.streams import write_document

        write_document([write_digest(made, form) if form != "atom" else _feed(made, None)])
    library.note_shown(made)
    if send:
        session.say([f"sent to {', '.join(sent_to)}" if sent_to else "nothing new, so nothing was sent"])


def _feed(made: Digest, output: Path | None) -> str:
    """The feed with what stands in the file already; raises `UsageError` for a file that is none of ours."""
    from paper_reader.digests.feed import continued, is_feed

    before = output.read_bytes() if output is not None and output.is_file() else b""
    if before and not is_feed(before):
        raise UsageError(f"{output} is no feed of ours and is left alone. Name another file")
    return continued(made, before or None).decode() + "\n"
