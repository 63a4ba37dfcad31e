"""One paper a line as JSON: the form that `import` reads, so that a library can be moved, merged and kept.

The line says of the paper what this library shows. `records` says what each source said, as far as that differs from
the line, so that importing the file into an empty library gives the same records under the same names, merged to the
same papers; `mark`, `notes` and `through` (what was done with the full text) are the reader's own, `corrections` what
the reader said of merges, `counts` the older counts of a record. What only this program's own catalogue says is left
out of the records: every library has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from paper_reader.exporting.exported import ExportedPaper, SeenCount
from paper_reader.store.through_lines import line_of_through
from paper_reader.types import CitationCount, Identifier, Paper, ReadingList, Scheme, SourceRecord

_Json: TypeAlias = str | int | Sequence["_Json"] | Mapping[str, "_Json"] | None
_SAID_ELSEWHERE: Final = (Scheme.EXTERNAL, Scheme.STARTER)  # in `external_ids`; in the catalogue of every library
_STARTER: Final = "starter"
_IMPORT: Final = "import"


def papers(exported: Iterable[ExportedPaper]) -> Iterator[str]:
    """A line for each paper; what is unknown is left out."""
    return (line_of(one) for one in exported)


def reading_list(listed: ReadingList, exported: Iterable[ExportedPaper]) -> Iterator[str]:  # noqa: ARG001
    """The papers of a list in reading order; what the list says of them is in the list's own JSON."""
    return papers(exported)


def line_of(exported: ExportedPaper) -> str:
    """The JSON line of one paper, with its line end."""
    form = _paper(exported)
    form |= {
        "mark": exported.mark.value if exported.mark else None,
        "marked_at": exported.marked_at.isoformat() if exported.marked_at else None,
        "notes": [{"text": text, "created_at": at.isoformat()} for text, at in exported.notes],
        "through": line_of_through(exported.through),
        "records": _records(exported, form),
        "corrections": [
            {"one": list(said.one), "other": list(said.other), "kind": said.kind.value} for said in exported.corrections
        ],
    }
    return json.dumps({key: value for key, value in form.items() if value not in (None, [])}, ensure_ascii=False) + "\n"


def _paper(exported: ExportedPaper) -> dict[str, _Json]:
    paper = exported.paper
    best = paper.citation_counts[0] if paper.citation_counts else None
    return {
        "id": paper.external_id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "year": paper.year,
        "published": paper.published.isoformat() if paper.published else None,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "venue": paper.venue,
        "categories": list(paper.categories),
        "citation_count": best.count if best else None,
        "citation_source": best.source if best else None,
        "citation_observed_on": best.observed_on.isoformat() if best and best.observed_on else None,
        "references": [_reference(one) for one in exported.references],
        "url": paper.url,
        "external_ids": list(paper.external_ids),
        "identifiers": _further_names(exported),
    }


def _further_names(exported: ExportedPaper) -> list[_Json]:
    """The identifiers that no other field says, such as a second DOI, with their schemes and in a fixed order."""
    paper = exported.paper
    said = {Identifier(Scheme.ARXIV, paper.arxiv_id or ""), Identifier(Scheme.DOI, paper.doi or "")}
    further = {one for one in exported.identifiers if one.scheme not in _SAID_ELSEWHERE} - said
    return [*sorted(map(str, further))]


def _reference(identifier: Identifier) -> str:
    """As an import writes it: an imported id as it stood, any other with its scheme."""
    return identifier.value if identifier.scheme is Scheme.EXTERNAL else str(identifier)


def _records(exported: ExportedPaper, line: Mapping[str, _Json]) -> list[_Json]:
    """What the line alone would not bring back; nothing where it would: for one plain import, and for the catalogue."""
    if all(one.source == _STARTER for one in exported.records):
        return []
    records = [_own(one) for one in exported.records]
    forms = [_record(one, line, exported.paper, exported.counts.get((one.source, one.key), ())) for one in records]
    if len(forms) == 1 and records[0].source == _IMPORT and set(forms[0]) == {"source", "key", "fetched_at"}:
        plain_key = line["id"] is not None and records[0].key == line["id"]
        return [] if plain_key or line["id"] is None else forms  # type: ignore[return-value]  # lists are invariant
    return [*forms]


def _own(record: SourceRecord) -> SourceRecord:
    """A record of the catalogue as an imported one: a library with another edition keeps its own."""
    if record.source != _STARTER:
        return record
    names = tuple(one for one in record.identifiers if one.scheme is not Scheme.STARTER)
    return replace(record, source=_IMPORT, key=f"{_STARTER}:{record.key}", identifiers=names, curation=None)


def _record(
    record: SourceRecord, line: Mapping[str, _Json], paper: Paper, counts: Sequence[SeenCount]
) -> dict[str, _Json]:
    """A record's name, and what it says otherwise than the line."""
    said: dict[str, _Json] = {
        "title": record.title,
        "abstract": record.abstract,
        "authors": list(record.authors),
        "year": record.year,
        "published": record.published.isoformat() if record.published else None,
        "venue": record.venue,
        "categories": list(record.categories),
        "url": record.url,
        "references": [_reference(one) for one in record.references],
    }
    form: dict[str, _Json] = {name: value for name, value in said.items() if value != line[name]}
    names = [str(one) for one in record.identifiers]
    if names != _names_of_line(paper, line):
        form["identifiers"] = names
    best = paper.citation_counts[0] if paper.citation_counts else None
    if record.citation != best:
        form["citation"] = _count(record.citation) if record.citation else None
    if record.updated:
        form["updated"] = record.updated.isoformat()
    if record.extra:
        form["extra"] = dict(record.extra)
    if len(counts) > 1:
        form["counts"] = [_count(count) | {"seen_at": at.isoformat()} for count, at in counts]
    return {"source": record.source, "key": record.key, "fetched_at": record.fetched_at.isoformat()} | form


def _names_of_line(paper: Paper, line: Mapping[str, _Json]) -> list[str]:
    """The names that an import reads off a plain line, in its order; where this guess is wrong they are written out."""
    names = [f"{Scheme.EXTERNAL.value}:{name}" for name in paper.external_ids]
    names += [f"{Scheme.ARXIV.value}:{paper.arxiv_id}"] if paper.arxiv_id else []
    names += [f"{Scheme.DOI.value}:{paper.doi}"] if paper.doi else []
    further = line["identifiers"]
    return list(dict.fromkeys([*names, *map(str, further if isinstance(further, list) else [])]))


def _count(count: CitationCount) -> dict[str, _Json]:
    observed = count.observed_on.isoformat() if count.observed_on else None
    return {"count": count.count, "source": count.source, "observed_on": observed}
