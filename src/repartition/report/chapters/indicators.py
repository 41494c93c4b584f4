"""The indicators of the sheet, and what each of them is."""

from repartition.language import _
from repartition.report.document import Amount, Cell, Chapter, Column, Table, Unit
from repartition.report.indicators import Indicator
from repartition.report.indicators import indicators as defined
from repartition.report.sides import Subject


def indicators(subject: Subject) -> Chapter:
    """Return every indicator, then every definition."""
    return Chapter(
        "indicators",
        _("Indicators of the agreement"),
        (
            Table(
                key="indicators",
                title=_("Indicators followed from year to year"),
                columns=(
                    Column(_("Indicator")),
                    *(Column(side.name, Unit.COUNT) for side in subject.sides),
                ),
                rows=tuple(_row(subject, indicator) for indicator in defined()),
            ),
            definitions(),
        ),
    )


def definitions() -> Table:
    """Return how each indicator is counted."""
    return Table(
        key="definitions",
        title=_("What each indicator is"),
        columns=(
            Column(_("Indicator")),
            Column(_("how it is counted")),
            Column(_("unit")),
            Column(_("source")),
        ),
        rows=tuple((each.name, each.formula, _unit(each.unit), each.source) for each in defined()),
    )


def _row(subject: Subject, indicator: Indicator) -> tuple[Cell, ...]:
    cells = (
        Amount(indicator.value(side), indicator.unit)
        if indicator.is_given(side)
        else _("not given")
        for side in subject.sides
    )
    return indicator.name, *cells


def _unit(unit: Unit) -> str:
    return _("percent") if unit is Unit.SHARE else _("number")
