"""Boosted regression trees with few leaves: read from their file, evaluated with numpy. What fits them stays outside.

A tree asks of a row one value at a time ("cited by the topic: at most 0.31?") until it is at a leaf, whose value is
added to the row's sum. A value that is not known (NaN) takes the branch that the fit found best for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAF = -1


@dataclass(frozen=True)
class Tree:
    """One tree as columns over its nodes, the root first. Leaves have LEAF as input, and a value."""

    inputs: NDArray[np.int64]
    at_most: Floats
    below: NDArray[np.int64]
    above: NDArray[np.int64]
    unknown_below: NDArray[np.bool_]
    values: Floats

    def of(self, rows: Floats) -> Floats:
        """The value of the leaf that each row comes to."""
        places = np.zeros(len(rows), dtype=np.int64)
        while True:
            asked = self.inputs[places]
            inner = asked != LEAF
            if not inner.any():
                return self.values[places]
            found = rows[np.arange(len(rows)), asked]  # leaves look at the last column and do not care
            down = np.where(np.isnan(found), self.unknown_below[places], found <= self.at_most[places])
            places = np.where(inner, np.where(down, self.below[places], self.above[places]), places)


@dataclass(frozen=True)
class Trees:
    """The sum of all trees over the inputs named, plus a base."""

    inputs: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]

    @staticmethod
    def read(table: Mapping[str, object]) -> Trees:
        """From the form in which `written` gives them. Raises KeyError or ValueError where it is not that."""
        names, trees = table["inputs"], table["trees"]
        if not isinstance(names, list) or not isinstance(trees, list):
            raise ValueError("no trees: `inputs` and `trees` must be lists")
        place = {name: index for index, name in enumerate(names)}
        return Trees(tuple(names), float(str(table["base"])), tuple(_read(nodes, place) for nodes in trees))

    def written(self) -> dict[str, object]:
        """As lists that JSON can hold: [input, at most, node below, node above, node for unknown] or [value] a node."""
        return {
            "inputs": list(self.inputs),
            "base": self.base,
            "trees": [_written(tree, self.inputs) for tree in self.trees],
        }

    def of(self, columns: Mapping[str, Floats], count: int) -> Floats:
        """The sum for each of `count` rows; an input that is not among the columns is unknown of all."""
        unknown = np.full(count, np.nan)
        rows = np.column_stack([columns.get(name, unknown) for name in self.inputs])
        total = np.full(count, self.base)
        for tree in self.trees:
            total += tree.of(rows)
        return total


def _read(nodes: Sequence[Sequence[float | str]], place: Mapping[str, int]) -> Tree:
    inputs, at_most, below, above, unknown_below, values = [], [], [], [], [], []
    for index, node in enumerate(nodes):
        leaf = len(node) == 1
        inputs.append(LEAF if leaf else place[str(node[0])])
        at_most.append(0.0 if leaf else float(node[1]))
        below.append(index if leaf else int(node[2]))
        above.append(index if leaf else int(node[3]))
        unknown_below.append(not leaf and node[4] == node[2])
        values.append(float(node[0]) if leaf else 0.0)
    return Tree(
        np.array(inputs), np.array(at_most), np.array(below), np.array(above), np.array(unknown_below), np.array(values)
    )


def _written(tree: Tree, names: Sequence[str]) -> list[list[object]]:
    nodes: list[list[object]] = []
    for index, asked in enumerate(tree.inputs.tolist()):
        if asked == LEAF:
            nodes.append([round(float(tree.values[index]), 5)])
        else:
            below, above = int(tree.below[index]), int(tree.above[index])
            unknown = below if tree.unknown_below[index] else above
            nodes.append([names[asked], round(float(tree.at_most[index]), 5), below, above, unknown])
    return nodes
