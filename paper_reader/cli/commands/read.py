"""`paper-reader read PAPER`: a paper's full text, in three passes, with key sentences, links and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import click

from paper_reader.cli.session import Session, pass_session
from paper_reader.cli.shared_options import shared_options
from paper_reader.types import PaperText, Pass, ReadingThrough

TEXT, MARKDOWN = "text", "markdown"
_SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one paper."""

    paper: str
    file: Path | None
    refresh: bool
    number: Pass | None
    section: str | None
    key_sentences: bool | None
    form: str


@click.command("read", short_help="Read a paper's full text, in three passes, with notes.")
@click.argument("paper", nargs=-1, required=True)
@click.option("--pass", "number", type=click.IntRange(1, 3), help="What this pass reads, and what to look for.")
@click.option("--section", help="Only this section: its number, its title, or a word of it.")
@click.option("--outline", is_flag=True, help="Only the headings, with the time that each section takes.")
@click.option("--find", "words", help="Where these words stand in the paper.")
@click.option("--key-sentences/--no-key-sentences", default=None, help="Mark the sentences that say most.")
@click.option("--note", help="Keep a note beside the section that --section names.")
@click.option("--highlight", "quote", help="Mark this passage of the paper, with --note as its remark.")
@click.option("--done", type=click.IntRange(1, 3), help="This pass is finished.")
@click.option("--notes", "show_notes", is_flag=True, help="Only what you wrote and marked.")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read this PDF or HTML file."
)
@click.option("--refresh", is_flag=True, help="Ask arXiv anew, for a newer version.")
@click.option("--format", "form", type=click.Choice([TEXT, MARKDOWN]), default=TEXT, help="How to write the text.")
@shared_options
@pass_session
def command(
    session: Session,
    paper: tuple[str, ...],
    number: int | None,
    section: str | None,
    outline: bool,
    words: str | None,
    key_sentences: bool | None,
    note: str | None,
    quote: str | None,
    done: int | None,
    show_notes: bool,
    file: Path | None,
    refresh: bool,
    form: str,
) -> None:
    """Read a paper's full text, in three passes, with notes.

    PAPER is its number, arXiv id, DOI, address, imported id or exact title; or a PDF or HTML file. Texts come from
    arXiv, are asked for once, and are kept for yourself alone.
    """
    wanted = Wanted(" ".join(paper), file, refresh, Pass(number) if number else None, section, key_sentences, form)
    if [outline, words is not None, note is not None or quote is not None, done is not None, show_notes].count(
        True
    ) > 1:
        raise click.UsageError("say one thing: --outline, --find, --note, --highlight, --done or --notes")
    if note is not None or quote is not None:
        _write(session, wanted, note, quote)
    elif done is not None:
        _finish(session, wanted.paper, Pass(done))
    elif show_notes:
        _show_through(session, session.library.read_through(wanted.paper))
    elif words is not None:
        _find(session, wanted, words)
    elif outline:
        _outline(session, _opened(session, wanted))
    else:
        _read(session, wanted)


def _opened(session: Session, wanted: Wanted) -> PaperText:
    library, with_key_sentences = session.library, wanted.key_sentences is not False
    named = Path(wanted.paper).expanduser()
    if wanted.file is None and named.suffix.lower() in _SUFFIXES and named.is_file():
        text = library.read_file(named, with_key_sentences=with_key_sentences)
    else:
        text = library.read(
            wanted.paper,
            file=wanted.file,
            refresh=wanted.refresh,
            with_key_sentences=with_key_sentences,
            progress=session.progress,
        )
    session.say(text.document.notes)
    return text


def _read(session: Session, wanted: Wanted) -> None:
    text = _opened(session, wanted)
    number = wanted.number or (None if wanted.section or session.json else text.next_pass)
    sections = session.library.chosen_sections(text, section=wanted.section, number=number)
    if text.paper is not None:
        status = session.library.begin_reading(text.paper)
        if wanted.section and sections and wanted.file is None:
            session.library.set_position(str(text.paper.id), sections[0].anchor)
        if status is not text.status:
            session.say(["marked as reading"])
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.document_forms import paper_text_form

        print_json(paper_text_form(text, sections))
    elif wanted.form == MARKDOWN:
        from paper_reader.cli.streams import write_document

        write_document(session.library.written_text(text, sections))
    else:
        from paper_reader.cli.document_output import print_text

        print_text(text, sections, number, mark_key_sentences=wanted.key_sentences)


def _outline(session: Session, text: PaperText) -> None:
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.document_forms import outline_form

        print_json({"title": text.title, "outline": outline_form(text)})
        return
    from paper_reader.cli.document_output import print_outline

    print_outline(text)


def _find(session: Session, wanted: Wanted, words: str) -> None:
    text = _opened(session, replace(wanted, key_sentences=False))
    places = session.library.places_in(text, words)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.document_forms import found_form

        print_json(found_form(words, places))
        return
    if not places:
        session.say([f"the paper does not have {words!r}"])
        return
    from paper_reader.cli.document_output import print_places

    print_places(places)


def _write(session: Session, wanted: Wanted, note: str | None, quote: str | None) -> None:
    library = session.library
    if quote is not None:
        read = library.highlight(wanted.paper, quote, text=note or "", file=wanted.file)
    elif wanted.section is not None:
        read = library.add_section_note(wanted.paper, wanted.section, note or "", file=wanted.file)
    else:
        raise click.UsageError(
            "beside which section? Name it with --section; a note on the whole paper: paper-reader note"
        )
    _show_through(session, read)


def _finish(session: Session, paper: str, number: Pass) -> None:
    found, offers_read = session.library.finish_pass(paper, number)
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.document_forms import through_form

        form = through_form(session.library.read_through(str(found.id)))
        print_json({"paper_id": found.id, "title": found.title, **form, "offer": "read" if offers_read else None})
        return
    from paper_reader.cli.screen import Screen

    Screen().line((f"pass {int(number)} is done: ", "cyan"), found.title)
    if offers_read:
        session.say([f"you have been through all of it: paper-reader mark {found.id} read"])
    elif number is not Pass.THIRD:
        session.say([f"to go on: paper-reader read {found.id} --pass {int(number) + 1}"])


def _show_through(session: Session, read: ReadingThrough) -> None:
    if session.json:
        from paper_reader.cli.json_output import print_json
        from paper_reader.library.document_forms import through_form

        print_json(through_form(read))
        return
    from paper_reader.cli.document_output import print_through

    print_through(read)
    if not read.annotations:
        session.say(['no notes yet. Add one: paper-reader read PAPER --section 3 --note "what I think of it"'])
