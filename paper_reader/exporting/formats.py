"""The forms that papers and reading lists can be written in, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from paper_reader.errors import UsageError
from paper_reader.exporting import bibtex, csl_json, csv_table, html_page, json_lines, markdown, ris, workbook
from paper_reader.exporting.exported import ExportedPaper, bare
from paper_reader.types import ReadingList


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form: what it is called, what a web server calls it, how its files end, and who writes it."""

    name: str
    media_type: str
    suffix: str
    papers: Callable[[Iterable[ExportedPaper]], Iterator[str]]
    reading_list: Callable[[ReadingList, Iterable[ExportedPaper]], Iterator[str]]


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format(
            name="jsonl",
            media_type="application/x-ndjson",
            suffix=".jsonl",
            papers=json_lines.papers,
            reading_list=json_lines.reading_list,
        ),
        Format(
            name="bibtex",
            media_type="application/x-bibtex",
            suffix=".bib",
            papers=bibtex.papers,
            reading_list=bibtex.reading_list,
        ),
        Format(
            name="ris",
            media_type="application/x-research-info-systems",
            suffix=".ris",
            papers=ris.papers,
            reading_list=ris.reading_list,
        ),
        Format(
            name="csl-json",
            media_type="application/vnd.citationstyles.csl+json",
            suffix=".json",
            papers=csl_json.papers,
            reading_list=csl_json.reading_list,
        ),
        Format(
            name="csv",
            media_type="text/csv",
            suffix=".csv",
            papers=csv_table.papers,
            reading_list=csv_table.reading_list,
        ),
        Format(
            name="markdown",
            media_type="text/markdown",
            suffix=".md",
            papers=markdown.papers,
            reading_list=markdown.reading_list,
        ),
        Format(
            name="html",
            media_type="text/html",
            suffix=".html",
            papers=html_page.papers,
            reading_list=html_page.reading_list,
        ),
    )
}


def find_format(name: str) -> Format:
    """The form of this name; raises `UsageError` that lists them all."""
    if name not in FORMATS:
        raise UsageError(f"there is no export format {name!r}. There are: {', '.join(FORMATS)}")
    return FORMATS[name]


def write_papers(name: str, papers: Iterable[ExportedPaper]) -> Iterator[str]:
    """Papers in the form of this name, piece by piece; they are asked for one after the other."""
    return find_format(name).papers(papers)


def write_reading_list(name: str, listed: ReadingList, exported: Iterable[ExportedPaper] | None = None) -> str:
    """A reading list in the form of this name. `exported`: its papers in order, with all that is known of them."""
    return "".join(find_format(name).reading_list(listed, bare(listed) if exported is None else exported))


def papers_workbook(papers: Iterable[ExportedPaper]) -> bytes:
    """Papers as a spreadsheet (.xlsx), the one form that is no text."""
    return workbook.papers(papers)


def reading_list_workbook(listed: ReadingList, exported: Iterable[ExportedPaper] | None = None) -> bytes:
    """A reading list as a spreadsheet."""
    return workbook.reading_list(listed, bare(listed) if exported is None else exported)
