"""The indicators of the sheet in the public report: the same figures, of declared counts."""

from collections.abc import Callable
from typing import Final

from repartition.language import _
from repartition.report.chapters.indicators import definitions
from repartition.report.document import Cell, Chapter, Column, Table, Unit
from repartition.report.indicators import Indicator
from repartition.report.indicators import indicators as defined
from repartition.report.public.draft import Draft
from repartition.report.public.groups import quartile_key
from repartition.report.public.places import place_key
from repartition.report.public.stock import right_key
from repartition.report.publication import Key
from repartition.report.sides import Side

_COUNTS: Final[dict[str, Callable[[str], Key]]] = {
    "attributions": lambda side: place_key(side, "attributions"),
    "aci-in-fragile": lambda side: place_key(side, "aci-fragile"),
    "commune-contingents": lambda side: right_key(side, "charged", "commune"),
    "commune-contingents-received": lambda side: right_key(side, "received", "commune"),
}
_SHARES: Final[dict[str, Callable[[str], tuple[Key, Key]]]] = {
    "aci-in-fragile-share": lambda side: (place_key(side, "aci-fragile"), place_key(side, "aci")),
    "aci-share-of-fragile": lambda side: (
        place_key(side, "aci-fragile"),
        place_key(side, "fragile"),
    ),
    "qpv-upper-quartiles": lambda side: (
        quartile_key(side, "upper", "true"),
        quartile_key(side, "known", "true"),
    ),
    "qpv-aci": lambda side: (
        place_key(side, "aci", "qpv", "true"),
        place_key(side, "attributions", "qpv", "true"),
    ),
    "first-quartile-outside-qpv": lambda side: (
        quartile_key(side, "first", "false"),
        quartile_key(side, "known", "false"),
    ),
}


def indicators(draft: Draft) -> Chapter:
    """Return every indicator, then every definition."""
    table = Table(
        key="indicators",
        title=_("Indicators followed from year to year"),
        columns=(
            Column(_("Indicator")),
            *(Column(plan.name, Unit.COUNT) for _side, plan in draft.sides),
        ),
        rows=tuple(
            (each.name, *(_cell(draft, each, side, plan) for side, plan in draft.sides))
            for each in defined()
        ),
    )
    return Chapter("indicators", _("Indicators of the agreement"), (table, definitions()))


def _cell(draft: Draft, indicator: Indicator, side: str, plan: Side) -> Cell:
    ledger = draft.ledger
    if not indicator.is_given(plan):
        return _("not given")
    if indicator.key in _COUNTS:
        return ledger.cell(_COUNTS[indicator.key](side))
    if indicator.key in _SHARES:
        part, whole = _SHARES[indicator.key](side)
        return ledger.share(part, whole) if ledger.knows(part) else None
    value = indicator.value(plan)
    if indicator.key == "plai-approved":
        return ledger.given(value, indicator.unit)
    # Dwellings, and no households: but nobody more is housed in them than there are.
    given = place_key(side, "attributions", "financing", "PLAI")
    return ledger.figure(value, indicator.unit, of=[given] if ledger.knows(given) else [])
