"""One household as a candidate for one dwelling: all a commission compares, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from repartition.audit.closures import closed_by
from repartition.commission.session.effects import Effects
from repartition.commission.session.freeing import FreeDays
from repartition.commission.session.succession import Successor
from repartition.domain.table import NO_ROW
from repartition.eligibility.charging import Charging, resolve_charging_undecided
from repartition.eligibility.effort import HousingCosts
from repartition.eligibility.measures import effort_rate
from repartition.eligibility.rules import RULES, income_ceilings
from repartition.explanation.facts.comparison import TierComparison, comparisons
from repartition.explanation.facts.cotation import CotationFact, cotation_fact
from repartition.explanation.facts.plan_view import PlanView
from repartition.explanation.facts.profiles import (
    DwellingProfile,
    HouseholdProfile,
    dwelling_profile,
    euros,
    household_profile,
)
from repartition.explanation.facts.target_changes import RowChange

MEANS = frozenset(
    {"aci", "quartile", "monthly_income", "reference_income", "ceiling_category", "effort_rate"}
)
"""Columns and measures that say how poor a household is: never told as a reason against it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An objective that tells a candidate from the household it is compared with.

    ``of_means``: that it counts against one of the two depends on how poor that one is; it is then
    said as an aim for the programme, not against a household. ``rival``: whom it is compared with.
    """

    comparison: TierComparison
    rival: str
    of_means: bool

    @property
    def is_for(self) -> bool:
        """Whether it may be said for the candidate, and so against its rival."""
        return self.comparison.favours == "asked" and not self.of_means

    @property
    def is_against(self) -> bool:
        """Whether it may be said against the candidate."""
        return self.comparison.favours == "rival" and not self.of_means


@dataclass(frozen=True, slots=True)
class Others:
    """Dwellings of the period that no rule keeps from a household, this one left out."""

    count: int
    not_fragile: int


@dataclass(frozen=True, slots=True)
class Candidacy:
    """A household for a dwelling.

    Attributes
    ----------
    children
        Dependants of any age.
    ceiling
        The income ceiling for this dwelling; None where the scenario looks at none.
    benefit, to_pay, rate
        Euros a month: APL, and rent + charges − APL; the second in percent of the income, None
        where there is none.
    wish
        Place of the commune among those asked for, from 1; None where it is not, or any will do.
    rank
        The commission's own rank for this dwelling; None where it has given none.
    refusals
        Rules that refuse the pair, which a decision sets aside.
    contingent, transfer
        How it is, or would be, charged; identifiers, ``""`` for none.
    is_chargeable
        Whether any way of charging it is open.
    elsewhere
        The other dwelling that the plan gives it; None where it gives none.
    others
        What else is open to it.
    arguments
        Objectives that tell it from the household compared with; none for that one itself.
    rows
        Targets and transfers whose shortfall would change.
    misses
        Of the household proposed: targets that the plan misses, and by less were the dwelling left
        empty (before: the plan; after: without this attribution).
    breaks
        Whether something that must hold would not.
    """

    profile: HouseholdProfile
    children: int
    priority: bool
    ceiling: Decimal | None
    benefit: Decimal
    to_pay: Decimal
    rate: Decimal | None
    wish: int | None
    cotation: CotationFact | None
    rank: int | None
    refusals: tuple[str, ...]
    contingent: str
    transfer: str
    is_chargeable: bool
    elsewhere: DwellingProfile | None
    others: Others
    arguments: tuple[Argument, ...]
    rows: tuple[RowChange, ...]
    misses: tuple[RowChange, ...]
    breaks: bool

    @property
    def ceiling_share(self) -> Fraction | None:
        """The reference income as a share of the ceiling; None without one."""
        if not self.ceiling:
            return None
        return Fraction(self.profile.reference_income) / Fraction(self.ceiling)


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A plan, with what every candidacy asks of it: made once for a session.

    ``undecided``: the ways of charging as if the commission had decided nothing, by which a decided
    pair is told from one that the rules leave open.
    """

    view: PlanView
    days: FreeDays
    effects: Effects
    costs: HousingCosts
    undecided: Charging

    @classmethod
    def of(cls, view: PlanView) -> "Desk":
        """Return the desk of a plan."""
        return cls(
            view=view,
            days=FreeDays.of(view),
            effects=Effects.of(view),
            costs=HousingCosts.of(view.instance),
            undecided=resolve_charging_undecided(view.instance),
        )

    def proposed(self, household: int, vacancy: int, rank: int | None) -> Candidacy:
        """Return the candidacy of the household that has the dwelling in the plan."""
        charged = self.view.attribution(household)
        assert charged is not None  # it has the dwelling
        ways = (charged.contingent, charged.transfer)
        return self._candidacy(household, vacancy, rank=rank, ways=ways)

    def successors(
        self, found: Sequence[Successor], vacancy: int, rival: int
    ) -> tuple[Candidacy, ...]:
        """Return the candidacies of those who are next, compared with one household, or none."""
        told = self._arguments(found, vacancy, rival)
        return tuple(
            self._candidacy(
                each.household,
                vacancy,
                rank=each.rank,
                ways=self._ways(each),
                found=each,
                arguments=told.get(each.household, ()),
            )
            for each in found
        )

    def _ways(self, found: Successor) -> tuple[str, str] | None:
        """Return how a candidate would be charged; None where no way is open."""
        if found.contingent == NO_ROW:
            return None
        names = self.view.names
        return names.contingent[found.contingent], names.transfer[found.transfer]

    def _candidacy(
        self,
        household: int,
        vacancy: int,
        *,
        rank: int | None,
        ways: tuple[str, str] | None,
        found: Successor | None = None,
        arguments: tuple[Argument, ...] = (),
    ) -> Candidacy:
        view, own = self.view, self.view.instance.households
        asked, dwelling = np.array([household], np.int32), np.array([vacancy], np.int32)
        priority = own.table.column("priority")
        has = int(view.vacancy_of[household])
        income = int(own.monthly_income[household])
        # Only a decision sets a rule aside: whoever else stands here is refused by none.
        fixed = view.fixing(household, vacancy)
        is_spoken = rank is not None or fixed is not None
        return Candidacy(
            profile=household_profile(view, household),
            children=int(own.children[household]),
            priority=priority is not None and priority.cell(household) == "true",
            ceiling=_ceiling(view, household, vacancy),
            benefit=euros(int(self.costs.benefit(asked, dwelling)[0])),
            to_pay=euros(int(self.costs.to_pay(asked, dwelling)[0])),
            rate=euros(int(effort_rate(view.instance, asked, dwelling)[0])) if income else None,
            wish=_wish(view, household, vacancy),
            cotation=cotation_fact(view, household),
            rank=rank,
            refusals=_refusals(view, self.undecided, household, vacancy) if is_spoken else (),
            contingent=ways[0] if ways else "",
            transfer=ways[1] if ways else "",
            is_chargeable=ways is not None,
            elsewhere=None if has in {NO_ROW, vacancy} else dwelling_profile(view, has),
            others=_others(view, household, vacancy),
            arguments=arguments,
            rows=found.rows if found else (),
            misses=self.effects.misses(household, vacancy) if has == vacancy else (),
            breaks=found is not None and found.breaks,
        )

    def _arguments(
        self, found: Sequence[Successor], vacancy: int, rival: int
    ) -> dict[int, tuple[Argument, ...]]:
        """Return what tells each candidate that can be charged from the rival, by its row."""
        asked = [each.household for each in found if each.contingent != NO_ROW]
        asked = [household for household in asked if household != rival]
        if rival == NO_ROW or not asked:
            return {}
        told = comparisons(self.view, np.array(asked, np.int32), rival, vacancy)
        return {
            household: tuple(
                self._argument(comparison, household, rival)
                for comparison in each
                if comparison.favours != "neither"
            )
            for household, each in zip(asked, told, strict=True)
        }

    def _argument(self, comparison: TierComparison, household: int, rival: int) -> Argument:
        tier = next(tier for tier in self.effects.tiers if tier.id == comparison.tier)
        loser = household if comparison.favours == "rival" else rival
        counts = bool(tier.who.matches(self.view.instance.who_view())[loser])
        by_group = counts and bool(MEANS & tier.who.columns())
        of_means = by_group or tier.measure in MEANS
        return Argument(comparison, self.view.names.household[rival], of_means=of_means)


