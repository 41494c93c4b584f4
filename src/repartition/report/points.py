"""What a points grid gives, in ``check``: its range, and how many meet each criterion."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import RenderableType

from repartition.audit.numbers import write_exact, write_hundredths
from repartition.domain.cotation import HUNDREDTHS, Cotation, Criterion
from repartition.domain.instance import Instance
from repartition.language import _, n_
from repartition.report.layout import paragraph, table
from repartition.report.numerals import number


def points(instance: Instance, *, verbose: bool) -> Iterator[RenderableType]:
    """Yield what the grid gives the active requests; criterion by criterion when ``verbose``."""
    cotation, active = instance.cotation, instance.households.active
    if cotation is None or not active.any():
        return
    smallest, middle, largest = _range(cotation, active)
    yield paragraph(
        n_(
            "The grid “{grid}” gives {number} active request its points: from {smallest} to "
            "{largest}, {median} in the median.",
            "The grid “{grid}” gives {number} active requests their points: from {smallest} to "
            "{largest}, {median} in the median.",
            int(active.sum()),
            grid=cotation.grid.name,
            smallest=number(smallest),
            median=number(middle),
            largest=number(largest),
        )
    )
    if verbose:
        yield table(
            _("Criteria of the grid, over the active requests"),
            ("", _("met by"), _("points in all")),
            [
                (criterion.label, number(met), number(Fraction(given, HUNDREDTHS)))
                for criterion, met, given in _by_criterion(cotation, active)
            ],
        )


def points_as_json(instance: Instance) -> dict[str, Any] | None:
    """Return the same as plain data, amounts as exact text; None where no grid gives points."""
    cotation, active = instance.cotation, instance.households.active
    if cotation is None:
        return None
    amounts = _range(cotation, active) if active.any() else ()
    names = ("smallest", "median", "largest")
    return {
        "grid": cotation.grid.name,
        "file": cotation.label,
        "verified": cotation.grid.verified,
        **dict.fromkeys(names),
        **{name: write_exact(amount) for name, amount in zip(names, amounts, strict=False)},
        "criteria": [
            {"criterion": criterion.id, "met": met, "points": write_hundredths(given)}
            for criterion, met, given in _by_criterion(cotation, active)
        ],
    }


def _range(cotation: Cotation, active: NDArray[np.bool_]) -> tuple[Fraction, Fraction, Fraction]:
    """Return the fewest points of a request, the median (the mean of two in the middle), most."""
    found = np.sort(cotation.totals()[active])
    middle = int(found[(len(found) - 1) // 2]) + int(found[len(found) // 2])
    return (
        Fraction(int(found[0]), HUNDREDTHS),
        Fraction(middle, 2 * HUNDREDTHS),
        Fraction(int(found[-1]), HUNDREDTHS),
    )


def _by_criterion(
    cotation: Cotation, active: NDArray[np.bool_]
) -> Iterator[tuple[Criterion, int, int]]:
    """Yield each criterion, how many it gives points, and what it gives before anything is cut."""
    for criterion, gained in cotation.of_criteria():
        counted = gained[active]
        yield criterion, int(np.count_nonzero(counted)), int(counted.sum(dtype=np.int64))
