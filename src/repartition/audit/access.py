"""Who is housed and who is kept out, group by group: access is never the price of mixité."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from repartition.audit.closures import shut_alone
from repartition.audit.limits import limit_names
from repartition.audit.obstacles import tally_obstacles
from repartition.audit.outcome import Outcome
from repartition.domain.instance import Instance
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging
from repartition.eligibility.pairs import Pairs
from repartition.eligibility.rules import RULES
from repartition.errors import Fault
from repartition.ingest.cautions import first_few
from repartition.language import _, n_, whole

Group = Literal[
    "all", "aci", "dalo", "neither", "first_quartile", "large_family", "accessible", "mutation"
]
LARGE_FAMILY: Final = 5
"""Persons from which a household counts as a large family."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many requests of a group there are, how many are housed, and how long they waited."""

    group: Group
    requests: int
    """Active households of the group, and those the plan houses."""
    housed: int
    waiting_days: int
    """Days waited by those housed, summed."""

    @property
    def share(self) -> Fraction | None:
        """Share of the requests that are housed; None where there are none."""
        return Fraction(self.housed, self.requests) if self.requests else None

    @property
    def mean_waiting_days(self) -> Fraction | None:
        """Days waited by those housed, on average; None where nobody is."""
        return Fraction(self.waiting_days, self.housed) if self.housed else None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many households of each group one rule alone keeps out of every dwelling."""

    rule: str
    households: Mapping[Group, int]


def groups_of(instance: Instance) -> dict[Group, NDArray[np.bool_]]:
    """Return which households are in each group: bool (n_households,).

    ``neither`` are those the agreement is not about, neither ACI nor DALO: what the two gain at a
    given number of homes, these lose. ``first_quartile`` is there only where some quartile is
    known.
    """
    households = instance.households
    dalo = _is(instance, "dalo", "true")
    groups: dict[Group, NDArray[np.bool_]] = {
        "all": np.ones(instance.n_households, np.bool_),
        "aci": households.aci,
        "dalo": dalo,
        "neither": ~households.aci & ~dalo,
        "first_quartile": _is(instance, "quartile", "1"),
        "large_family": households.persons >= LARGE_FAMILY,
        "accessible": households.accessible,
    }
    quartile = households.table.column("quartile")
    if quartile is None or not any(quartile.values):
        del groups["first_quartile"]
    return groups


def count_groups(instance: Instance, plan: Plan) -> tuple[GroupCount, ...]:
    """Return, group by group, how many requests a plan houses."""
    return tuple(
        _count(instance, plan, group, members) for group, members in groups_of(instance).items()
    )


def count_followed(instance: Instance, plan: Plan) -> tuple[GroupCount, ...]:
    """Return the same, and that of the tenants who ask to move: those that occupy a programme."""
    occupies = instance.households.table.column("occupies")
    movers = np.zeros(instance.n_households, np.bool_) if occupies is None else occupies.test(bool)
    return (*count_groups(instance, plan), _count(instance, plan, "mutation", movers))


def _count(instance: Instance, plan: Plan, group: Group, members: NDArray[np.bool_]) -> GroupCount:
    housed = plan.vacancy_of_household(instance.n_households) != NO_ROW
    requests = instance.households.active | housed
    return GroupCount(
        group=group,
        requests=int((requests & members).sum()),
        housed=int((housed & members).sum()),
        waiting_days=int(instance.households.waiting_days[housed & members].sum()),
    )


def refused_by(instance: Instance, charging: Charging, pairs: Pairs) -> tuple[Exclusion, ...]:
    """Return, rule by rule, who is kept out of every dwelling by that rule alone.

    Counted are the active households that have no dwelling open to them, and would have one if
    this rule were switched off and the others kept. Dwellings the commission has already given,
    and the one the household itself frees, are open to nobody else under any rule.
    """
    nowhere = without_any_pair(instance, pairs)
    alone = np.zeros((instance.n_households, len(RULES)), np.bool_)
    alone[nowhere] = shut_alone(instance, charging, nowhere)
    return _exclusions(instance, RULES, alone)


def kept_out_by_limits(outcome: Outcome) -> tuple[Exclusion, ...]:
    """Return, for each quota (soft ones too) and transfer, who is kept out by it alone.

    Counted are the unplaced households that would have a dwelling left empty but for this limit;
    and, where it is hard, those for which every dwelling that would suit them is closed by a full
    row, and one would not be without it. A soft quota that only chooses between households keeps
    nobody out: another objective might choose no better for them. ``rule`` is the quota's
    identifier, or ``transfer:ID``.
    """
    by_household, _by_vacancy = tally_obstacles(outcome, soft=True)
    shut_out = (by_household.open > 0) & (by_household.full == by_household.open)
    names = limit_names(outcome.instance, policy=outcome.policy, soft=True)
    hard = set(limit_names(outcome.instance, policy=outcome.policy))
    chooses = np.array([name in hard for name in names], np.bool_)
    alone = by_household.leaves_empty | (by_household.alone & shut_out[:, np.newaxis] & chooses)
    return _exclusions(outcome.instance, names, alone)


def without_any_pair(instance: Instance, pairs: Pairs) -> NDArray[np.int32]:
    """Return the active households to which no dwelling at all is open, in order."""
    degree = np.bincount(pairs.household, minlength=instance.n_households)
    return np.nonzero(instance.households.active & (degree == 0))[0].astype(np.int32)


def nowhere_cautions(instance: Instance, pairs: Pairs) -> Iterator[Fault]:
    """Yield one warning if there are active households to which no dwelling at all is open."""
    nowhere = without_any_pair(instance, pairs)
    if not len(nowhere):
        return
    names = instance.households.table.identifiers()
    yield Fault(
        file="households",
        problem=n_(
            "{amount} active household has no dwelling open to it: {named}",
            "{amount} active households have no dwelling open to them: {named}",
            len(nowhere),
            amount=whole(len(nowhere)),
            named=first_few([names[household] for household in nowhere.tolist()]),
        ),
        remedy=_("see why with explain --household, once the plan is made"),
    )


def _exclusions(
    instance: Instance, names: tuple[str, ...], alone: NDArray[np.bool_]
) -> tuple[Exclusion, ...]:
    """Count by group who is kept out: ``alone`` is bool (n_households, len(names))."""
    groups = groups_of(instance)
    return tuple(
        Exclusion(
            name,
            {group: int((alone[:, index] & members).sum()) for group, members in groups.items()},
        )
        for index, name in enumerate(names)
    )


def _is(instance: Instance, name: str, cell: str) -> NDArray[np.bool_]:
    column = instance.households.table.column(name)
    if column is None:
        return np.zeros(instance.n_households, np.bool_)
    return column.test(lambda found: found == cell)
