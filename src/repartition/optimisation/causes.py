"""What leaves nothing to give: an empty table, a period without a dwelling, no eligible pair."""

from collections.abc import Iterator

from repartition.domain.instance import Instance
from repartition.eligibility.pairs import Pairs
from repartition.language import _


def empty_causes(instance: Instance, pairs: Pairs) -> Iterator[str]:
    """Yield why no attribution at all is possible; nothing where one is."""
    if len(pairs):
        return
    yield from _no_household(instance)
    yield from _no_dwelling(instance)
    if instance.households.active.any() and instance.vacancies.of_period.any():
        yield _(
            "The cause: no household may be given any dwelling, since some rule of eligibility"
            " refuses each pair. `repartition check` says what was read; switch the rules of"
            " [eligibility] off one by one to see which it is."
        )


def _no_household(instance: Instance) -> Iterator[str]:
    if not instance.n_households:
        yield _("The cause: there is no household; the table households is empty.")
    elif not instance.households.active.any():
        yield _("The cause: no household is active; see the column active of households.")


def _no_dwelling(instance: Instance) -> Iterator[str]:
    period = instance.scenario.period
    if not instance.n_vacancies:
        yield _("The cause: there is no dwelling to give; the table vacancies is empty.")
    elif not instance.vacancies.of_period.any():
        yield _(
            "The cause: no dwelling is available by {end}, the end of the period; see period in the"
            " scenario and the column available_on of vacancies.",
            end=period.end.isoformat(),
        )
