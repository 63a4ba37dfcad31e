"""The push: what is in Zotero is asked, each paper is found there or made, fifty at a time.

Nothing is doubled: a paper is looked for by every identifier and by its title, and a new item's key follows from what
it is known by, so a push that was cut off anywhere finds again what it had made. Nothing of the reader's is written
over: items that others made, or that were changed in Zotero, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, Final

from paper_reader.errors import SourceAnswerUnrecognised, SourceError
from paper_reader.exporting import ExportedPaper
from paper_reader.types import NO_PROGRESS, Progress
from paper_reader.zotero.items import Item, item_key, item_of, marked_hash, names_of_paper, with_mark
from paper_reader.zotero.known import Known, KnownItem
from paper_reader.zotero.report import PushReport, PushRequest

if TYPE_CHECKING:
    from pyzotero.zotero import Zotero

BATCH: Final = 50  # the most that Zotero takes at once
_PAGE: Final = 100
_DRY: Final = "(new)"
_Titled = tuple[str, Item]


def push(
    zotero: Zotero,
    papers: Iterable[ExportedPaper],
    known: Known,
    request: PushRequest,
    report: PushReport,
    progress: Progress = NO_PROGRESS,
) -> Iterator[Known]:
    """Brings papers to Zotero and counts in `report`; gives what is known of the library after each step, to be kept.

    Raises nothing for what Zotero says: the report tells why it stopped.
    """
    from pyzotero.errors import PyZoteroError

    try:
        _refresh(zotero, known)
        yield known
        running = _Push(zotero, known, request, report)
        waiting = iter(papers)
        while batch := list(islice(waiting, BATCH)):
            running.bring(batch)
            progress.advance(len(batch))
            if not request.dry_run:
                yield known
    except SourceError as error:
        report.stopped = str(error)
    except (PyZoteroError, JSONDecodeError) as error:
        report.stopped = f"Zotero's answer cannot be used ({type(error).__name__}). Run the same command later"


def _refresh(zotero: Zotero, known: Known) -> None:
    """What has changed in Zotero since `known`; all of it where nothing is known."""
    since = known.version
    page = _items(zotero.top(since=since, includeTrashed=1, limit=_PAGE))
    version = _library_version(zotero)
    known.note(page)
    while zotero.links and zotero.links.get("next"):
        known.note(_items(zotero.follow()))
    if since:
        gone = zotero.deleted(since=since)
        known.forget(gone.get("items") or [] if isinstance(gone, Mapping) else [])
    known.version = version


def _items(answer: object) -> list[Mapping[str, Any]]:
    """The items of an answer; a page of HTML with status 200 is none."""
    if not isinstance(answer, list) or not all(isinstance(one, Mapping) for one in answer):
        raise SourceAnswerUnrecognised(
            "Zotero's answer is no list of items. Check the setting zotero_url", source="zotero"
        )
    return answer


def _library_version(zotero: Zotero) -> int:
    written = zotero.request.headers.get("last-modified-version", "") if zotero.request is not None else ""
    if not written.isdigit():
        raise SourceAnswerUnrecognised("Zotero's answer names no version of the library", source="zotero")
    return int(written)


class _Push:
    """One push while it runs."""

    def __init__(self, zotero: Zotero, known: Known, request: PushRequest, report: PushReport) -> None:
        self._zotero = zotero
        self._known = known
        self._report = report
        self._dry_run = request.dry_run
        self._by_name = known.by_name()
        self._collection = self._collection_key(request.collection) if request.collection else None

    def bring(self, papers: Sequence[ExportedPaper]) -> None:
        """Decides for up to fifty papers, and writes what follows."""
        new: list[_Titled] = []
        renewed: dict[str, _Titled] = {}
        filed: list[_Titled] = []
        for exported in papers:
            names, item = names_of_paper(exported), item_of(exported)
            title = str(item.get("title") or "")
            key = next((self._by_name[name] for name in names if name in self._by_name), None)
            if key is None:
                key = item_key(names)
                self._by_name |= dict.fromkeys(names, key)
                new.append((title, self._new_item(key, item)))
                continue
            there = self._known.items.get(key)
            if there is None:  # named by an earlier paper of this batch, or of a dry run
                self._report.unchanged += 1
            elif there.binned:
                self._report.binned += 1
            elif self._is_to_renew(there, item):
                renewed[key] = (title, item)
            elif self._collection and self._collection not in there.collections:
                collections = [*there.collections, self._collection]
                filed.append((title, {"key": key, "version": there.version, "collections": collections}))
        if self._dry_run:
            self._report.created += len(new)
            self._report.updated += len(renewed)
            self._report.collected += len(filed)
            return
        self._report.created += self._write(new)
        self._report.updated += self._write(self._with_own_extra(renewed))
        self._report.collected += self._write(filed)

    def _is_to_renew(self, there: KnownItem, item: Item) -> bool:
        """Whether what we know now is to replace what we wrote; counts what stays as it is."""
        wanted = marked_hash(item)
        if there.marked is None:
            self._report.there += 1
        elif there.marked == wanted:
            self._report.unchanged += 1
        elif there.marked != there.present:
            self._report.edited += 1
        else:
            return True
        return False

    def _new_item(self, key: str, item: Item) -> Item:
        filed = {"collections": [self._collection]} if self._collection else {}
        return {"key": key, "version": 0, **item, **filed}  # version 0: only if there is none of this key

    def _with_own_extra(self, renewed: Mapping[str, _Titled]) -> list[_Titled]:
        """The new content of items, what the reader wrote into their Extra field kept."""
        if not renewed:
            return []
        made = []
        for one in _items(self._zotero.items(itemKey=",".join(renewed), limit=BATCH)):
            data = one.get("data") or {}
            key = str(one.get("key") or "")
            if key not in renewed:
                continue
            title, item = renewed[key]
            own = {"key": key, "version": int(one.get("version") or 0)}
            own["extra"] = with_mark(str(data.get("extra") or ""), item["extra"])
            collections = [str(name) for name in data.get("collections") or []]
            if self._collection and self._collection not in collections:
                own["collections"] = [*collections, self._collection]
            item = {field: value for field, value in item.items() if field != "tags"}  # they are the reader's by now
            made.append((title, item | own))
        return made

    def _write(self, items: Sequence[_Titled]) -> int:
        """Writes items; how many Zotero took. What it refuses is in the report."""
        if not items:
            return 0
        answer = self._zotero.create_items([item for _, item in items])
        if not isinstance(answer, Mapping) or "failed" not in answer:
            raise SourceAnswerUnrecognised("Zotero's answer to a write is none that we know", source="zotero")
        for place, refusal in answer["failed"].items():
            code, reason = refusal.get("code"), refusal.get("message") or "no reason given"
            if code == 412:
                reason = "it was changed, or lies in the bin, in Zotero meanwhile. Push again to see"
            self._report.failed.append((items[int(place)][0], f"{reason} (HTTP {code})"))
        taken = {**(answer.get("successful") or {})}
        self._known.note(taken.values())
        version = _library_version(self._zotero)
        if version == self._known.version + 1:  # nobody wrote in between, so there is nothing else to ask for
            self._known.version = version
        return len(taken) + len(answer.get("unchanged") or {})

    def _collection_key(self, name: str) -> str:
        """The collection of this name, made where there is none."""
        found = self._zotero.everything(self._zotero.collections(limit=_PAGE))
        for one in _items(found):
            data: Mapping[str, Any] = one.get("data") or {}
            if str(data.get("name") or "").strip().lower() == name.strip().lower() or one.get("key") == name:
                return str(one["key"])
        if self._dry_run:
            return _DRY
        answer = self._zotero.create_collections([{"name": name}])
        made = (answer.get("successful") or {}).get("0") if isinstance(answer, Mapping) else None
        if not made:
            raise SourceAnswerUnrecognised(f"Zotero did not make the collection {name!r}", source="zotero")
        return str(made["key"])
