"""A paper as a Zotero item, and what an item of Zotero's can be recognised by. Pure.

Each item that we make carries a line "Paper Reader: HASH" in its Extra field: the hash of what we wrote. While the
item still has it, nobody has changed it, and newer content of ours may replace it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from paper_reader.exporting import ExportedPaper
from paper_reader.exporting.keys import key_of
from paper_reader.exporting.kinds import Kind, kind_of
from paper_reader.exporting.people import parts_of
from paper_reader.exporting.plain import plain, web_address
from paper_reader.identifiers import identifiers_of
from paper_reader.titles import title_fingerprint
from paper_reader.types import Scheme

Item = dict[str, Any]  # Zotero's editable JSON; its fields differ by type
_TYPES: Final = {
    Kind.ARTICLE: ("journalArticle", "publicationTitle"),
    Kind.MEETING: ("conferencePaper", "proceedingsTitle"),
    Kind.REPORT: ("report", "institution"),
    Kind.BOOK: ("book", "publisher"),
    Kind.PREPRINT: ("preprint", "repository"),
    Kind.OTHER: ("document", "publisher"),
}
_WITH_DOI: Final = frozenset({"journalArticle", "conferencePaper", "preprint"})
_WRITTEN: Final = (
    *("itemType", "title", "creators", "date", "abstractNote", "url", "DOI", "archiveID"),
    *(field for _, field in _TYPES.values()),
)
_MARK: Final = re.compile(r"^Paper Reader: ([0-9a-f]{12})[ \t]*$", re.MULTILINE)
_EXTRA_NAMES: Final = re.compile(r"^\s*(arXiv|DOI|PMID|OpenAlex)\s*:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_KEY_LETTERS: Final = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"  # of Zotero's item keys
_LONGEST: Final = 50_000  # letters of one field; Zotero refuses much longer ones


def item_of(exported: ExportedPaper) -> Item:
    """The item that says what we know of a paper; empty fields are left out."""
    paper = exported.paper
    kind = kind_of(exported)
    name, place = _TYPES[kind]
    doi = plain(paper.doi or "")
    extra = [f"arXiv: {paper.arxiv_id}"] if paper.arxiv_id else []
    extra += [f"DOI: {doi}"] if doi and name not in _WITH_DOI else []
    extra += [f"Citation Key: {key_of(exported)}"] if exported.citation_key else []
    item: Item = {
        "itemType": name,
        "title": plain(paper.title)[:_LONGEST],
        "creators": [_creator(author) for author in paper.authors],
        place: "arXiv" if kind is Kind.PREPRINT else plain(paper.venue or "")[:_LONGEST],
        "date": _date(exported),
        "abstractNote": plain(paper.abstract or "")[:_LONGEST],
        "url": web_address(paper.url) or "",
        "DOI": doi if name in _WITH_DOI else "",
        "archiveID": f"arXiv:{paper.arxiv_id}" if kind is Kind.PREPRINT else "",
        "tags": [{"tag": plain(category)} for category in paper.categories],
    }
    item = {field: value for field, value in item.items() if value}
    return item | {"extra": "\n".join([*extra, f"Paper Reader: {content_hash(item)}"])}


def content_hash(item: Mapping[str, Any]) -> str:
    """The hash of the fields that we write, as they stand in an item; tags and collections are the reader's own."""
    said = {field: item[field] for field in _WRITTEN if item.get(field)}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def marked_hash(item: Mapping[str, Any]) -> str | None:
    """The hash that our line in an item's Extra field holds; None for items that are not ours."""
    found = _MARK.search(str(item.get("extra") or ""))
    return found[1] if found else None


def with_mark(extra: str, ours: str) -> str:
    """An item's own Extra field with our new line in place of the old one, and everything else as it was."""
    new = next(line for line in ours.splitlines() if _MARK.match(line))
    return _MARK.sub(new, extra, count=1) if _MARK.search(extra) else "\n".join(filter(None, [extra, new]))


def names_of_item(item: Mapping[str, Any]) -> list[str]:
    """The identifiers of an item of Zotero's, and the fingerprint of its title with year and first author."""
    extra = str(item.get("extra") or "")
    texts = [str(item.get(field) or "") for field in ("DOI", "url", "archiveID")]
    texts += [f"{name}:{value}" for name, value in _EXTRA_NAMES.findall(extra)]
    texts += [value for _, value in _EXTRA_NAMES.findall(extra)]
    creators = item.get("creators") or [{}]
    author = str(creators[0].get("lastName") or creators[0].get("name") or "")
    return _names(texts, str(item.get("title") or ""), author, str(item.get("date") or ""))


def names_of_paper(exported: ExportedPaper) -> list[str]:
    """The same for a paper: two that share one of these are the same."""
    paper = exported.paper
    texts = [f"arxiv:{paper.arxiv_id}" if paper.arxiv_id else "", paper.doi or ""]
    texts += [str(one) for one in exported.identifiers if one.scheme not in (Scheme.EXTERNAL, Scheme.STARTER)]
    author = parts_of(paper.authors[0]) if paper.authors else None
    return _names(texts, paper.title, (author.family or author.whole) if author else "", str(paper.year or ""))


def item_key(names: list[str]) -> str:
    """The key that a new item gets, made of what it is known by: a push that was cut off cannot make an item twice."""
    number = int.from_bytes(hashlib.blake2b(names[0].encode("utf-8", "replace"), digest_size=8).digest(), "big")
    letters = []
    for _ in range(8):
        number, place = divmod(number, len(_KEY_LETTERS))
        letters.append(_KEY_LETTERS[place])
    return "".join(letters)


def _names(texts: list[str], title: str, author: str, date: str) -> list[str]:
    names = [str(one) for one in identifiers_of(*texts)]
    year = re.search(r"(?<!\d)\d{4}(?!\d)", date)
    title_name = "|".join([title_fingerprint(title) or title, title_fingerprint(author), year[0] if year else ""])
    return list(dict.fromkeys([*names, f"title:{title_name}"]))


def _creator(author: str) -> dict[str, str]:
    parts = parts_of(plain(author))
    if not parts.family:
        return {"creatorType": "author", "name": parts.whole}
    family = f"{parts.family} {parts.suffix}" if parts.suffix else parts.family
    return {"creatorType": "author", "firstName": parts.given, "lastName": family}


def _date(exported: ExportedPaper) -> str:
    day, year = exported.paper.published, exported.paper.year
    if day is not None and (year is None or day.year == year):
        return day.isoformat()
    return str(year) if year else ""
