"""What speaks for a candidate and against it, and which targets it would touch.

Nothing here says that a household is poor as a reason against it. Where an objective or a target
about ACI households, or about incomes, counts against giving it this dwelling, that is said as a
limit of the programme or of the agreement, beside what the household is offered instead.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from repartition.commission.session.candidacy import Argument, Candidacy
from repartition.domain.tiers import LOTTERY_TIER
from repartition.explanation.facts.target_changes import RowChange
from repartition.explanation.wording.comparison import ATTRIBUTIONS
from repartition.explanation.wording.lexicon import Lexicon
from repartition.language import _, n_
from repartition.report.labels import strength, target, tier_name
from repartition.report.numerals import NOTHING, number

_SHOWN: Final = 3
_TRANSFER: Final = "transfer:"
_WISH_RANK: Final = "wish_rank"


def speaks_for(candidate: Candidacy, *, accessible: bool) -> str:
    """Return what speaks for a candidate, a line each; ``accessible``: the dwelling is."""
    lines = [
        *_own_grounds(candidate, accessible=accessible),
        *(_compared(each) for each in _told(candidate) if each.is_for),
    ]
    return _cut(lines)


def speaks_against(candidate: Candidacy, *, accessible: bool) -> str:
    """Return what may be said against a candidate, a line each."""
    lines = [
        *_own_objections(candidate, accessible=accessible),
        *(_compared(each) for each in _told(candidate) if each.is_against),
    ]
    return _cut(lines)


def limits(lexicon: Lexicon, candidate: Candidacy) -> str:
    """Return the targets and aims that its attribution touches: never against a household."""
    missed = [_missed(lexicon, row) for row in candidate.misses]
    rows = [_row(lexicon, row) for row in candidate.rows if row.worsens]
    aims = [_aim(each) for each in candidate.arguments if each.of_means]
    head = [_("Would break what must hold:")] if candidate.breaks else []
    return _cut([*missed, *head, *rows, *aims])


def _aim(argument: Argument) -> str:
    """Return whom an aim is served better by, where that is no reason against the other."""
    values = {"objective": tier_name(argument.comparison.tier), "rival": argument.rival}
    if argument.comparison.favours == "rival":
        return _(
            "the aim “{objective}” is served better by {rival}: no reason against the household",
            **values,
        )
    return _(
        "the aim “{objective}” is served better here: no reason against {rival}",
        **values,
    )


def _missed(lexicon: Lexicon, row: RowChange) -> str:
    """Return a target that the plan misses with the attribution it proposes, and by how much."""
    return _(
        "{target}: {count} with this attribution, missed by {missed}",
        target=_target(lexicon, row),
        count=_count(row, 0),
        missed=number(row.shortfall[0], decimals=6),
    )


def _row(lexicon: Lexicon, row: RowChange) -> str:
    """Return what one target or transfer would count and miss; ``explain`` tells more of it."""
    return _(
        "{target}: {count} then, missed by {after} (now {before})",
        target=_target(lexicon, row),
        count=_count(row, 1),
        after=number(row.shortfall[1], decimals=6),
        before=number(row.shortfall[0], decimals=6),
    )


def _target(lexicon: Lexicon, row: RowChange) -> str:
    if row.row.startswith(_TRANSFER):
        return _(
            "transfer “{transfer}” of {contingent}, at most {value}",
            transfer=row.row.removeprefix(_TRANSFER),
            contingent=lexicon.contingent(row.group),
            value=number(row.parameter),
        )
    quota = next(quota for quota in lexicon.scenario.quotas if quota.id == row.row)
    asked = target(row.kind, quota, row.parameter)
    values = {"quota": quota.id, "strength": strength(row.level), "asked": asked}
    if quota.per is None:
        return _("“{quota}” ({strength}, {asked})", **values)
    group = lexicon.group(quota.per, row.group)
    return _("“{quota}”, {group} ({strength}, {asked})", group=group, **values)


def _count(row: RowChange, place: int) -> str:
    """Return what a row counts, and of how many: 0 before a change, 1 after it."""
    if row.of is None:
        return number(row.count[place])
    return _("{count} of {of}", count=number(row.count[place]), of=number(row.of[place]))


def _own_grounds(candidate: Candidacy, *, accessible: bool) -> Iterator[str]:
    if candidate.rank is not None:
        yield _("ranked {rank} by the commission", rank=candidate.rank)
    if accessible and candidate.profile.needs_accessible:
        yield _("needs an accessible dwelling, which this one is")


def _own_objections(candidate: Candidacy, *, accessible: bool) -> Iterator[str]:
    if candidate.profile.inadmissible:
        yield _("its request was found inadmissible: check that it has been put right")
    if accessible and not candidate.profile.needs_accessible:
        yield _("the dwelling is accessible, and the household does not need that")
    if candidate.elsewhere is not None:
        yield _("its other dwelling in the plan would be free again")


def _told(candidate: Candidacy) -> list[Argument]:
    """Return what tells a candidate apart; the draw only where nothing else does."""
    found = candidate.arguments
    return [each for each in found if each.comparison.tier != LOTTERY_TIER] or [*found]


def _compared(argument: Argument) -> str:
    found = argument.comparison
    objective = tier_name(found.tier)
    if found.measure == ATTRIBUTIONS:
        if argument.is_for:
            return _("“{objective}” counts it", objective=objective)
        return _("“{objective}” does not count it", objective=objective)
    values = {
        "objective": objective,
        "asked": number(Fraction(found.asked)),
        "rival": number(Fraction(found.rival)),
    }
    if found.measure == _WISH_RANK:  # beside a row that numbers wishes from 1
        return _("“{objective}”: {asked} against {rival} after the first wish", **values)
    return _("“{objective}”: {asked} against {rival}", **values)


def _cut(lines: Sequence[str]) -> str:
    """Return the first lines, the most important, and how many there are besides."""
    more = len(lines) - _SHOWN
    if more <= 0:
        return "\n".join(lines) or NOTHING
    rest = n_("and {number} more", "and {number} more", more)
    return "\n".join([*lines[:_SHOWN], rest])
