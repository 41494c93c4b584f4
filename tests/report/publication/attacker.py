"""A reader who wants to know: everything that is printed, every relation, and a solver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from repartition.report.publication import Hidden, Key, Publication


@dataclass
class Tables:
    """What is added to a publication, noted beside it: the attacker reads nothing else."""

    threshold: int = 11
    counts: dict[Key, int] = field(default_factory=dict)
    impossible: set[Key] = field(default_factory=set)
    relations: list[dict[Key, int]] = field(default_factory=list)
    shares: list[tuple[Key, Key]] = field(default_factory=list)

    def add(self, key: Key, count: int, *, impossible: bool = False) -> Key:
        self.counts[key] = count
        if impossible:
            self.impossible.add(key)
        return key

    def relate(self, total: Key, parts: Iterable[Key]) -> None:
        self.relations.append({total: -1, **dict.fromkeys(parts, 1)})

    def publication(self) -> Publication:
        made = Publication(threshold=self.threshold)
        for key, count in self.counts.items():
            made.add(key, count, impossible="nobody could" if key in self.impossible else "")
        for relation in self.relations:
            (total,) = (key for key, sign in relation.items() if sign < 0)
            made.relate(total, [key for key, sign in relation.items() if sign > 0])
        for part, whole in self.shares:
            made.share(("share", part), part, whole)
        return made


def narrow(tables: Tables, hidden: Hidden) -> dict[Key, tuple[int, int]]:
    """Return the hidden counts that are known within less than the threshold, with their range.

    The counts a share leaves over are attacked too, known by subtraction only.
    """
    counts, relations = dict(tables.counts), list(tables.relations)
    for part, whole in tables.shares:
        rest = ("rest", *part)
        counts[rest] = counts[whole] - counts[part]
        relations.append({whole: -1, part: 1, rest: 1})
    keys = sorted(counts)
    place = {key: index for index, key in enumerate(keys)}
    matrix = np.zeros((len(relations), len(keys)))
    for row, relation in enumerate(relations):
        for key, sign in relation.items():
            matrix[row, place[key]] = sign
    shown = [key in tables.counts and key not in hidden.counts for key in keys]
    truth = np.array([counts[key] for key in keys], float)
    # An end far above every count: what has no end has a wide enough range.
    upper = np.where(shown, truth, truth.max() + 3 * tables.threshold)
    bounds = Bounds(np.where(shown, truth, 0), upper)
    system = [LinearConstraint(matrix, 0, 0)] if relations else []
    attacked = [
        key
        for key in keys
        if key in hidden.counts or (key not in tables.counts and counts[key] < tables.threshold)
    ]
    found = {key: _range(place[key], len(keys), system, bounds) for key in attacked}
    return {key: ends for key, ends in found.items() if ends[1] - ends[0] < tables.threshold}


def _range(
    index: int, size: int, system: list[LinearConstraint], bounds: Bounds
) -> tuple[int, int]:
    ends = []
    for sense in (1, -1):
        aim = np.zeros(size)
        aim[index] = sense
        answer = milp(aim, constraints=system, bounds=bounds, integrality=np.ones(size))
        assert answer.success, answer.message
        ends.append(round(sense * answer.fun))
    return ends[0], ends[1]


def one_way(counts: Mapping[str, int], *, total: str = "all") -> Tables:
    """Return a table of one column and its total."""
    tables = Tables()
    parts = [tables.add((name,), count) for name, count in counts.items()]
    tables.relate(tables.add((total,), sum(counts.values())), parts)
    return tables


def two_way(rows: list[list[int]], tables: Tables | None = None, *, name: str = "") -> Tables:
    """Return a table of rows r0, r1… and columns c0, c1… with both totals.

    The row totals ``(ri, all)`` and the grand total are shared with other tables; the rest of the
    table is called ``name``.
    """
    tables = tables or Tables()
    values = np.array(rows)
    inner = [
        [tables.add((f"r{r}", f"{name}c{c}"), int(count)) for c, count in enumerate(row)]
        for r, row in enumerate(values)
    ]
    for r, row in enumerate(inner):
        tables.relate(tables.add((f"r{r}", "all"), int(values[r].sum())), row)
    columns = [
        tables.add(("all", f"{name}c{c}"), int(count)) for c, count in enumerate(values.sum(0))
    ]
    for column, cells in zip(columns, zip(*inner, strict=True), strict=True):
        tables.relate(column, cells)
    everything = tables.add(("all", "all"), int(values.sum()))
    tables.relate(everything, columns)
    tables.relate(everything, [(f"r{r}", "all") for r in range(len(values))])
    return tables
