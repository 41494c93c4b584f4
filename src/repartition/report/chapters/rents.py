"""A territorial vision of rents: where they are low, and what ACI households could pay."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from repartition.domain.instance import Instance
from repartition.domain.scenario import EligibilityRules
from repartition.language import _
from repartition.report.chapters.rent_tables import (
    rents_by_commune,
    rents_by_commune_and_financing,
    rents_by_everything,
    rents_by_kind,
)
from repartition.report.chapters.territory import commune_flag
from repartition.report.document import (
    Block,
    Chapter,
    Column,
    Sentences,
    Table,
    Unit,
    paragraph,
)
from repartition.report.figures.approvals import approved_by_commune
from repartition.report.figures.rents import (
    Means,
    RentCount,
    Spread,
    means_of,
    rents_by,
    wishes_by_commune,
)
from repartition.report.labels import commune_names
from repartition.report.numerals import bound_percent, number
from repartition.report.sides import Subject

_NAMED = 5


def rents(subject: Subject) -> Chapter:
    """Return the rents of the dwellings of the period, whoever gets them."""
    instance = subject.instance
    means = means_of(instance)
    names = commune_names(instance)
    by_commune = rents_by(instance, means, "programme.commune")
    blocks: list[Block] = [
        _definitions(instance.scenario.eligibility, means),
        *_where_low(names, by_commune),
        rents_by_commune(names, by_commune),
        *rents_by_kind(instance, means),
        rents_by_commune_and_financing(instance, means, names),
        *rents_by_everything(instance, means, names),
        _supply(instance, names, by_commune),
        *_spread_over_households(means),
    ]
    return Chapter("rents", _("Rents and what the poorest can pay"), tuple(blocks))


def _definitions(rules: EligibilityRules, means: Means | None) -> Sentences:
    rent = _(
        "Rents are those of the dwellings of the period, without charges, in euros a month per "
        "square metre; a quarter of the dwellings are at or below the first quartile."
    )
    if means is None:
        return paragraph(
            rent,
            _(
                "The scenario sets no limit to the share of income to pay (max_effort): what ACI "
                "households could pay is not counted."
            ),
        )
    return paragraph(
        rent,
        _(
            "What ACI households can pay: of all pairs of a dwelling and an active ACI household "
            "whose size it suits (number of rooms, legal surface), the share in which rent and "
            "charges, APL deducted, take at most {effort} of the income, as the scenario has it. A "
            "dwelling is within reach of half of them if at least half of those it suits could "
            "pay it. Wishes, ceilings and reservations are not looked at here.",
            effort=bound_percent(Fraction(rules.max_effort)),
        ),
    )


def _where_low(
    names: Mapping[str, str], by_commune: Mapping[str, RentCount]
) -> Iterator[Sentences]:
    """Yield where ACI households can pay the most dwellings, and where there is none for them."""
    known = {code: found for code, found in by_commune.items() if found.within_half is not None}
    if not known:
        return
    most = sorted(known, key=lambda code: (-(known[code].within_half or 0), code))[:_NAMED]
    none = [code for code in known if not known[code].within_half]
    without = [code for code in names if code not in by_commune]
    yield paragraph(
        _(
            "Most dwellings within reach of half of the ACI households: {communes}.",
            communes=", ".join(
                f"{names[code]} ({number(known[code].within_half)})" for code in most
            ),
        ),
        _(
            "Dwellings to let, but none within reach of half of them: {communes}.",
            communes=", ".join(names[code] for code in none) or _("no commune"),
        ),
        _(
            "No dwelling to let at all in the period: {communes}.",
            communes=", ".join(names[code] for code in without) or _("no commune"),
        ),
    )


def _supply(
    instance: Instance, names: Mapping[str, str], by_commune: Mapping[str, RentCount]
) -> Table:
    """Return, commune by commune, the PLAI and the low rents, beside the ACI households that ask.

    Communes in SRU deficit come first.
    """
    approved = approved_by_commune(instance)
    wishes = wishes_by_commune(instance).tolist()
    plai = (instance.vacancies.financing == 0) & instance.vacancies.of_period
    offered = np.bincount(instance.commune_of_vacancy()[plai], minlength=len(names)).tolist()
    rows = []
    for row, (code, name) in enumerate(names.items()):
        deficit = commune_flag(instance, "sru_deficit", row)
        found = by_commune.get(code)
        rows.append(
            (
                deficit != _("yes"),
                (
                    name,
                    deficit,
                    _("not given") if approved is None else approved.get(row, _("not given")),
                    offered[row],
                    0 if found is None else found.dwellings,
                    None if found is None else found.within_half,
                    wishes[row],
                ),
            )
        )
    return Table(
        key="low-rents",
        title=_("PLAI and low rents by commune, beside the ACI households that ask for it"),
        columns=(
            Column(_("Commune")),
            Column(_("SRU deficit")),
            Column(_("PLAI approved"), Unit.COUNT),
            Column(_("PLAI offered"), Unit.COUNT),
            Column(_("dwellings of the period"), Unit.COUNT),
            Column(_("within reach of half of the ACI households"), Unit.COUNT),
            Column(_("ACI households that would live there"), Unit.COUNT),
        ),
        rows=tuple(cells for _order, cells in sorted(rows, key=lambda row: row[0])),
        notes=(_("A household that names no commune would live in any; one may ask for several."),),
    )


def _spread_over_households(means: Means | None) -> Iterator[Table]:
    """Yield how unequal ACI households are before rents."""
    if means is None:
        return
    spread = Spread.of(means.shares)
    yield Table(
        key="means-of-households",
        title=_("The share of the dwellings that suit it that each ACI household can pay"),
        columns=(
            Column(""),
            Column(_("share of the dwellings"), Unit.SHARE),
        ),
        rows=(
            (_("A quarter of the households can pay at most"), spread.low),
            (_("Half of the households can pay at most"), spread.median),
            (_("Three quarters of the households can pay at most"), spread.high),
        ),
        notes=(
            _(
                "Over the {count} active ACI households that some dwelling of the period suits.",
                count=number(spread.count),
            ),
        ),
    )
