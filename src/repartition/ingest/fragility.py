"""What ``[fragility]`` of a scenario asks of the programmes: degrees, and the column of the QPV."""

from typing import Final

from repartition.domain.cells import parse_boolean
from repartition.domain.scenario import FragilitySettings
from repartition.errors import Fault
from repartition.ingest.cautions import first_few
from repartition.ingest.chain import Chain
from repartition.ingest.nearest import suggestion
from repartition.ingest.validation import ReadTable
from repartition.language import _, n_

_DEGREE: Final = "fragility"
_MOST_NAMED: Final = 10


def fragility_faults(
    settings: FragilitySettings, programmes: ReadTable, chain: Chain
) -> list[Fault]:
    """Return a fault for each column that the scenario counts on and ``programmes`` lacks."""
    faults: list[Fault] = []
    if _degrees_are_given(settings) and _DEGREE not in programmes.given:
        faults.append(
            Fault(
                _("the column is missing, and the scenario says that degrees are given"),
                _("add it: the degree of fragility of each programme, 0 = not fragile"),
                file=programmes.raw.file,
                line=programmes.raw.header_line,
                column=_DEGREE,
            )
        )
    perimeter = settings.perimeter
    if perimeter not in programmes.table.columns:
        faults.append(
            chain.fault(
                ("fragility", "perimeter"),
                _("programmes has no such column"),
                suggestion(perimeter, programmes.table.columns),
                value=perimeter,
            )
        )
    return faults


def fragility_cautions(settings: FragilitySettings, programmes: ReadTable) -> list[Fault]:
    """Return what looks like a slip in the degrees and in the column of the QPV."""
    return [*_without_degree(settings, programmes), *_outside_words(settings, programmes)]


def _degrees_are_given(settings: FragilitySettings) -> bool:
    """Return whether the scenario says itself that degrees are given; only then it needs them."""
    return settings.method == "given" and "method" in settings.model_fields_set


def _without_degree(settings: FragilitySettings, programmes: ReadTable) -> list[Fault]:
    """Return one caution for all the programmes without a degree: new ones are often many."""
    empty = programmes.column(_DEGREE).test(lambda cell: not cell)
    if not _degrees_are_given(settings) or not empty.any():
        return []
    names = programmes.table.identifiers()
    return [
        Fault(
            n_(
                "{number} programme has no degree of fragility and counts as not fragile: {named}",
                "{number} programmes have no degree of fragility and count as not fragile: {named}",
                int(empty.sum()),
                named=first_few([names[row] for row in empty.nonzero()[0]]),
            ),
            _("write the degree, or 0 if not fragile is what is meant"),
            file=programmes.raw.file,
            column=_DEGREE,
        )
    ]


def _outside_words(settings: FragilitySettings, programmes: ReadTable) -> list[Fault]:
    column = programmes.table.columns[settings.perimeter]
    says_no = column.test(lambda cell: bool(cell) and parse_boolean(cell) is False)
    return programmes.faults(
        says_no,
        settings.perimeter,
        problem=_("this is read as outside the priority districts"),
        remedy=_("leave the cell empty to say so"),
        most=_MOST_NAMED,
    )
