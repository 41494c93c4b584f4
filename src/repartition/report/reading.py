"""What ``check`` found: the data and the scenario as they were read, and what solving will take."""

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType

from repartition.domain.instance import Instance
from repartition.domain.quotas import resolve_quotas
from repartition.language import _, n_
from repartition.pipeline import Check
from repartition.report.findings import fault_as_json
from repartition.report.fragility import fragility, fragility_as_json
from repartition.report.layout import paragraph, table
from repartition.report.numerals import gigabytes, number
from repartition.report.points import points, points_as_json
from repartition.report.summary import cautions, heading


def reading(check: Check, *, verbose: bool = False) -> Iterator[RenderableType]:
    """Yield what was read, what it will take to solve, and every warning.

    Each criterion of a points grid, and each programme whose degree the scenario computes, has its
    line when ``verbose``.
    """
    counts = _counts(check.instance)
    names = _count_names()
    yield heading(check.instance.scenario)
    yield table(
        _("What was read"),
        ("", _("number")),
        [(names[key], number(n)) for key, n in counts.items()],
    )
    yield from fragility(check.instance, verbose=verbose)
    yield from points(check.instance, verbose=verbose)
    yield paragraph(*_what_it_takes(check))
    yield from cautions(check.cautions, verbose=True)
    if not check.cautions:
        yield _("No fault, no warning.")


def reading_as_json(check: Check) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "scenario": check.instance.scenario.name,
        "counts": _counts(check.instance),
        "fragility": fragility_as_json(check.instance),
        "cotation": points_as_json(check.instance),
        "pairs": check.pairs_count,
        "households_without_dwelling": check.households_without_dwelling,
        "memory_bytes": check.memory_bytes,
        "expected_seconds": round(float(check.expected_seconds), 1),
        "warnings": [fault_as_json(fault) for fault in check.cautions],
    }


def _counts(instance: Instance) -> dict[str, int]:
    return {
        "communes": len(instance.communes.table),
        "programmes": len(instance.programmes.table),
        "vacancies": instance.n_vacancies,
        "vacancies_of_period": int(instance.vacancies.of_period.sum()),
        "vacancies_to_be_freed": int((instance.vacancies.freed_by >= 0).sum()),
        "households": instance.n_households,
        "households_active": int(instance.households.active.sum()),
        "households_aci": int(instance.households.aci.sum()),
        "contingents": instance.n_contingents,
        "decisions": len(instance.decisions.fixed_household)
        + len(instance.decisions.forbidden_household),
        "counters": len(instance.counters),
        "quotas": len(instance.scenario.quotas),
        "quota_rows": sum(len(family.rows()) for family in resolve_quotas(instance)),
        "objectives": len(instance.scenario.objectives),
    }


def _count_names() -> dict[str, str]:
    return {
        "communes": _("Communes"),
        "programmes": _("Programmes"),
        "vacancies": _("Vacancies"),
        "vacancies_of_period": _("of them dwellings of the period"),
        "vacancies_to_be_freed": _("of them still to be freed by a mutation"),
        "households": _("Households"),
        "households_active": _("of them active"),
        "households_aci": _("of them ACI"),
        "contingents": _("Contingents"),
        "decisions": _("Decisions of the commission"),
        "counters": _("Counters of the year so far"),
        "quotas": _("Quotas"),
        "quota_rows": _("rows they make"),
        "objectives": _("Objectives"),
    }


def _what_it_takes(check: Check) -> Iterator[str]:
    yield n_(
        "{amount} pair of a household and a dwelling open to it.",
        "{amount} pairs of a household and a dwelling open to it.",
        check.pairs_count,
        amount=number(check.pairs_count),
    )
    if not check.households_without_dwelling:  # else a warning counts and names them
        yield _("Every active household has at least one dwelling open to it.")
    yield _(
        "Solving will need about {memory} GB of memory and {seconds} s.",
        memory=gigabytes(check.memory_bytes),
        seconds=number(round(check.expected_seconds), decimals=0),
    )