def _ceiling(view: PlanView, household: int, vacancy: int) -> Decimal | None:
    ceilings = view.instance.ceilings
    if ceilings is None:
        return None
    asked, dwelling = np.array([household]), np.array([vacancy])
    return euros(int(income_ceilings(view.instance, ceilings, asked, dwelling)[0, 0]))


def _wish(view: PlanView, household: int, vacancy: int) -> int | None:
    wishes = view.instance.households.communes[household]
    commune = int(view.instance.commune_of_vacancy()[vacancy])
    return wishes.index(commune) + 1 if commune in wishes else None


def _refusals(view: PlanView, charging: Charging, household: int, vacancy: int) -> tuple[str, ...]:
    asked, dwelling = np.array([household], np.int32), np.array([vacancy], np.int32)
    closed = closed_by(view.instance, charging, asked, dwelling)[:, 0, 0]
    return tuple(rule for rule, shut in zip(RULES, closed, strict=False) if shut)


def _others(view: PlanView, household: int, vacancy: int) -> Others:
    instance, pairs = view.instance, view.outcome.pairs
    others = pairs.open_to(household)
    others = others[others != vacancy]
    degree = instance.programmes.fragility[instance.vacancies.programme[others]]
    fragile = degree >= instance.scenario.fragility.fragile_from
    return Others(len(others), int((~fragile).sum()))
