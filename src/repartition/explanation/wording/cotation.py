"""What the points of a household are made of, in sentences."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from repartition.explanation.facts.cotation import CotationFact, CriterionFact, Datum, Deduction
from repartition.explanation.wording.amounts import yes_no
from repartition.explanation.wording.section import Section
from repartition.language import _, n_, whole
from repartition.report.numerals import number
from repartition.report.scope import column_words


def cotation_sections(fact: CotationFact | None) -> Iterator[Section]:
    """Yield the part of an answer about points; nothing where no grid gives them."""
    if fact is None:
        return
    met = [_criterion_words(criterion) for criterion in fact.criteria if criterion.points]
    taken_off = [_deduction_words(deduction) for deduction in fact.deductions]
    yield Section.of(
        _("What its points are made of"),
        [*_standing(fact), *([] if met else [_("It meets no criterion of the grid.")])],
        [*met, *taken_off, *_not_met(fact)],
    )


def _standing(fact: CotationFact) -> Iterator[str]:
    grid = (
        fact.grid
        if fact.verified
        else _("{grid} (not compared with one published)", grid=fact.grid)
    )
    yield _("Points grid: {grid}.", grid=grid)
    yield n_(
        "Points: {points}. Rank {rank} of {number} active request.",
        "Points: {points}. Rank {rank} of {number} active requests.",
        fact.of,
        points=_amount(fact.points),
        rank=whole(fact.rank),
    )
    if fact.equal:
        yield n_("{number} other has as many.", "{number} others have as many.", fact.equal)
    yield _("Points help to compare requests; they decide nothing by themselves.")


def _criterion_words(criterion: CriterionFact) -> str:
    points = _signed(criterion.points)
    if criterion.measure:
        points = _("{points} ({rule})", points=points, rule=_rule(criterion))
    return _(
        "{label}: {points}. Looked at: {data}. Proof: {proof}.",
        label=criterion.label,
        points=points,
        data=_(", ").join(_datum(datum) for datum in criterion.data),
        proof=criterion.proof,
    )


def _rule(criterion: CriterionFact) -> str:
    values = {"points": _signed(criterion.weight), "measure": column_words(criterion.measure)}
    rule = _("{points} for each whole {per} of “{measure}”", per=_amount(criterion.per), **values)
    if criterion.per == 1:
        rule = _("{points} for each one of “{measure}”", **values)
    if criterion.start:
        return _("{rule}, above {start}", rule=rule, start=_amount(criterion.start))
    return rule


def _deduction_words(deduction: Deduction) -> str:
    points = _signed(deduction.points)
    limit = "" if deduction.limit is None else _signed(deduction.limit)
    match deduction.kind:
        case "criterion_cap":
            return _(
                "{label} goes no further than {limit}: {points}.",
                label=deduction.label,
                limit=limit,
                points=points,
            )
        case "highest":
            return _(
                "{label}: of the criteria met the highest alone counts: {points}.",
                label=deduction.label,
                points=points,
            )
        case "group_cap":
            return _(
                "{label}, taken together, gives {limit} at most: {points}.",
                label=deduction.label,
                limit=limit,
                points=points,
            )
        case "grid_cap":
            return _("The grid gives {limit} at most: {points}.", limit=limit, points=points)


def _not_met(fact: CotationFact) -> Iterator[str]:
    labels = [criterion.label for criterion in fact.criteria if not criterion.points]
    if labels:
        yield _("No points from: {labels}.", labels=_("; ").join(labels))


def _datum(datum: Datum) -> str:
    return _("{column}: {value}", column=column_words(datum.column), value=_value(datum.value))


def _value(cell: str) -> str:
    if cell in {"true", "false"}:
        return yes_no(truth=cell == "true")
    return cell or _("empty")


def _amount(value: Decimal) -> str:
    return number(Fraction(value), decimals=6)


def _signed(points: Decimal) -> str:
    """Return points with their sign: what is given, and what is taken off."""
    return f"+{_amount(points)}" if points > 0 else _amount(points)
