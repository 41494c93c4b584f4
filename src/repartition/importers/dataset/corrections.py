"""What a person has written in a table, beyond what its sources say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repartition.importers.dataset.layers import Clash, Layer, names_of
from repartition.importers.dataset.waiting import Waiting


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """The difference between a table and the composition of its sources.

    Attributes
    ----------
    layer
        The rows that a person has written in, whole.
    said
        bool (n_rows of ``layer``,), by column: this cell was written, or emptied, by a person.
    added
        bool, (n_rows of ``layer``,): no source had this row.
    removed
        Keys that sources have and the table has no more.
    """

    layer: Layer
    said: Mapping[str, NDArray[np.bool_]]
    added: NDArray[np.bool_]
    removed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Applied:
    """A table with its corrections, and what became of them.

    Attributes
    ----------
    table
        The table to write.
    clashes
        Cells in which a correction and a source differ; the correction was kept.
    corrected
        Number of cells that a person has the last word on.
    absent
        Keys of rows that a person has taken out, and that stay out.
    waiting
        Corrections of rows that no source has any more: they hold again when their row returns.
    """

    table: Layer
    clashes: tuple[Clash, ...]
    corrected: int
    absent: tuple[str, ...]
    waiting: Waiting


def corrections_of(present: Layer, composed: Layer) -> Corrections:
    """Return what the table as it stands says that the composition of its sources does not."""
    place = _places_in(composed, present.keys)
    known = place >= 0
    said: dict[str, NDArray[np.bool_]] = {}
    for name, cells in present.columns.items():
        sources = np.full(len(present), "", object)
        sources[known] = composed.cells(name)[place[known]]
        said[name] = np.asarray(cells != sources, np.bool_)
    touched = ~known
    for mask in said.values():
        touched = touched | mask
    return Corrections(
        layer=present.take(touched),
        said={name: mask[touched] for name, mask in said.items()},
        added=~known[touched],
        removed=frozenset(composed.keys) - frozenset(present.keys),
    )


def with_waiting(
    corrections: Corrections, waiting: Waiting, *, taken: Collection[str]
) -> Corrections:
    """Return corrections with those that wait for their row to return.

    Parameters
    ----------
    taken
        Rows of the table: what a person has written there since is the last word on them.
    """
    taken = frozenset(taken) | corrections.removed
    rows = {key: cells for key, cells in waiting.items() if key not in taken}
    if not rows:
        return corrections
    names = dict.fromkeys(name for cells in rows.values() for name in cells)
    columns = {
        name: np.array([cells.get(name, "") for cells in rows.values()], object) for name in names
    }
    layer = _stacked(corrections.layer, Layer(tuple(rows), columns))
    nobody = np.zeros(len(corrections.layer), np.bool_)
    return Corrections(
        layer=layer,
        said={
            name: np.concatenate(
                [
                    corrections.said.get(name, nobody),
                    np.array([name in cells for cells in rows.values()], np.bool_),
                ]
            )
            for name in layer.columns
        },
        added=np.concatenate([corrections.added, np.zeros(len(rows), np.bool_)]),
        removed=corrections.removed,
    )


def apply(
    corrections: Corrections, composed: Layer, *, table: str, source: str, overwriting: Layer
) -> Applied:
    """Return the composition of the sources with the corrections on it.

    Parameters
    ----------
    source
        Who is being imported, for the clashes.
    overwriting
        What is said here is no longer corrected.
    """
    layer = corrections.layer
    place = _places_in(composed, layer.keys)
    known = place >= 0
    own = layer.take(corrections.added & ~known)
    merged = _stacked(composed, own)
    clashes: list[Clash] = []
    corrected = 0
    spoken_of = _places_in(overwriting, layer.keys)
    for name, mask in corrections.said.items():
        target, cells = merged.columns[name], layer.columns[name]
        there = np.full(len(layer), "", object)
        there[known] = target[place[known]]
        counts = mask & known & (there != cells)
        counts &= ~_said_at(spoken_of, overwriting.cells(name))
        target[place[counts]] = cells[counts]
        corrected += int(counts.sum())
        clashes += [
            Clash(table, name, layer.keys[at], str(cells[at]), "", str(there[at]), source)
            for at in np.flatnonzero(counts & (there != ""))
        ]
    stays = np.array([key not in corrections.removed for key in merged.keys], np.bool_)
    gone = ~known & ~corrections.added
    return Applied(
        table=merged.take(stays),
        clashes=tuple(clashes),
        corrected=corrected,
        absent=tuple(key for key in composed.keys if key in corrections.removed),
        waiting={layer.keys[at]: _said_of(corrections, at) for at in np.flatnonzero(gone).tolist()},
    )


def _said_of(corrections: Corrections, row: int) -> dict[str, str]:
    """Return the cells of a row that a person has written or emptied."""
    columns = corrections.layer.columns
    return {name: str(columns[name][row]) for name, mask in corrections.said.items() if mask[row]}


def _places_in(layer: Layer, keys: Sequence[str]) -> NDArray[np.intp]:
    """Return the row of each key in a layer: (n_keys,), -1 where it has none."""
    rows = layer.rows()
    return np.fromiter((rows.get(key, -1) for key in keys), np.intp, len(keys))


def _said_at(place: NDArray[np.intp], cells: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return, for each row of a column or -1 for none, whether something is said there."""
    said = np.zeros(len(place), np.bool_)
    said[place >= 0] = cells[place[place >= 0]] != ""
    return said


def _stacked(upper: Layer, lower: Layer) -> Layer:
    """Return the rows of one layer after those of another, as arrays of their own."""
    return Layer(
        (*upper.keys, *lower.keys),
        {
            name: np.concatenate([upper.cells(name), lower.cells(name)])
            for name in names_of([upper, lower])
        },
    )
