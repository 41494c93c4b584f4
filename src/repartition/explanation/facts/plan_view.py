"""A run ready to be asked about: who has what, and what the commission has said."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from repartition.audit.names import Names
from repartition.audit.outcome import Outcome
from repartition.domain.certificate import Certificate
from repartition.domain.instance import FIXING_DECISIONS, Instance, SpokenDecision
from repartition.domain.plan import Plan
from repartition.domain.table import NO_ROW


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A decision of the commission: on whom, on what, when and why; by identifiers."""

    household: str
    vacancy: str
    decision: str
    rank: int | None
    decided_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of the plan, by identifiers; ``""`` charged to nobody, through nothing."""

    household: str
    vacancy: str
    contingent: str
    transfer: str


@dataclass(frozen=True, slots=True, eq=False)
class PlanView:
    """An outcome, with the place of each household and of each dwelling in its plan.

    Attributes
    ----------
    household_of, vacancy_of
        int32 (n_vacancies,) and (n_households,): who has the dwelling, and which dwelling the
        household has; ``NO_ROW`` = none.
    certificate
        The prices that prove the plan, where there are any.
    """

    outcome: Outcome
    names: Names
    household_of: NDArray[np.int32]
    vacancy_of: NDArray[np.int32]
    certificate: Certificate | None = None

    @classmethod
    def of(cls, outcome: Outcome, certificate: Certificate | None = None) -> "PlanView":
        """Return the view of an outcome, and of the prices that prove it."""
        instance, plan = outcome.instance, outcome.plan
        household_of = np.full(instance.n_vacancies, NO_ROW, np.int32)
        household_of[plan.vacancy] = plan.household
        vacancy_of = plan.vacancy_of_household(instance.n_households)
        return cls(outcome, Names.of(instance), household_of, vacancy_of, certificate)

    @property
    def instance(self) -> Instance:
        """What the plan was made from."""
        return self.outcome.instance

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.outcome.plan

    def attribution(self, household: int) -> Attribution | None:
        """Return what the plan gives a household."""
        found = np.flatnonzero(self.plan.household == household)
        if not len(found):
            return None
        entry = int(found[0])
        return Attribution(
            household=self.names.household[household],
            vacancy=self.names.vacancy[self.plan.vacancy[entry]],
            contingent=self.names.contingent[self.plan.contingent[entry]],
            transfer=self.names.transfer[self.plan.transfer[entry]],
        )

    def charged(self, vacancy: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return to whom the attribution of each of these dwellings is charged; each has one."""
        contingent = np.full(self.instance.n_vacancies, NO_ROW, np.int32)
        contingent[self.plan.vacancy] = self.plan.contingent
        found: NDArray[np.int32] = contingent[vacancy]
        return found

    def decisions(
        self, household: int | None = None, vacancy: int | None = None
    ) -> tuple[DecisionFact, ...]:
        """Return the decisions that count on a household, on a dwelling, or on the pair."""
        return tuple(
            self._fact(spoken)
            for spoken in self.instance.decisions.spoken
            if household in (None, spoken.household) and vacancy in (None, spoken.vacancy)
        )

    def fixing(
        self, household: int | None = None, vacancy: int | None = None
    ) -> DecisionFact | None:
        """Return the decision that settles a household, or a dwelling; None where it is open."""
        fixed = zip(
            self.instance.decisions.fixed_household.tolist(),
            self.instance.decisions.fixed_vacancy.tolist(),
            strict=True,
        )
        for fixed_household, fixed_vacancy in fixed:
            if household in (None, fixed_household) and vacancy in (None, fixed_vacancy):
                return self._fixing_words(fixed_household, fixed_vacancy)
        return None

    def freed_for(self, household: int) -> str:
        """Return who gets the dwelling that a household frees by moving; ``""`` = nobody."""
        freed = NO_ROW if household == NO_ROW else int(self.instance.households.frees[household])
        heir = NO_ROW if freed == NO_ROW else int(self.household_of[freed])
        return "" if heir == NO_ROW else self.names.household[heir]

    def moves(self, vacancy: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which dwellings are free in the plan: always, or since who lives there moves."""
        # The place after the last household, which NO_ROW points at: nobody has to move.
        is_out = np.append(self.vacancy_of != NO_ROW, True)
        found: NDArray[np.bool_] = is_out[self.instance.vacancies.freed_by[vacancy]]
        return found

    def _fixing_words(self, household: int, vacancy: int) -> DecisionFact:
        for spoken in self.instance.decisions.spoken:
            if (spoken.household, spoken.vacancy) == (household, vacancy):
                return self._fact(spoken)
        # An instance made without its decisions table: the pair is fixed, and no more is known.
        return self._fact(SpokenDecision(household, vacancy, FIXING_DECISIONS[0]))

    def _fact(self, spoken: SpokenDecision) -> DecisionFact:
        return DecisionFact(
            household=self.names.household[spoken.household],
            vacancy=self.names.vacancy[spoken.vacancy],
            decision=spoken.decision,
            rank=spoken.rank,
            decided_on=spoken.decided_on,
            reason=spoken.reason,
        )
