"""Good pages of the last days, kept by address: what was asked for once is not asked for again."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from paper_reader.sources.answer import Answer
from paper_reader.sources.state_file import write_whole

_log = logging.getLogger(__name__)
_MOST_BYTES = 128 * 1024 * 1024  # some three thousand pages
_ENDING = ".page.gz"
_SAYS_NOTHING = frozenset({"oi", "oe", "ie", "btnG", "ei", "scioq"})  # parameters that change nothing in the answer


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page and when it was fetched."""

    answer: Answer
    fetched_at: datetime


class PageCache:
    """Pages in a folder, a file each; old ones go, and the oldest ones where there are too many.

    Who puts pages in sees to it that they are good. A folder that cannot be written is a cache without pages.
    """

    def __init__(
        self,
        folder: Path,
        keep: timedelta,
        *,
        most_bytes: int = _MOST_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._keep = keep
        self._most_bytes = most_bytes
        self._now = now

    def get(self, url: str) -> CachedPage | None:
        """The page of an address, if it was fetched within the last days."""
        try:
            head, _, body = gzip.decompress(self._path(url).read_bytes()).partition(b"\n")
            said = json.loads(head)
            fetched_at = datetime.fromisoformat(said["fetched_at"])
            if said["address"] != canonical(url) or not self._is_fresh(fetched_at):
                return None
            answer = Answer(url=said["url"], status=200, headers={"content-type": said["content_type"]}, content=body)
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            _log.warning("a cached page cannot be read and is asked for again: %s", error)
            return None
        return CachedPage(answer, fetched_at)

    def put(self, url: str, answer: Answer) -> None:
        """Keep a good page."""
        said = {
            "address": canonical(url),
            "url": answer.url,
            "fetched_at": self._now().isoformat(),
            "content_type": answer.headers.get("content-type", ""),
        }
        try:
            write_whole(self._path(url), gzip.compress(json.dumps(said).encode() + b"\n" + answer.content, 6))
            self._prune()
        except OSError as error:
            _log.warning("a page could not be cached: %s", error)

    def size(self) -> tuple[int, int]:
        """How many pages there are, and their bytes."""
        found = self._files()
        return len(found), sum(size for _, size, _ in found)

    def _path(self, url: str) -> Path:
        return self._folder / (hashlib.blake2b(canonical(url).encode(), digest_size=16).hexdigest() + _ENDING)

    def _is_fresh(self, fetched_at: datetime) -> bool:
        return timedelta(0) <= self._now() - fetched_at < self._keep

    def _prune(self) -> None:
        oldest = (self._now() - self._keep).timestamp()
        held = 0
        for modified, size, path in sorted(self._files(), reverse=True):
            held += size
            if modified < oldest or held > self._most_bytes:
                path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob(f"*{_ENDING}"):
            try:
                status = path.stat()
            except OSError:  # another process has just pruned it
                continue
            found.append((status.st_mtime, status.st_size, path))
        return found


def canonical(url: str) -> str:
    """An address such that two that ask for the same page are the same."""
    parts = urlsplit(url)
    asked = sorted((name, value) for name, value in parse_qsl(parts.query) if name not in _SAYS_NOTHING)
    # The first page of all; scholarly writes no start there, other programs "start=0".
    asked = [(name, value) for name, value in asked if (name, value) not in (("start", "0"), ("cstart", "0"))]
    return f"{parts.scheme}://{(parts.netloc or '').lower()}{parts.path}?{urlencode(asked)}"
