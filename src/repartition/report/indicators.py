"""The indicators the agglomeration asks for: each defined here, once, for every report."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from repartition.domain.law import FINANCINGS
from repartition.language import _
from repartition.report.document import Unit
from repartition.report.figures.approvals import approved
from repartition.report.figures.known import IN_QPV, is_known
from repartition.report.figures.mix import QuartileMix, quartile_mix
from repartition.report.figures.places import NOTHING_THERE, PlaceCount, count_all, count_by
from repartition.report.figures.rights import RightCount, rights_by_kind
from repartition.report.numerals import ratio
from repartition.report.sides import Side

_PLAI = FINANCINGS[0]
_NO_RIGHT = RightCount(0, 0, 0, 0)
_NOBODY = QuartileMix(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that is followed from year to year.

    Attributes
    ----------
    formula
        What is counted, or divided by what.
    source
        Who asks for it, and the tables it is counted from.
    value
        The figure of one plan; None where it has no meaning, or is not given.
    is_given
        Whether the files of a plan say all that it is counted from.
    """

    key: str
    name: str
    formula: str
    source: str
    unit: Unit
    value: Callable[[Side], int | Fraction | None]
    is_given: Callable[[Side], bool] = lambda _side: True


def indicators() -> tuple[Indicator, ...]:
    """Return the indicators: those sheet 2.2.1 asks for, in its order, with what completes them."""
    return (*_dwellings(), *_attributions(), *_mix(), *_rights())


def _dwellings() -> tuple[Indicator, ...]:
    offered = _("Added to those of the sheet; tables vacancies and programmes.")
    return (
        Indicator(
            "plai-approved",
            _("PLAI dwellings approved"),
            _(
                "Dwellings of financing PLAI approved in the years of the period, in the communes "
                "that say it."
            ),
            _("Sheet 2.2.1; table approvals, an input: “not given” where it is absent."),
            Unit.COUNT,
            lambda side: approved(side.instance),
            lambda side: approved(side.instance) is not None,
        ),
        Indicator(
            "plai-offered",
            _("PLAI dwellings offered"),
            _("Dwellings of the period whose financing is PLAI, given or not."),
            offered,
            Unit.COUNT,
            lambda side: _plai(side, "vacancy.financing", _PLAI).dwellings,
        ),
    )


def _attributions() -> tuple[Indicator, ...]:
    source = _("Sheet 2.2.1; the plan, tables households and programmes.")
    return (
        Indicator(
            "attributions",
            _("Attributions"),
            _("Attributions of the plan."),
            source,
            Unit.COUNT,
            lambda side: _all(side).attributions,
        ),
        Indicator(
            "aci-in-fragile",
            _("Attributions to the poorest in fragile stock"),
            _("Attributions to ACI households in programmes that count as fragile."),
            source,
            Unit.COUNT,
            lambda side: _all(side).aci_in_fragile,
        ),
        Indicator(
            "aci-in-fragile-share",
            _("the same, as a share of the attributions to ACI households"),
            _("Attributions to ACI households in fragile programmes ÷ those to ACI households."),
            source,
            Unit.SHARE,
            lambda side: ratio(_all(side).aci_in_fragile, _all(side).aci),
        ),
        Indicator(
            "aci-share-of-fragile",
            _("the same, as a share of the attributions in fragile stock"),
            _("Attributions to ACI households in fragile programmes ÷ all those in them."),
            source,
            Unit.SHARE,
            lambda side: (
                count_by(side.instance, side.plan, "programme.fragile")
                .get("true", NOTHING_THERE)
                .aci_share
            ),
        ),
    )


def _mix() -> tuple[Indicator, ...]:
    asked = _("Sheet 2.2.1 asks for the mix inside the QPV.")
    law = _("CCH L441-1 as amended by the law of 27 January 2017, later than the sheet.")
    quartiles = _("The plan, columns qpv and quartile.")
    poorest = _("The plan, columns qpv and aci.")
    return (
        Indicator(
            "qpv-upper-quartiles",
            _("Mix inside the QPV: attributions to quartiles 2 to 4"),
            _(
                "Inside the QPV, attributions to income quartiles 2 to 4 ÷ those to households "
                "whose quartile is known. The law has asked for 50% at least since 2017."
            ),
            f"{asked} {law} {quartiles}",
            Unit.SHARE,
            lambda side: _mix_of(side, inside=True).upper_share,
            _tells_qpv,
        ),
        Indicator(
            "qpv-aci",
            _("Mix inside the QPV: attributions to ACI households"),
            _("Inside the QPV, attributions to ACI households ÷ all attributions."),
            f"{asked} {poorest}",
            Unit.SHARE,
            lambda side: _mix_of(side, inside=True).aci_share,
            _tells_qpv,
        ),
        Indicator(
            "first-quartile-outside-qpv",
            _("Outside the QPV: attributions to the first quartile"),
            _(
                "Outside the QPV, attributions to the first income quartile ÷ those to households "
                "whose quartile is known. The law has asked for 25% at least since 2017, rehoused "
                "households counted with them; they are not counted here."
            ),
            f"{law} {quartiles}",
            Unit.SHARE,
            lambda side: _mix_of(side, inside=False).first_share,
            _tells_qpv,
        ),
    )


def _rights() -> tuple[Indicator, ...]:
    source = _(
        "Sheet 2.2.1 asks for larger contingents, not for this figure; the plan, table contingents."
    )
    return (
        Indicator(
            "commune-contingents",
            _("Commune contingents used"),
            _("Attributions charged to contingents of kind commune, transfers included."),
            source,
            Unit.COUNT,
            lambda side: _commune_rights(side).charged,
        ),
        Indicator(
            "commune-contingents-received",
            _("of these, received from other contingents"),
            _("Attributions charged to communes through a transfer: hand-backs, extra rights."),
            source,
            Unit.COUNT,
            lambda side: _commune_rights(side).received,
        ),
    )


def _all(side: Side) -> PlaceCount:
    return count_all(side.instance, side.plan)


def _mix_of(side: Side, *, inside: bool) -> QuartileMix:
    return quartile_mix(side.instance, side.plan, inside=inside) or _NOBODY


def _tells_qpv(side: Side) -> bool:
    return is_known(side.instance, IN_QPV)


def _plai(side: Side, column: str, value: str) -> PlaceCount:
    return count_by(side.instance, side.plan, column).get(value, NOTHING_THERE)


def _commune_rights(side: Side) -> RightCount:
    return rights_by_kind(side.instance, side.plan).get("commune", _NO_RIGHT)
