"""`paper-reader review …`: literature reviews, from what was identified to what is included, with the account of it."""

from __future__ import annotations

from pathlib import Path

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import Stage, Verdict

OUTCOMES = ("all", "included", "passed", "to-assess", "excluded", "maybe", "not-retrieved", "undecided")
REPORTS = ("text", "markdown", "svg", "html")
_stage_option = click.option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    default=Stage.TITLE_ABSTRACT.value,
    show_default=True,
    help="Title and abstract first, then the full text of what passed.",
)
_reviewer_option = click.option("--reviewer", metavar="NAME", help="Who decides, where that is not this system's user.")


@click.group("review", short_help="Literature reviews: identify, screen, report, export.")
@shared_options
def command() -> None:
    """Literature reviews: identify, screen, report, export.

    Begin one with `collect … --review NAME`, `import FILE --review NAME` or `review new NAME`.
    """


@command.command("new")
@click.argument("name")
@click.option("--question", default="", help="What the review asks, in words: the first papers shown are near to it.")
@click.option("--seed", "seeds", multiple=True, metavar="PAPER", help="A paper known to be relevant; may be repeated.")
@click.option("--reason", "reasons", multiple=True, help="A reason for exclusion to choose from; may be repeated.")
@shared_options
@pass_session
def new(session: Session, name: str, question: str, seeds: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    """Begin a review."""
    made = session.library.new_review(name, question, seeds=seeds, reasons=reasons)
    if session.json:
        from paper_reader.reviews.forms import review_form

        _print_json(review_form(made))
    else:
        _line(f'{made.name} is begun. Bring papers in: paper-reader collect "…" --review {made.name}')


@command.command("list")
@shared_options
@pass_session
def list_all(session: Session) -> None:
    """Name every review with its numbers."""
    from paper_reader.cli.review_output import print_reviews

    print_reviews(session, session.library.reviews())


@command.command("show")
@click.argument("name")
@click.option("--decision", type=click.Choice(OUTCOMES), help="Name the papers that stand so; without it the overview.")
@shared_options
@pass_session
def show(session: Session, name: str, decision: str | None) -> None:
    """How a review stands, or its papers by what was decided of them."""
    from paper_reader.cli.review_output import print_overview, print_papers
    from paper_reader.reviews.words import is_among

    if decision is None:
        print_overview(session, session.library.review_report(name))
        return
    papers = session.library.review_papers(name)
    print_papers(session, [(paper, standing) for paper, standing in papers if is_among(standing, decision)])


@command.command("add")
@click.argument("name")
@click.argument("papers", nargs=-1)
@click.option("--method", default="by hand", show_default=True, help="How they were found, such as citation searching.")
@click.option("--search", "text", metavar="WORDS", help="What a search of your library finds, instead of PAPERS.")
@click.option("-n", "count", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most how many.")
@shared_options
@pass_session
def add(session: Session, name: str, papers: tuple[str, ...], method: str, text: str | None, count: int) -> None:
    """Put papers of the library into a review, as identified by other methods than a database."""
    if (text is None) == (not papers):
        raise click.UsageError("say which papers: their numbers, arXiv ids or titles, or --search WORDS")
    if text is None:
        asked, fresh = session.library.review_add(name, papers, method=method)
    else:
        asked, fresh = session.library.review_add_found(name, text, limit=count, progress=session.progress)
    if session.json:
        _print_json({"review": name, "papers": asked, "added": fresh})
    else:
        _line(f"{fresh:,} papers added to {name}" + (f"; {asked - fresh:,} were in it before" if fresh < asked else ""))


@command.command("screen")
@click.argument("name")
@_stage_option
@_reviewer_option
@shared_options
@pass_session
def screen(session: Session, name: str, stage: str, reviewer: str | None) -> None:
    """Look at one paper after the other and decide; what you decide teaches the order.

    Keys: i include, e exclude, m maybe, n note, b back (take the last decision back), q quit; at full text also r, not
    retrieved. In a pipe a line each, such as "e wrong population". With --json the next paper, and nothing is asked.
    """
    report = session.library.review_report(name)
    if session.json:
        from paper_reader.reviews.forms import step_form

        _print_json(step_form(name, session.library.review_next(name, Stage(stage), session.progress)))
        return
    from paper_reader.cli.review_keys import keys_of_stdin
    from paper_reader.cli.review_screening import Screening

    Screening(session, report.review, Stage(stage), keys_of_stdin(), reviewer).run()


@command.command("decide")
@click.argument("name")
@click.argument("papers", nargs=-1, required=True)
@click.option("--include", "verdict", flag_value=Verdict.INCLUDE.value, help="It belongs into the review.")
@click.option("--maybe", "verdict", flag_value=Verdict.MAYBE.value, help="Undecided; at the first stage it goes on.")
@click.option("--not-retrieved", "verdict", flag_value=Verdict.NOT_RETRIEVED.value, help="Its full text was not had.")
@click.option("--exclude", "reason", metavar="REASON", help='It does not belong; "" where there is no reason to give.')
@_stage_option
@_reviewer_option
@shared_options
@pass_session
def decide(
    session: Session,
    name: str,
    papers: tuple[str, ...],
    verdict: str | None,
    reason: str | None,
    stage: str,
    reviewer: str | None,
) -> None:
    """Decide on papers, on all of them alike."""
    if (verdict is None) == (reason is None):
        raise click.UsageError('say one of --include, --exclude "reason", --maybe or --not-retrieved')
    decided = Verdict(verdict) if verdict else Verdict.EXCLUDE
    made = session.library.review_decide(name, papers, decided, stage=Stage(stage), reason=reason, reviewer=reviewer)
    if session.json:
        from paper_reader.reviews.forms import reviewed_form

        _print_json([reviewed_form(paper, standing) for paper, standing in made])
        return
    for found, _ in made:
        _line(f"{decided.value}: {found.title}")


@command.command("undo")
@click.argument("name")
@_reviewer_option
@shared_options
@pass_session
def undo(session: Session, name: str, reviewer: str | None) -> None:
    """Take the latest decision back; what stood before it stands again."""
    taken = session.library.review_undo(name, reviewer=reviewer)
    if taken is None:
        raise click.UsageError(f"nothing was decided in {name} yet")
    paper, decision = taken
    if session.json:
        _print_json({"paper_id": paper.id, "stage": decision.stage.value, "taken_back": decision.verdict.value})
    else:
        _line(f"taken back ({decision.stage.value}, {decision.verdict.value}): {paper.title}")


@command.command("note")
@click.argument("name")
@click.argument("paper")
@click.argument("text", nargs=-1, required=True)
@_reviewer_option
@shared_options
@pass_session
def note(session: Session, name: str, paper: str, text: tuple[str, ...], reviewer: str | None) -> None:
    """Keep a note on a paper for this review."""
    noted = session.library.review_note(name, paper, " ".join(text), reviewer=reviewer)
    if session.json:
        _print_json({"paper_id": noted.id, "title": noted.title})
    else:
        _line(f"noted: {noted.title}")


@command.command("stop")
@click.argument("name")
@click.option("--reopen", is_flag=True, help="Open it again.")
@shared_options
@pass_session
def stop(session: Session, name: str, reopen: bool) -> None:
    """Declare the screening over though not everything was looked at; the report says so."""
    review = session.library.review_stop(name, stopped=not reopen)
    if session.json:
        from paper_reader.reviews.forms import review_form

        _print_json(review_form(review))
    else:
        _line(f"the screening of {name} is open again" if reopen else f"the screening of {name} is over")


@command.command("report")
@click.argument("name")
@click.option(
    "--format", "form", type=click.Choice(REPORTS), default="text", show_default=True, help="The report's form."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@shared_options
@pass_session
def report(session: Session, name: str, form: str, output: Path | None) -> None:
    """Account for a review: the PRISMA 2020 flow, every search, who screened and when; svg is the flow diagram."""
    from paper_reader.cli.review_output import print_report

    print_report(session, session.library.review_report(name), form, output)


@command.command("export")
@click.argument("name")
@click.option(
    "--format", "form", default="csv", show_default=True, help="csv, xlsx, jsonl, bibtex, ris, … as in export."
)
@click.option(
    "--decision", type=click.Choice(OUTCOMES), default="all", show_default=True, help="Only papers that stand so."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead.")
@shared_options
@pass_session
def export(session: Session, name: str, form: str, decision: str, output: Path | None) -> None:
    """Write the papers of a review with all decisions and reasons."""
    from paper_reader.cli.review_output import write_export

    write_export(session, session.library.review_export(name, form, decision), form, output)


@command.command("delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@shared_options
@pass_session
def delete(session: Session, name: str, yes: bool) -> None:
    """Take a review away with all its decisions. The papers stay in the library."""
    report = session.library.review_report(name)
    screened = report.flow.databases.screened + report.flow.others.screened
    if not yes:
        click.confirm(f"Delete the review {name} with the decisions on {screened:,} papers?", abort=True, err=True)
    session.library.review_delete(name)
    if session.json:
        _print_json({"deleted": name})
    else:
        _line(f"{name} is deleted")


def _line(text: str) -> None:
    from paper_reader.cli.screen import Screen

    Screen().line(text)


def _print_json(form: object) -> None:
    from paper_reader.cli.json_output import print_json

    print_json(form)  # type: ignore[arg-type]
