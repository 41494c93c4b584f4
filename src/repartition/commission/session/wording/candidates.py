"""Candidates side by side: the same facts of each, row by row."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from repartition.commission.session.candidacy import Candidacy
from repartition.commission.session.facts import DwellingFacts
from repartition.commission.session.wording.arguments import limits, speaks_against, speaks_for
from repartition.eligibility.wording import rule_in_words
from repartition.explanation.facts.cotation import CotationFact
from repartition.explanation.wording.amounts import amount, points, rate, yes_no
from repartition.explanation.wording.lexicon import Lexicon
from repartition.explanation.wording.profiles import charged_to
from repartition.language import _, n_, whole
from repartition.report.booklet import Matrix
from repartition.report.numerals import NOTHING, number, percent

_CRITERIA_SHOWN: Final = 5
_COMMUNES_SHOWN: Final = 3

Row = tuple[str, tuple[str, ...]]


def side_by_side(lexicon: Lexicon, dwelling: DwellingFacts) -> Matrix:
    """Return the candidates of a dwelling side by side, the one proposed first."""
    found = dwelling.candidates

    def row(label: str, write: Callable[[Candidacy], str]) -> Row:
        return label, tuple(write(each) for each in found)

    return Matrix(
        title=_("Proposed, and next in order if it is refused")
        if dwelling.proposed
        else _("Who could have it, in order"),
        corner=_("Household"),
        heads=tuple(_heads(dwelling)),
        rows=(
            row(_("Persons"), _persons),
            row(_("Ceiling category; income"), _income),
            row(_("To pay, APL deducted; effort"), _effort),
            row(_("Waiting"), _waiting),
            row(_("ACI; DALO; priority"), _publics),
            row(_("Points"), lambda each: points(each.profile.points)),
            *_criteria(found),
            row(_("Communes asked for"), _wishes),
            *_where_it_matters(dwelling, row),
            *_charged_row(lexicon, dwelling),
            row(_("In the plan otherwise"), lambda each: _otherwise(lexicon, dwelling, each)),
            *_compared(lexicon, dwelling, row),
        ),
        is_led=True,
    )


def _heads(dwelling: DwellingFacts) -> Iterator[str]:
    for place, each in enumerate(dwelling.candidates, 0 if dwelling.proposed else 1):
        name = each.profile.household
        if not place:
            yield _("{household}\nproposed", household=name)
        elif dwelling.proposed:
            yield _("{household}\nnext: {place}", household=name, place=place)
        else:
            yield _("{household}\nplace {place}", household=name, place=place)


def _persons(each: Candidacy) -> str:
    return _(
        "{persons} (adults: {adults}, children: {children})",
        persons=each.profile.persons,
        adults=each.profile.adults,
        children=each.children,
    )


def _income(each: Candidacy) -> str:
    if each.ceiling is None or each.ceiling_share is None:
        return _("category {category}", category=each.profile.ceiling_category)
    return _(
        "category {category}; {share} of the ceiling of {ceiling}",
        category=each.profile.ceiling_category,
        share=percent(each.ceiling_share, decimals=0),
        ceiling=amount(each.ceiling),
    )


def _effort(each: Candidacy) -> str:
    values = {"to_pay": amount(each.to_pay), "benefit": amount(each.benefit)}
    if each.rate is None:
        if each.profile.is_income_unknown:
            return _("{to_pay} (APL {benefit}); income not stated", **values)
        return _("{to_pay} (APL {benefit}); no income", **values)
    return _("{to_pay} (APL {benefit}); {rate}", rate=rate(each.rate), **values)


def _waiting(each: Candidacy) -> str:
    return n_("{number} day", "{number} days", each.profile.waiting_days)


def _publics(each: Candidacy) -> str:
    return _("; ").join(
        yes_no(truth=truth) for truth in (each.profile.aci, each.profile.dalo, each.priority)
    )


def _criteria(found: tuple[Candidacy, ...]) -> Iterator[Row]:
    """Yield what the points are made of, a criterion a row, where a grid counts them.

    Those that weigh most come first, so that what is cut weighs least.
    """
    parts = [_parts_of(each.cotation) if each.cotation else {} for each in found]
    weight: dict[str, Decimal] = {}
    for label, value in (item for each in parts for item in each.items()):
        weight[label] = max(weight.get(label, Decimal(0)), abs(value))
    met = sorted(weight, key=lambda label: -weight[label])
    for label in met[:_CRITERIA_SHOWN]:
        cells = (each.get(label) for each in parts)
        yield f"· {label}", tuple(NOTHING if cell is None else _signed(cell) for cell in cells)
    if rest := met[_CRITERIA_SHOWN:]:
        note = n_("· {number} other line", "· {number} other lines", len(rest))
        yield (
            note,
            tuple(
                _signed(sum((each.get(label, Decimal(0)) for label in rest), Decimal(0)))
                for each in parts
            ),
        )


def _parts_of(grid: CotationFact) -> dict[str, Decimal]:
    """Return the criteria met and what is taken off, which sum to the points."""
    parts = {each.label: each.points for each in grid.criteria if each.points}
    taken = sum((each.points for each in grid.deductions), Decimal(0))
    return parts | ({_("caps of the grid"): taken} if taken else {})


def _signed(value: Decimal) -> str:
    text = number(Fraction(value), decimals=6)
    return f"+{text}" if value > 0 else text


def _wishes(each: Candidacy) -> str:
    wished = each.profile.communes
    if not wished:
        return _("anywhere")
    names = ", ".join(place.name for place in wished[:_COMMUNES_SHOWN])
    if len(wished) > _COMMUNES_SHOWN:
        names = _("{names}…", names=names)
    if each.wish is None:
        return _("not among the {number}: {names}", number=whole(len(wished)), names=names)
    return _("wish {wish} of {number}: {names}", wish=each.wish, number=len(wished), names=names)


def _where_it_matters(
    dwelling: DwellingFacts, row: Callable[[str, Callable[[Candidacy], str]], Row]
) -> Iterator[Row]:
    """Yield the rows that only some dwellings call for.

    Needing an accessible dwelling is health data: it is shown where the dwelling is accessible, and
    so serves whom it was made for, and nowhere else.
    """
    found = dwelling.candidates
    if dwelling.about.data.accessible:
        yield row(
            _("Needs an accessible dwelling"),
            lambda each: yes_no(truth=each.profile.needs_accessible),
        )
    if any(each.profile.frees for each in found):
        yield row(_("Its move would free"), lambda each: each.profile.frees or NOTHING)
    if any(each.refusals for each in found):
        yield row(_("Decided in spite of"), _set_aside)


def _set_aside(each: Candidacy) -> str:
    return _("; ").join(rule_in_words(rule) for rule in each.refusals) or NOTHING


def _charged_row(lexicon: Lexicon, dwelling: DwellingFacts) -> Iterator[Row]:
    """Yield whom each would be charged to, where that is not the same as is said above of all."""
    cells = tuple(_charged(lexicon, each) for each in dwelling.candidates)
    if len(set(cells)) > 1 or dwelling.proposed is None:
        yield _("Charged to"), cells


def _charged(lexicon: Lexicon, each: Candidacy) -> str:
    if not each.is_chargeable:
        return _("no way is open")
    return charged_to(lexicon, each.contingent, each.transfer)


def _otherwise(lexicon: Lexicon, dwelling: DwellingFacts, each: Candidacy) -> str:
    """Return where the plan houses a candidate, or what else is open to it."""
    if each is dwelling.proposed:
        return _("this dwelling")
    if (home := each.elsewhere) is not None:
        return _(
            "{vacancy}: {typology}, {commune}, {programme}",
            vacancy=home.vacancy,
            typology=home.typology,
            commune=home.place.name,
            programme=lexicon.programme(home.programme),
        )
    return n_(
        "no dwelling; {number} other open to it, of which {calm} not fragile",
        "no dwelling; {number} others open to it, of which {calm} not fragile",
        each.others.count,
        calm=whole(each.others.not_fragile),
    )


def _compared(
    lexicon: Lexicon,
    dwelling: DwellingFacts,
    row: Callable[[str, Callable[[Candidacy], str]], Row],
) -> Iterator[Row]:
    accessible = dwelling.about.data.accessible
    yield row(_("Speaks for it"), lambda each: _for(dwelling, each))
    yield row(_("Speaks against it"), lambda each: speaks_against(each, accessible=accessible))
    if any(limits(lexicon, each) != NOTHING for each in dwelling.candidates):
        label = _("Limits of the programme, the landlord: no reason against a household")
        yield row(label, lambda each: limits(lexicon, each))


def _for(dwelling: DwellingFacts, each: Candidacy) -> str:
    """Return what speaks for a candidate, or that the others are compared with this one."""
    found = speaks_for(each, accessible=dwelling.about.data.accessible)
    if found == NOTHING and each is dwelling.candidates[0] and len(dwelling.candidates) > 1:
        return _("the others are compared with it")
    return found
