"""`paper-reader show PAPER`: everything the library knows of one paper."""

from __future__ import annotations

import click

from paper_reader.cli.paper_words import count_in_words, coverage_in_words
from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import CorrectionKind, Paper, PaperDetails, StoredRecord


@click.command("show", short_help="Everything the library knows of one paper.")
@click.argument("paper", nargs=-1, required=True)
@click.option("--records", is_flag=True, help="Also each source's own record, and why it was merged here.")
@shared_options
@pass_session
def command(session: Session, paper: tuple[str, ...], records: bool) -> None:
    """Everything the library knows of one paper.

    PAPER is its number, arXiv id, DOI, address, imported id or exact title.
    """
    details = session.library.details(" ".join(paper))
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.json_forms import details_form

        print_json(details_form(details, with_records=records))
        return
    _print_notices(details)
    _print_paper(details.paper)
    _print_coverage(details)
    _print_own(details)
    if records:
        for place, stored in enumerate(details.records, 1):
            _print_record(place, stored)
        _print_corrections(details)


def _print_paper(paper: Paper) -> None:
    from paper_reader.cli.screen import Screen, styled

    screen = Screen()
    screen.line((paper.title, "bold"))
    rows = {
        "Authors": ", ".join(paper.authors),
        "Year": str(paper.year or ""),
        "Published": paper.published.isoformat() if paper.published else "",
        "Venue": paper.venue or "",
        "Categories": ", ".join(paper.categories),
        "arXiv": paper.arxiv_id or "",
        "DOI": paper.doi or "",
        "Address": paper.url or "",
        "Citations": "; ".join(map(count_in_words, paper.citation_counts)) or "unknown",
        "Sources": ", ".join(paper.sources),
        "Imported as": ", ".join(paper.external_ids),
        "Number": str(paper.id),
    }
    for name, value in rows.items():
        if value:
            screen.line((f"{name + ':':<13}", "cyan"), value)
    if paper.curation:
        screen.line(("Why read it: ", "cyan"), paper.curation.why)
    if paper.abstract:
        screen.line("")
        screen.indented(styled(paper.abstract), 0)


def _print_notices(details: PaperDetails) -> None:
    """What stands against the paper, before the paper itself."""
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for notice in details.notices:
        name = notice.kind.replace("_", " ")
        what = f"WARNING: {name}" if notice.withdraws else name.capitalize()
        told = ", ".join(part for part in (notice.source, notice.on.isoformat() if notice.on else "") if part)
        where = f": doi:{notice.doi}" if notice.doi else ""
        screen.line((what, "bold red" if notice.withdraws else "cyan"), f" ({told}){where}")


def _print_coverage(details: PaperDetails) -> None:
    """What each citation service knows of it; what it does not know is said too."""
    from paper_reader.cli.screen import Screen

    screen = Screen()
    for place, one in enumerate(details.coverage):
        screen.line((f"{'Services:' if place == 0 else '':<13}", "cyan"), coverage_in_words(one))


def _print_own(details: PaperDetails) -> None:
    from paper_reader.cli.screen import Screen

    screen = Screen()
    if details.status:
        screen.line(("Your mark:   ", "cyan"), details.status.value)
    for note in details.notes:
        screen.line((f"Note, {note.created_at:%Y-%m-%d}: ", "cyan"), note.text)


def _print_record(place: int, stored: StoredRecord) -> None:
    from paper_reader.cli.screen import Screen

    screen, record = Screen(), stored.record
    screen.line("")
    screen.line((f"#{place} {record.source}:{record.key}", "bold"), f" fetched {record.fetched_at:%Y-%m-%d %H:%M}")
    screen.line("  ", record.title)
    names = ", ".join(str(identifier) for identifier in record.identifiers)
    for text in (", ".join(record.authors), record.venue or "", names):
        if text:
            screen.line("  ", text)
    screen.line("  ", (f"{stored.decision.kind.value}", "cyan"), _why(place, stored))
    for evidence in stored.decision.evidence:
        screen.line(f"    same {evidence.kind}: {evidence.value} as ", evidence.record)


def _why(place: int, stored: StoredRecord) -> str:
    """Say what the kind of decision means where no evidence follows."""
    if stored.decision.fused:
        return f" (it showed that no. {', '.join(map(str, stored.decision.fused))} is the same paper)"
    if stored.decision.evidence:
        return ""
    return " (the first)" if place == 1 else " (it came as a paper of its own)"


def _print_corrections(details: PaperDetails) -> None:
    from paper_reader.cli.screen import Screen

    screen = Screen()
    ours = {(one.record.source, one.record.key) for one in details.records}
    for said in details.corrections:
        if said.kind is CorrectionKind.TOGETHER:
            what = f"{':'.join(said.one)} and {':'.join(said.other)} are one paper"
        else:
            other, this = (said.one, said.other) if said.other in ours else (said.other, said.one)
            what = f"{':'.join(other)} is another paper than {':'.join(this)}"
        screen.line("")
        screen.line((f"By your word, {said.made_at:%Y-%m-%d}: ", "cyan"), what)
