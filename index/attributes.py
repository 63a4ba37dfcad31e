"""Documents' numbers and tags as columns, so that a filter becomes a mask over rows in well under a millisecond."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.document import Filter
from index.errors import IndexDamaged

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """One number of every row; `present` is False where a row has none."""

    values: NDArray[np.int64]
    present: Mask


@dataclass(frozen=True, slots=True)
class TagColumn:
    """For each value of a tag, in the order of `names`, its rows: `rows[offsets[i]:offsets[i + 1]]`."""

    names: tuple[str, ...]
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class AttributeColumns:
    """The attributes of `count` rows."""

    count: int
    numbers: Mapping[str, NumberColumn]
    tags: Mapping[str, TagColumn]

    def mask(self, condition: Filter) -> Mask:
        """Which rows pass: for each row what `Filter.matches` says of its document."""
        passing = np.ones(self.count, dtype=np.bool_)
        for name, (low, high) in condition.ranges.items():
            column = self.numbers.get(name)
            if column is None:
                return np.zeros(self.count, dtype=np.bool_)
            passing &= column.present
            if low is not None:
                passing &= column.values >= low
            if high is not None:
                passing &= column.values <= high
        for name, values in condition.any_of.items():
            passing &= self._tagged(name, values)
        return passing

    def _tagged(self, name: str, values: frozenset[str]) -> Mask:
        tagged = np.zeros(self.count, dtype=np.bool_)
        column = self.tags.get(name)
        if column is not None:
            for place, value in enumerate(column.names):
                if value in values:
                    tagged[column.rows[column.offsets[place] : column.offsets[place + 1]]] = True
        return tagged

    def take(self, rows: NDArray[np.int64]) -> AttributeColumns:
        """The columns of some rows, in the order given; no row twice."""
        places = np.full(self.count, -1, dtype=np.int64)
        places[rows] = np.arange(len(rows))
        numbers = {
            name: NumberColumn(column.values[rows], column.present[rows]) for name, column in self.numbers.items()
        }
        return AttributeColumns(
            len(rows), numbers, {name: _moved(column, places) for name, column in self.tags.items()}
        )

    def save(self, path: Path) -> None:
        """Write all columns into one .npz file."""
        arrays: dict[str, NDArray[np.generic]] = {"count": np.array([self.count])}
        for name, number in self.numbers.items():
            arrays[f"number/{name}/values"] = number.values
            arrays[f"number/{name}/present"] = number.present
        for name, tag in self.tags.items():
            # Names as JSON: numpy would pad every name to the longest one.
            arrays[f"tag/{name}/names"] = np.frombuffer(json.dumps(tag.names).encode(), dtype=np.uint8)
            arrays[f"tag/{name}/offsets"] = tag.offsets
            arrays[f"tag/{name}/rows"] = tag.rows
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)


def load_columns(path: Path) -> AttributeColumns:
    """What `AttributeColumns.save` wrote. Raises `IndexDamaged` where it is not that."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
    except (ValueError, EOFError, BadZipFile) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}). Build the index again.") from error
    names = sorted({tuple(name.split("/")[:2]) for name in held if "/" in name})
    numbers = {
        name: NumberColumn(held[f"number/{name}/values"], held[f"number/{name}/present"])
        for kind, name in names
        if kind == "number"
    }
    tags = {
        name: TagColumn(
            tuple(json.loads(held[f"tag/{name}/names"].tobytes())),
            held[f"tag/{name}/offsets"],
            held[f"tag/{name}/rows"],
        )
        for kind, name in names
        if kind == "tag"
    }
    return AttributeColumns(int(held["count"][0]), numbers, tags)


class ColumnsBuilder:
    """Collects documents' attributes row by row; holds columns, not documents."""

    def __init__(self) -> None:
        self._count = 0
        self._numbers: dict[str, tuple[list[int], list[int]]] = {}
        self._tags: dict[str, dict[str, list[int]]] = {}

    def add(self, numbers: Mapping[str, int], tags: Mapping[str, tuple[str, ...]]) -> None:
        """Add the next row."""
        for name, number in numbers.items():
            places, values = self._numbers.setdefault(name, ([], []))
            places.append(self._count)
            values.append(number)
        for name, labels in tags.items():
            for label in set(labels):
                self._tags.setdefault(name, {}).setdefault(label, []).append(self._count)
        self._count += 1

    def build(self) -> AttributeColumns:
        """The columns of all rows added."""
        return AttributeColumns(
            self._count,
            {name: _number_column(self._count, places, values) for name, (places, values) in self._numbers.items()},
            {
                name: _tag_column({label: np.array(rows, dtype=np.int32) for label, rows in by_label.items()})
                for name, by_label in self._tags.items()
            },
        )


def concatenate(first: AttributeColumns, second: AttributeColumns) -> AttributeColumns:
    """The rows of both, one after the other."""
    numbers = {}
    for name in {**first.numbers, **second.numbers}:
        parts = [_number_or_none(columns, name) for columns in (first, second)]
        numbers[name] = NumberColumn(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    tags = {}
    for name in {**first.tags, **second.tags}:
        by_label: dict[str, list[NDArray[np.int32]]] = {}
        for columns, shift in ((first, 0), (second, first.count)):
            if name in columns.tags:
                for label, rows in _labelled(columns.tags[name]):
                    by_label.setdefault(label, []).append((rows + shift).astype(np.int32))
        tags[name] = _tag_column({label: np.concatenate(rows) for label, rows in by_label.items()})
    return AttributeColumns(first.count + second.count, numbers, tags)


def _number_or_none(columns: AttributeColumns, name: str) -> tuple[NDArray[np.int64], Mask]:
    if name in columns.numbers:
        return columns.numbers[name].values, columns.numbers[name].present
    return np.zeros(columns.count, dtype=np.int64), np.zeros(columns.count, dtype=np.bool_)


def _labelled(column: TagColumn) -> Iterator[tuple[str, NDArray[np.int32]]]:
    for place, label in enumerate(column.names):
        yield label, column.rows[column.offsets[place] : column.offsets[place + 1]]


def _moved(column: TagColumn, places: NDArray[np.int64]) -> TagColumn:
    """A tag's rows at their new places; -1 are gone, and labels that nobody has any more with them."""
    kept = {label: places[rows][places[rows] >= 0].astype(np.int32) for label, rows in _labelled(column)}
    return _tag_column({label: rows for label, rows in kept.items() if len(rows)})


def _number_column(count: int, places: list[int], values: list[int]) -> NumberColumn:
    column = NumberColumn(np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.bool_))
    column.values[places] = values
    column.present[places] = True
    return column


def _tag_column(by_label: Mapping[str, NDArray[np.int32]]) -> TagColumn:
    names = sorted(by_label)
    offsets = np.concatenate([[0], np.cumsum([len(by_label[name]) for name in names])]).astype(np.int64)
    rows = np.concatenate([np.zeros(0, dtype=np.int32), *(by_label[name] for name in names)])
    return TagColumn(tuple(names), offsets, rows)
