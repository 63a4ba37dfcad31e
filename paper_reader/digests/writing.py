"""A digest as Markdown, as plain text and as a page for mail. Pure.

The page carries its own looks, in attributes where mail programs want them, and asks nobody for anything. Whatever came
from outside is text in it, and only web addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from paper_reader.exporting.plain import plain, web_address
from paper_reader.types import Climber, Digest, MustReadChange, NewsItem, Paper

FORMS: Final = ("markdown", "html", "text")
_AUTHORS: Final = 3
_MARKDOWN_SIGNS: Final = re.compile(r"([\\`*_\[\]<>#|])")
_PAGE: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title></head>"
    '<body style="font-family:Georgia,serif;line-height:1.5;max-width:42em;margin:1em auto;padding:0 1em">'
)
_WHY: Final = '<div style="color:#555;font-size:90%">'


def write_digest(digest: Digest, form: str) -> str:
    """The digest in one of `FORMS`."""
    writers = {"markdown": _markdown, "html": _html, "text": _text}
    return writers[form](digest)


def subject_of(digest: Digest) -> str:
    """One line that says how much is new."""
    parts = [f"{len(digest.items)} new papers" if len(digest.items) != 1 else "1 new paper"]
    came = sum(len(change.came_in) for change in digest.changes)
    if came:
        parts.append(f"{came} new must-read{'s' if came > 1 else ''}")
    return f"Paper Reader, {digest.made_at:%Y-%m-%d}: " + ", ".join(parts)


def _markdown(digest: Digest) -> str:
    lines = [f"# {subject_of(digest)}", "", f"Since {digest.since:%Y-%m-%d}."]
    if digest.is_empty:
        lines += ["", "Nothing new."]
    if digest.items:
        lines += ["", "## New papers", ""]
        for number, item in enumerate(digest.items, 1):
            lines.append(f"{number}. **{_linked(item.paper)}**  ")
            lines += [f"   {_plain_markdown(byline(item.paper))}  "] if byline(item.paper) else []
            lines.append(f"   *{_plain_markdown(why(item))}*")
    for change in digest.changes:
        lines += ["", f"## Must-reads: {_plain_markdown(change.title)}", ""]
        lines += [f"- came in: {_linked(paper)}" for paper in change.came_in]
        lines += [f"- dropped out: {_linked(paper)}" for paper in change.dropped]
    if digest.climbers:
        lines += ["", "## Cited more than before", ""]
        lines += [f"- {_linked(one.paper)}: {_plain_markdown(climb(one))}" for one in digest.climbers]
    if left := left_out(digest):
        lines += ["", left]
    return "\n".join([*lines, ""])


def _text(digest: Digest) -> str:
    lines = [subject_of(digest), f"Since {digest.since:%Y-%m-%d}."]
    if digest.is_empty:
        lines += ["", "Nothing new."]
    if digest.items:
        lines += ["", "NEW PAPERS"]
        for number, item in enumerate(digest.items, 1):
            lines += ["", f"{number}. {plain(item.paper.title)}"]
            lines += [f"   {part}" for part in (byline(item.paper), why(item), address(item.paper)) if part]
    for change in digest.changes:
        lines += ["", f"MUST-READS: {plain(change.title)}"]
        lines += [f"+ {plain(paper.title)}" for paper in change.came_in]
        lines += [f"- {plain(paper.title)}" for paper in change.dropped]
    if digest.climbers:
        lines += ["", "CITED MORE THAN BEFORE"]
        lines += [f"* {plain(one.paper.title)}: {climb(one)}" for one in digest.climbers]
    if left := left_out(digest):
        lines += ["", left]
    return "\n".join([*lines, ""])


def _html(digest: Digest) -> str:
    return "".join(_html_parts(digest))


def _html_parts(digest: Digest) -> Iterator[str]:
    title = escape(subject_of(digest))
    yield _PAGE.format(title=title)
    yield f"<h1 style='font-size:130%'>{title}</h1><p>Since {digest.since:%Y-%m-%d}.</p>"
    if digest.is_empty:
        yield "<p>Nothing new.</p>"
    if digest.items:
        yield "<h2 style='font-size:115%'>New papers</h2><ol>" + "".join(map(_html_item, digest.items)) + "</ol>"
    yield from map(_html_change, digest.changes)
    if digest.climbers:
        yield "<h2 style='font-size:115%'>Cited more than before</h2><ul>"
        yield from (f"<li>{_anchor(one.paper)}: {escape(climb(one))}</li>" for one in digest.climbers)
        yield "</ul>"
    if left := left_out(digest):
        yield f"<p>{escape(left)}</p>"
    yield "</body></html>\n"


def _html_item(item: NewsItem) -> str:
    reasons = escape(why(item))
    who = escape(byline(item.paper))
    return f"<li style='margin-bottom:.7em'>{_anchor(item.paper)}<div>{who}</div>{_WHY}{reasons}</div></li>"


def _html_change(change: MustReadChange) -> str:
    came = "".join(f"<li>came in: {_anchor(paper)}</li>" for paper in change.came_in)
    gone = "".join(f"<li>dropped out: {_anchor(paper)}</li>" for paper in change.dropped)
    return f"<h2 style='font-size:115%'>Must-reads: {escape(plain(change.title))}</h2><ul>{came}{gone}</ul>"


def byline(paper: Paper) -> str:
    """Who wrote it, where and when."""
    return ", ".join(filter(None, (_names(paper.authors), plain(paper.venue or ""), _day(paper))))


def why(item: NewsItem) -> str:
    """Why a paper may matter, on one line."""
    return plain("; ".join(item.reasons))


def address(paper: Paper) -> str | None:
    """A paper's web address; None where it has none."""
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}"
    if paper.doi:
        return f"https://doi.org/{paper.doi}"
    return web_address(paper.url)


def climb(one: Climber) -> str:
    """How a paper's citations grew, by whose count and between which days."""
    days = f"{one.before.observed_on} to {one.now.observed_on}"
    return f"{one.before.count:,} to {one.now.count:,} citations (+{one.gained:,}; {one.now.source}, {days})"


def left_out(digest: Digest) -> str:
    """What is not named."""
    return f"{digest.left_out:,} more matter less and are not named." if digest.left_out else ""


def _names(authors: Sequence[str]) -> str:
    return ", ".join(map(plain, authors[:_AUTHORS])) + (" and others" if len(authors) > _AUTHORS else "")


def _day(paper: Paper) -> str:
    return str(paper.published or paper.year or "")


def _plain_markdown(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", plain(text))


def _linked(paper: Paper) -> str:
    title, url = _plain_markdown(paper.title), address(paper)
    return f"[{title}](<{url}>)" if url and not set("<>") & set(url) else title


def _anchor(paper: Paper) -> str:
    title, url = escape(plain(paper.title)), address(paper)
    return f'<a href="{escape(url)}"><b>{title}</b></a>' if url else f"<b>{title}</b>"
