"""Households without a dwelling, and dwellings left empty: why, grouped."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from repartition.audit.obstacles import tally_obstacles
from repartition.audit.outcome import Standing
from repartition.audit.reason_sentences import Reason
from repartition.audit.reasons import unplaced_reasons, vacant_reasons
from repartition.audit.tables import UNPLACED, VACANT
from repartition.language import _
from repartition.report.chapters.territory import counts_of
from repartition.report.document import Cell, Chapter, Column, Table, Unit, paragraph
from repartition.report.figures.places import NOTHING_THERE, PlaceCount
from repartition.report.labels import commune_names
from repartition.report.sides import Subject


def leftovers(subject: Subject) -> Chapter:
    """Return how many are left, for which reason, and where the empty dwellings are."""
    outcome = subject.after.outcome
    by_household, by_vacancy = tally_obstacles(outcome)
    unplaced = tuple(unplaced_reasons(outcome, by_household))
    vacant = tuple(vacant_reasons(outcome, by_vacancy))
    words = paragraph(
        _(
            "Each household and each dwelling, with its own reason and what stands in its way, is "
            "in {unplaced} and {vacant} of the run folder; `repartition explain` says more of any "
            "of them.",
            unplaced=UNPLACED.file,
            vacant=VACANT.file,
        )
    )
    return Chapter(
        "leftovers",
        _("Without a dwelling, and left empty"),
        (words, _households(subject, unplaced), _dwellings(subject, vacant), _where(subject)),
    )


def _households(subject: Subject, reasons: tuple[Reason, ...]) -> Table:
    instance = subject.instance
    aci = instance.households.aci
    dalo = instance.households.table.column("dalo")
    priority = np.zeros(instance.n_households, np.bool_)
    if dalo is not None:
        priority = dalo.test(lambda cell: cell == "true")
    everybody = np.ones(instance.n_households, np.bool_)
    return Table(
        key="unplaced",
        title=_("Households without a dwelling, by reason"),
        columns=(
            Column(_("Reason")),
            Column(_("households"), Unit.COUNT),
            Column(_("of them ACI"), Unit.COUNT),
            Column(_("of them DALO"), Unit.COUNT),
        ),
        rows=_count(_household_reasons(subject), reasons, (everybody, aci, priority)),
    )


def _dwellings(subject: Subject, reasons: tuple[Reason, ...]) -> Table:
    instance = subject.instance
    everything = np.ones(instance.n_vacancies, np.bool_)
    plai = instance.vacancies.financing == 0
    return Table(
        key="vacant",
        title=_("Dwellings left empty, by reason"),
        columns=(
            Column(_("Reason")),
            Column(_("dwellings"), Unit.COUNT),
            Column(_("of them PLAI"), Unit.COUNT),
        ),
        rows=_count(_dwelling_reasons(subject), reasons, (everything, plai)),
    )


def _count(
    names: Mapping[str, str],
    reasons: Iterable[Reason],
    groups: tuple[NDArray[np.bool_], ...],
) -> tuple[tuple[Cell, ...], ...]:
    """Return a row for each reason there is, the most frequent first, then all of them."""
    rows_of: dict[str, list[int]] = {}
    for reason in reasons:
        rows_of.setdefault(reason.code, []).append(reason.row)
    ordered = sorted(rows_of.items(), key=lambda item: (-len(item[1]), item[0]))
    counted: list[tuple[Cell, ...]] = [
        (names[code], *(int(group[rows].sum()) for group in groups)) for code, rows in ordered
    ]
    every = [row for rows in rows_of.values() for row in rows]
    return (*counted, (_("All"), *(int(group[every].sum()) for group in groups)))


def _where(subject: Subject) -> Table:
    names = commune_names(subject.instance)
    before, after = counts_of(subject, "programme.commune")
    empty = {code: (_empty(before.get(code, NOTHING_THERE)), _empty(after[code])) for code in after}
    return Table(
        key="vacant-communes",
        title=_("Dwellings left empty, by commune"),
        columns=(
            Column(_("Commune")),
            Column(_("dwellings of the period"), Unit.COUNT),
            *subject.columns(_("left empty"), Unit.COUNT),
        ),
        rows=tuple(
            (names.get(code, code), after[code].dwellings, *subject.cells(*empty[code]))
            for code in sorted(after, key=lambda code: names.get(code, code))
            if any(empty[code])
        ),
        notes=(_("Communes where every dwelling is given are left out."),),
        shown=12,
    )


def _empty(count: PlaceCount) -> int:
    return count.dwellings - count.attributions


def _household_reasons(subject: Subject) -> Mapping[str, str]:
    return {
        "no_dwelling": _("The rules leave it no dwelling at all"),
        "outranked": _("Every dwelling open to it is given to others"),
        "quota": _("Giving it a dwelling would break a quota or a transfer"),
        "not_freed": _("The dwellings open to it are not freed"),
        "left_empty": _left_empty(subject),
    }


def _dwelling_reasons(subject: Subject) -> Mapping[str, str]:
    return {
        "nobody": _("The rules close it to every request"),
        "not_freed": _("The household that lives there does not move"),
        "all_housed": _("Those it is open to all have another dwelling"),
        "quota": _("Giving it would break a quota or a transfer"),
        "left_empty": _left_empty(subject),
    }


def _left_empty(subject: Subject) -> str:
    if subject.after.outcome.standing is Standing.PROVEN:
        return _("Left empty for the sake of what stands higher in the order of the objectives")
    return _("Left empty by this plan, which is not proven the best")
