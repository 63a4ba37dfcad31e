"""Papers and reading lists as one HTML page that needs nothing else: no script, no picture, no request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from paper_reader.exporting.exported import ExportedPaper
from paper_reader.exporting.plain import plain, web_address
from paper_reader.types import ReadingList

_STYLE: Final = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{line-height:1.2}h2{margin-top:2.2rem;border-bottom:1px solid;padding-bottom:.2rem}
li{margin:.9rem 0}li::marker{font-weight:600}
.facts,.role{opacity:.75}.title{font-weight:600}.role{font-variant:small-caps}
p{margin:.2rem 0}details{margin:.3rem 0}summary{cursor:pointer}
@media print{body{max-width:none;margin:0;font-size:10pt}li{break-inside:avoid}a{color:inherit;text-decoration:none}}
"""
_HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
"""


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A page with an item for each paper."""
    yield _HEAD.format(title="Papers", style=_STYLE)
    yield "<ul>\n"
    for one in exported:
        yield f"<li>{_paper(one)}</li>\n"
    yield "</ul>\n</body>\n</html>\n"


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A page with a heading for each level, the items numbered through, their reasons, and the notes."""
    yield _HEAD.format(title=_text(listed.topic), style=_STYLE)
    yield f"<p>{len(listed.items)} papers in the order to read them, chosen on {listed.generated_at:%Y-%m-%d}.</p>\n"
    level = None
    for item, one in zip(listed.items, exported, strict=True):
        if item.level is not level:
            yield "</ol>\n" if level is not None else ""
            level = item.level
            yield f'<h2>{_text(level.value.capitalize())}</h2>\n<ol start="{item.position}">\n'
        reason = f'<p><span class="role">{_text(item.role.value)}</span>: {_text(item.reason)}</p>'
        yield f'<li value="{item.position}">{_paper(one, reason)}</li>\n'
    yield "</ol>\n" if level is not None else ""
    if listed.notes:
        yield "<h2>Notes</h2>\n<ul>\n"
        yield from (f"<li>{_text(note)}</li>\n" for note in listed.notes)
        yield "</ul>\n"
    yield "</body>\n</html>\n"


def _paper(exported: ExportedPaper, reason: str = "") -> str:
    paper = exported.paper
    title = _text(paper.title)
    address = web_address(paper.url)
    named = f'<a href="{_text(address)}" rel="noreferrer noopener">{title}</a>' if address else title
    best = paper.citation_counts[0] if paper.citation_counts else None
    cited = f"cited {best.count:,} times ({best.source})" if best else ""
    facts = [", ".join(paper.authors), paper.venue or "", str(paper.year or ""), cited]
    said = f'<p class="facts">{" · ".join(_text(fact) for fact in facts if fact)}</p>'
    abstract = f"<details><summary>Abstract</summary>{_text(paper.abstract)}</details>" if paper.abstract else ""
    return f'<span class="title">{named}</span>{said}{reason}{abstract}'


def _text(text: str) -> str:
    return escape(plain(text))
