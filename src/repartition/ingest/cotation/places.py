"""Where a criterion of a grid names a column, for the faults that are about it."""

from collections.abc import Iterator
from typing import Final

from repartition.domain.cotation import Criterion
from repartition.ingest.toml_files import KeyPath

POINTS: Final = "points"
"""The column of the households that a grid fills."""


def columns_with_places(criterion: Criterion) -> Iterator[tuple[str, KeyPath]]:
    """Yield each column a criterion names, with the key that names it."""
    path = ("criterion", criterion.id)
    for name in sorted(criterion.who.columns()):
        yield name, (*path, "who", name)
    if criterion.measure is not None:
        yield criterion.measure, (*path, "measure")
