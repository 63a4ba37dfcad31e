"""Where an OAI-PMH harvest stands, and how it goes on after a pause. Pure.

A resumption token is the quick way on, but it dies at midnight UTC. The way that always works is the datestamp: arXiv
lists records in the order of theirs, so everything before the last one seen is done, and of that day the keys are
remembered. Should a server list them in another order, the fallback begins where the harvest began; what comes twice
is recognised by the library.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta

from paper_reader.sources.oai_answer import OaiItem, OaiList

_FORMAT = 1
_TOKEN_NEEDS = timedelta(seconds=60)  # a token about to expire is not worth a request


@dataclass(frozen=True, slots=True, kw_only=True)
class OaiPosition:
    """Dates are ISO texts (UTC days). `begun_on` is the server's date when the harvest began, `date_from` its start.

    Within the set that is being listed, `last` is the latest datestamp seen and `seen` the keys of that day. `taken`
    counts records since the harvest (or this helping of it, see `resumed`) began, over all sets.
    """

    begun_on: str | None = None
    date_from: str | None = None
    set_index: int = 0
    token: str | None = None
    token_expires: str | None = None
    last: str | None = None
    seen: tuple[str, ...] = ()
    in_order: bool = True
    taken: int = 0
    finished: bool = False

    @property
    def asks_from(self) -> str | None:
        """The datestamp to list from where there is no token."""
        return self.last if self.in_order and self.last else self.date_from

    def to_json(self) -> str:
        """Write the cursor."""
        return json.dumps({"format": _FORMAT, **asdict(self)})

    @classmethod
    def from_json(cls, text: str | None) -> OaiPosition | None:
        """Read a cursor; None for one that this version did not write."""
        try:
            data = json.loads(text or "")
            if data.pop("format") != _FORMAT:
                return None
            return cls(seen=tuple(data.pop("seen")), **data)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


def resumed(position: OaiPosition | None, *, date_from: date | None, limit: int | None, now: datetime) -> OaiPosition:
    """Give the position to begin with: anew, after an interruption, or for what changed since a finished harvest.

    A harvest that ended at its limit goes on with another helping of as many.
    """
    asked = date_from.isoformat() if date_from else None
    if position is None:
        return OaiPosition(date_from=asked)
    if position.finished:
        return OaiPosition(date_from=max(filter(None, (position.begun_on, asked)), default=None))
    if limit is not None and position.taken >= limit:
        position = replace(position, taken=0)
    return position if _token_is_good(position, now) else without_token(position)


def without_token(position: OaiPosition) -> OaiPosition:
    """Give the same place, to be reached by datestamp."""
    return replace(position, token=None, token_expires=None)


def new_items(position: OaiPosition, items: Sequence[OaiItem]) -> list[OaiItem]:
    """Give the items of a page that were not had already: those of the last day come again after a restart."""
    seen = set(position.seen)
    return [item for item in items if not (item.datestamp == position.last and item.key in seen)]


def after(position: OaiPosition, answer: OaiList, taken: Sequence[OaiItem], *, whole: bool, today: date) -> OaiPosition:
    """Give the position after `taken`: all that was new in a page (`whole`), or as much as the limit let in.

    A page cut by the limit is left by datestamp: its token would lead past its rest. The server's date is believed as
    far as it is not later than `today`, and the other way round: were the later of two clocks the wrong one, what
    comes until then would never be asked for.
    """
    last, seen, in_order = position.last, list(position.seen), position.in_order
    for item in taken:
        in_order = in_order and (last is None or item.datestamp >= last)
        if last is None or item.datestamp > last:
            last, seen = item.datestamp, []
        if item.datestamp == last:
            seen.append(item.key)
    responded = min(answer.responded_on, today).isoformat() if answer.responded_on else None
    expires = answer.token_expires.astimezone(UTC).isoformat() if answer.token_expires else None
    return replace(
        position,
        begun_on=position.begun_on or responded,
        token=answer.token if whole else None,
        token_expires=expires if whole and answer.token else None,
        last=last,
        seen=tuple(seen),
        in_order=in_order,
        taken=position.taken + len(taken),
    )


def next_set(position: OaiPosition, sets: int) -> OaiPosition:
    """Give the position after the end of a set's list: the next set, or finished."""
    rested = replace(without_token(position), last=None, seen=(), in_order=True)
    index = position.set_index + 1
    return replace(rested, finished=True) if index >= sets else replace(rested, set_index=index)


def _token_is_good(position: OaiPosition, now: datetime) -> bool:
    if position.token is None:
        return False
    expires = datetime.fromisoformat(position.token_expires) if position.token_expires else None
    return expires is None or now.astimezone(UTC) + _TOKEN_NEEDS < expires
