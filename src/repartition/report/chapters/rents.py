"""A territorial vision of rents: where they are low or missing, and what ACI households can pay."""

from collections.abc import Iterator
from fractions import Fraction

from repartition.domain.scenario import EligibilityRules
from repartition.language import _, n_
from repartition.report.chapters.low_rents import low_rents_table, where_low
from repartition.report.chapters.rent_tables import (
    rents_by_commune,
    rents_by_commune_and_financing,
    rents_by_everything,
    rents_by_kind,
)
from repartition.report.document import (
    Block,
    Chapter,
    Column,
    Sentences,
    Table,
    Unit,
    paragraph,
)
from repartition.report.figures.rents import Means, Spread, low_rents_by_commune, means_of, rents_by
from repartition.report.labels import commune_names
from repartition.report.numerals import bound_percent, number
from repartition.report.sides import Subject


def rents(subject: Subject) -> Chapter:
    """Return the rents of the dwellings of the period, whoever gets them."""
    instance = subject.instance
    means = means_of(instance)
    names = commune_names(instance)
    by_commune = rents_by(instance, means, "programme.commune")
    low = low_rents_by_commune(instance)
    blocks: list[Block] = [
        paragraph(
            _(
                "Rents are those of the dwellings of the period, without charges, in euros a month "
                "per square metre; a quarter of the dwellings are at or below the first quartile."
            )
        ),
        *where_low(instance, low),
        low_rents_table(subject, by_commune, low),
        _payable(instance.scenario.eligibility, means),
        rents_by_commune(names, by_commune),
        *rents_by_kind(instance, means),
        rents_by_commune_and_financing(instance, means, names),
        *rents_by_everything(instance, means, names),
        *_spread_over_households(means),
    ]
    return Chapter("rents", _("Rents and what the poorest can pay"), tuple(blocks))


def _payable(rules: EligibilityRules, means: Means | None) -> Sentences:
    if means is None:
        return paragraph(
            _(
                "The scenario sets no limit to the share of income to pay (max_effort): what ACI "
                "households could pay is not counted."
            ),
        )
    return paragraph(
        _(
            "What ACI households can pay is another question, since APL pays most of many rents: "
            "of all pairs of a dwelling and an active ACI household whose size it suits (number of "
            "rooms, legal surface), the share in which rent and charges, APL deducted, take at "
            "most {effort} of the income, as the scenario has it. A dwelling is within reach of "
            "half of them if at least half of those it suits could pay it. Wishes, ceilings and "
            "reservations are not looked at here.",
            effort=bound_percent(Fraction(rules.max_effort)),
        ),
        *_no_income(means),
    )


def _no_income(means: Means) -> Iterator[str]:
    if count := len(means.without_income):
        yield n_(
            "{number} of these households has no income: it is counted among them, as able to pay "
            "only where nothing is left to pay.",
            "{number} of these households have no income: they are counted among them, as able to "
            "pay only where nothing is left to pay.",
            count,
        )


def _spread_over_households(means: Means | None) -> Iterator[Table]:
    """Yield how unequal ACI households are before rents."""
    if means is None:
        return
    groups = [(_("all"), means.shares)]
    if means.without_income:
        groups += [
            (_("with an income"), means.with_income),
            (_("without income"), means.without_income),
        ]
    spreads = [Spread.of(shares) for _name, shares in groups]
    share = _("share of the dwellings")
    yield Table(
        key="means-of-households",
        title=_("The share of the dwellings that suit it that each ACI household can pay"),
        columns=(Column(""), *(Column(name, Unit.SHARE, share) for name, _shares in groups)),
        rows=(
            (
                _("A quarter of the households can pay at most"),
                *(spread.low for spread in spreads),
            ),
            (
                _("Half of the households can pay at most"),
                *(spread.median for spread in spreads),
            ),
            (
                _("Three quarters of the households can pay at most"),
                *(spread.high for spread in spreads),
            ),
        ),
        notes=(
            _(
                "Over the {count} active ACI households that some dwelling of the period suits.",
                count=number(len(means.shares)),
            ),
        ),
    )
