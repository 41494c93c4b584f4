"""Sentences that say what the rules look at: the data of a household, of a dwelling."""

from collections.abc import Iterator

from repartition.explanation.facts.household import HouseholdFacts
from repartition.explanation.facts.plan_view import Attribution
from repartition.explanation.facts.profiles import DwellingProfile, HouseholdProfile
from repartition.explanation.facts.vacancy import VacancyFacts
from repartition.explanation.wording.amounts import amount, area, names, places, points, yes_no
from repartition.explanation.wording.decisions import settled_words
from repartition.explanation.wording.lexicon import Lexicon
from repartition.language import _, day, n_


def household_line(lexicon: Lexicon, data: HouseholdProfile) -> str:
    """Return, on one line, everything the rules and the objectives look at in a household."""
    parts = [
        n_("{number} person", "{number} persons", data.persons),
        _("income of the month not stated, counted as none")
        if data.is_income_unknown
        else _("income {income} a month", income=amount(data.monthly_income)),
        _("reference income {income} a year", income=amount(data.reference_income)),
        _("ceiling category {category}", category=data.ceiling_category),
        _("ACI: {answer}", answer=yes_no(truth=data.aci)),
        _("DALO: {answer}", answer=yes_no(truth=data.dalo)),
        _("points: {points}", points=points(data.points)),
        n_("{number} day of waiting", "{number} days of waiting", data.waiting_days),
        _("communes asked for: {communes}", communes=places(data.communes) or _("anywhere")),
    ]
    if data.quartile:
        parts.append(_("income quartile {quartile}", quartile=data.quartile))
    if data.contingents:
        through = names([lexicon.contingent(each) for each in data.contingents])
        parts.append(_("may be proposed through {contingents}", contingents=through))
    if data.needs_accessible:
        parts.append(_("needs an accessible dwelling"))
    if data.frees:
        parts.append(_("its move would free {vacancy}", vacancy=data.frees))
    elif data.occupies:
        parts.append(_("lives in the {programme}", programme=lexicon.programme(data.occupies)))
    return _("The household: {data}.", data=_("; ").join(parts))


def inadmissible_words(data: HouseholdProfile) -> Iterator[str]:
    """Yield the warning about a household whose request was found inadmissible."""
    if data.inadmissible:
        yield _(
            "Warning: the request of {household} was found inadmissible. Check that it has been "
            "put right before it is proposed for a dwelling, or make the household inactive.",
            household=data.household,
        )


def dwelling_line(lexicon: Lexicon, data: DwellingProfile) -> str:
    """Return, on one line, everything the rules and the objectives look at in a dwelling."""
    parts = [
        _("{typology} of {area}", typology=data.typology, area=area(data.surface)),
        lexicon.programme(data.programme),
        places((data.place,)),
        data.financing,
        _("{rent} of rent a month", rent=amount(data.rent)),
    ]
    if data.charges:
        parts.append(_("{charges} of charges a month", charges=amount(data.charges)))
    if data.reserved_for:
        parts.append(
            _("reserved for {contingent}", contingent=lexicon.contingent(data.reserved_for))
        )
    else:
        parts.append(_("not reserved"))
    if data.fragility is None:
        parts.append(_("programme not classed"))
    else:
        parts.append(_("degree of fragility {degree}", degree=data.fragility))
    if data.accessible:
        parts.append(_("accessible"))
    if data.available_on is not None:
        parts.append(_("free on {day}", day=day(data.available_on)))
    if data.freed_by:
        parts.append(_("freed if {household} moves", household=data.freed_by))
    return _("The dwelling: {data}.", data=_("; ").join(parts))


def attribution_words(
    lexicon: Lexicon, facts: HouseholdFacts | VacancyFacts, household: HouseholdProfile
) -> Iterator[str]:
    """Yield what goes with an attribution, whichever of its two sides was asked about."""
    yield from inadmissible_words(household)
    if facts.decision is not None:
        yield settled_words(facts.decision)
    if facts.attribution is not None:
        yield charge_words(lexicon, facts.attribution)
    if facts.freed_for:
        yield _freed_words(household.frees, facts.freed_for)


def charge_words(lexicon: Lexicon, attribution: Attribution) -> str:
    """Return whom an attribution is charged to, as a sentence."""
    if not attribution.contingent:
        return _("The attribution is charged to no contingent.")
    return _(
        "The attribution is charged to {contingent}.",
        contingent=charged_to(lexicon, attribution.contingent, attribution.transfer),
    )


def charged_to(lexicon: Lexicon, contingent: str, transfer: str) -> str:
    """Return whom an attribution is charged to, and through which transfer."""
    if not contingent:
        return _("no contingent")
    name = lexicon.contingent(contingent)
    if not transfer:
        return name
    return _("{contingent}, through the transfer {transfer}", contingent=name, transfer=transfer)


def _freed_words(vacancy: str, household: str) -> str:
    """Return who gets the dwelling that a move frees."""
    return _(
        "Its move frees {vacancy}, which goes to {household}.",
        vacancy=vacancy,
        household=household,
    )
