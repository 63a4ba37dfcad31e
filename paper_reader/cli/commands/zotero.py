"""`paper-reader zotero push`: papers into the reader's own Zotero library."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from paper_reader.cli.session import Session, complain, pass_session
from paper_reader.cli.shared_options import shared_options

if TYPE_CHECKING:
    from paper_reader.zotero import PushReport

_DONE_IN_PART = 3
_MOST_NAMED = 10


@click.group("zotero", short_help="Bring papers into your Zotero library.")
@shared_options
def command() -> None:
    """Bring papers into your Zotero library.

    The settings `zotero_key` and `zotero_library` say which; `docs/settings.md` tells where to get the key.
    """


@command.command("push", short_help="Make or renew an item in Zotero for each paper.")
@click.argument("papers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every paper of the library.")
@click.option("--list", "topic", metavar="TOPIC", help="The reading list on a topic.")
@click.option("-n", "count", type=click.IntRange(1, 500), default=20, show_default=True, help="How long that list is.")
@click.option("--collection", metavar="NAME", help="Put the items into this collection, made where there is none.")
@click.option("--dry-run", is_flag=True, help="Ask Zotero what is there, say what would be done, write nothing.")
@shared_options
@pass_session
def push(
    session: Session,
    papers: tuple[str, ...],
    everything: bool,
    topic: str | None,
    count: int,
    collection: str | None,
    dry_run: bool,
) -> None:
    """Make or renew an item in Zotero for each paper.

    Nothing is doubled: a paper that is in Zotero already, by DOI, arXiv id or title, stays the item it is. Items that
    this program made are renewed when the library knows more, unless you have changed them.
    """
    if [everything, topic is not None, bool(papers)].count(True) != 1:
        raise click.UsageError("say which papers: --all, --list TOPIC, or their numbers, arXiv ids or titles")
    library = session.library
    made = None
    if topic is not None:
        made = library.reading_list(topic, size=count, progress=session.progress)
        session.say(made.notes)
    chosen = made if made is not None else None if everything else papers
    report = library.zotero_push(chosen, collection=collection, dry_run=dry_run, progress=session.progress)
    _print(session, report)


def _print(session: Session, report: PushReport) -> None:
    if report.stopped or report.failed:
        session.exit_status = _DONE_IN_PART if report.done else 1
    if session.json:
        from paper_reader.cli.json_output import print_json

        failed = [{"title": title, "reason": reason} for title, reason in report.failed]
        print_json(asdict(report) | {"failed": failed})
        return
    from paper_reader.cli.screen import Screen

    would = "would be " if report.dry_run else ""
    where = f" / {report.collection}" if report.collection else ""
    Screen().line((f"Zotero {report.library}{where}: ", "bold"), _in_words(report, would))
    complain(f"{title}: {reason}" for title, reason in report.failed[:_MOST_NAMED])
    if len(report.failed) > _MOST_NAMED:
        complain([f"and {len(report.failed) - _MOST_NAMED:,} more"])
    if report.stopped:
        complain([report.stopped])


def _in_words(report: PushReport, would: str) -> str:
    counts = {
        f"{would}made": report.created,
        f"{would}renewed": report.updated,
        "as they were": report.unchanged,
        "there already": report.there,
        "changed by you, left alone": report.edited,
        "in Zotero's bin, left there": report.binned,
        f"{would}put into the collection": report.collected,
        "refused": len(report.failed),
    }
    done = ", ".join(f"{number:,} {word}" for word, number in counts.items() if number)
    return done or ("nothing done" if report.stopped else "nothing to do")
