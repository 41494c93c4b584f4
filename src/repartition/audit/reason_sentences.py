"""The reasons in words: why a household has no dwelling, and why a dwelling stands empty."""

from collections.abc import Mapping
from dataclasses import dataclass

from repartition.audit.outcome import Standing
from repartition.audit.wording import count_closures, count_limits
from repartition.language import _, n_


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one row of a table is not in the plan.

    Attributes
    ----------
    row
        Row of the household, or of the vacancy.
    code
        Of a household: ``no_dwelling``, ``outranked``, ``quota``, ``not_freed``, ``left_empty``.
        Of a dwelling: ``nobody``, ``not_freed``, ``all_housed``, ``quota``, ``left_empty``.
    sentence
        The same for people.
    open
        How many dwellings are open to the household; to how many of the households still without
        a dwelling this dwelling is open.
    obstacles
        What closes how many (several may close the same one): rules where none is open; then
        ``given``, ``not_freed``, quotas by identifier and ``transfer:ID``.
    """

    row: int
    code: str
    sentence: str
    open: int
    obstacles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """One row of a tally: what closes how many of the pairs of a household, or of a dwelling."""

    open: int
    given: int
    waits: int
    full: int
    limits: Mapping[str, int]
    targets: Mapping[str, int]
    """Soft quotas for whose sake nothing else leaves a dwelling empty."""

    @property
    def empty(self) -> int:
        """Pairs that nothing closes, and whose dwelling is left empty all the same."""
        return self.open - self.given - self.waits - self.full

    @property
    def obstacles(self) -> dict[str, int]:
        """Every obstacle that there is, with its count."""
        named = {"given": self.given, "not_freed": self.waits, **self.limits, **self.targets}
        return {name: count for name, count in named.items() if count}


def no_dwelling(row: int, dwellings: int, closures: Mapping[str, int]) -> Reason:
    """Return the reason of a household to which the rules leave no dwelling."""
    if not dwellings:
        sentence = _("there is no dwelling in the period")
    else:
        sentence = n_(
            "the only dwelling of the period is closed to it: {causes}",
            "none of the {number} dwellings of the period is open to it "
            "(one may be closed for several reasons): {causes}",
            dwellings,
            causes=count_closures(closures),
        )
    return Reason(row, "no_dwelling", sentence, 0, closures)


def passed_over(row: int, counts: Counts, standing: Standing) -> Reason:
    """Return the reason of a household to which dwellings are open."""
    clauses = (
        (counts.given, "outranked", _given_words(counts.given, standing)),
        (counts.full, "quota", _full_words(counts)),
        (counts.waits, "not_freed", _waits_words(counts.waits)),
        (counts.empty, "left_empty", _empty_words(counts, standing)),
    )
    said = [(code, words) for count, code, words in clauses if count]
    sentence = n_(
        "{number} dwelling would suit it: {clauses}",
        "{number} dwellings would suit it: {clauses}",
        counts.open,
        clauses=_("; ").join(words for _code, words in said),
    )
    return Reason(row, said[0][0], sentence, counts.open, counts.obstacles)


def _given_words(number: int, standing: Standing) -> str:
    match standing:
        case Standing.PROVEN:
            return n_(
                "{number} is given to another household, as the plan as a whole is better so",
                "{number} are given to other households, as the plan as a whole is better so",
                number,
            )
        case Standing.BEST_FOUND:
            return n_(
                "{number} is given to another household in the best plan found",
                "{number} are given to other households in the best plan found",
                number,
            )
        case Standing.USUAL_PRACTICE:
            return n_(
                "{number} is given to a household that came first in its turn",
                "{number} are given to households that came first in their turn",
                number,
            )


def _full_words(counts: Counts) -> str:
    return n_(
        "{number} cannot be given to it, everything else staying as it is, without breaking a "
        "quota or a transfer: {limits}",
        "{number} cannot be given to it, everything else staying as it is, without breaking "
        "quotas or transfers: {limits}",
        counts.full,
        limits=count_limits(counts.limits),
    )


def _waits_words(number: int) -> str:
    return n_(
        "{number} is not freed, as the household that lives there does not move",
        "{number} are not freed, as the households that live there do not move",
        number,
    )


def _empty_words(counts: Counts, standing: Standing) -> str:
    number = counts.empty
    if counts.targets:
        return n_(
            "{number} is left empty, as giving it would cost a target that stands higher in the "
            "order of the objectives: {targets}",
            "{number} are left empty, as giving them would cost a target that stands higher in the "
            "order of the objectives: {targets}",
            number,
            targets=count_limits(counts.targets),
        )
    if standing is Standing.PROVEN:
        return n_(
            "{number} is left empty, as the objectives, in their order, are served no better "
            "by giving it",
            "{number} are left empty, as the objectives, in their order, are served no better "
            "by giving them",
            number,
        )
    return n_("{number} is left empty", "{number} are left empty", number)


def nobody(row: int, requests: int, closures: Mapping[str, int]) -> Reason:
    """Return the reason of a dwelling that the rules close to every request."""
    if not requests:
        sentence = _("there is no active request")
    else:
        sentence = n_(
            "it is closed to the only request: {causes}",
            "it is closed to each of the {number} requests "
            "(one may be kept out for several reasons): {causes}",
            requests,
            causes=count_closures(closures),
        )
    return Reason(row, "nobody", sentence, 0, closures)


def not_freed(row: int, counts: Counts, household: str) -> Reason:
    """Return the reason of a dwelling whose household stays."""
    sentence = _(
        "it is not freed: the household {household}, which lives there, does not move",
        household=household,
    )
    return Reason(row, "not_freed", sentence, counts.open, counts.obstacles)


def left(row: int, counts: Counts, wanted: int, standing: Standing) -> Reason:
    """Return the reason of a dwelling that is free and suits somebody."""
    if not counts.open:
        sentence = n_(
            "the only household it could be given to has another dwelling",
            "the {number} households it could be given to all have another dwelling",
            wanted,
        )
        return Reason(row, "all_housed", sentence, 0, {})
    if counts.empty:
        return Reason(
            row, "left_empty", _left_empty(counts, standing), counts.open, counts.obstacles
        )
    sentence = n_(
        "{number} household without a dwelling could have it, but giving it, everything else "
        "staying as it is, would break a quota or a transfer: {limits}",
        "{number} households without a dwelling could have it, but giving it, everything else "
        "staying as it is, would break quotas or transfers: {limits}",
        counts.open,
        limits=count_limits(counts.limits),
    )
    return Reason(row, "quota", sentence, counts.open, counts.obstacles)


def _left_empty(counts: Counts, standing: Standing) -> str:
    if counts.targets:
        return n_(
            "{number} household without a dwelling could have it, but giving it would cost a "
            "target that stands higher in the order of the objectives: {targets}",
            "{number} households without a dwelling could have it, but giving it would cost a "
            "target that stands higher in the order of the objectives: {targets}",
            counts.empty,
            targets=count_limits(counts.targets),
        )
    if standing is Standing.PROVEN:
        return n_(
            "{number} household without a dwelling could have it, but the objectives, in their "
            "order, are served no better by giving it",
            "{number} households without a dwelling could have it, but the objectives, in their "
            "order, are served no better by giving it",
            counts.empty,
        )
    return n_(
        "{number} household without a dwelling could have it: this plan leaves it empty",
        "{number} households without a dwelling could have it: this plan leaves it empty",
        counts.empty,
    )
