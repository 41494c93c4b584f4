"""Where rents are low, and where they are missing: commune by commune, beside who asks for them."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from repartition.domain.instance import Instance
from repartition.language import _, n_
from repartition.report.chapters.territory import commune_flag, commune_map, map_notes
from repartition.report.document import Column, Sentences, Table, Unit, paragraph
from repartition.report.figures.approvals import approved_by_commune
from repartition.report.figures.rents import (
    LowRents,
    RentCount,
    low_rent_limit,
)
from repartition.report.labels import commune_names
from repartition.report.numerals import fixed, number, percent
from repartition.report.sides import Subject

_NAMED: Final = 5
_SHARE: Final = 7
"""Place of the column that the map draws."""


def low_rent_definition(limit: str) -> str:
    """Return what a low rent is, and what that is in euros here."""
    return _(
        "A low rent is at or below the first quartile of all the dwellings of the period: here "
        "{limit} euros a month per square metre.",
        limit=limit,
    )


def where_low(instance: Instance, by_row: Sequence[LowRents]) -> Iterator[Sentences]:
    """Yield where low rents are most, where there is none, and where most ask for each.

    ``by_row``: the low rents of each commune, by its row.
    """
    limit = low_rent_limit(instance)
    if limit is None:
        return
    names = list(commune_names(instance).values())
    found = list(zip(names, by_row, strict=True))
    none = [(name, each) for name, each in found if each.asking and not each.low]
    yield paragraph(low_rent_definition(fixed(limit, decimals=2)), _most_of_them(found))
    yield paragraph(
        _(
            "Communes where ACI households would live, with dwellings to let but no low rent: "
            "{communes}.",
            communes=_asked([(name, each) for name, each in none if each.dwellings]),
        ),
        _(
            "Communes where ACI households would live, with no dwelling to let in the period: "
            "{communes}.",
            communes=_asked([(name, each) for name, each in none if not each.dwellings]),
        ),
        *_most_asked(found),
    )


def _most_of_them(found: Sequence[tuple[str, LowRents]]) -> str:
    most = sorted((pair for pair in found if pair[1].low), key=lambda pair: -pair[1].low)[:_NAMED]
    named = _("; ").join(
        _(
            "{commune} ({number}, {share} of its dwellings)",
            commune=name,
            number=number(each.low),
            share=percent(each.share),
        )
        for name, each in most
    )
    return _("Low rents are most in: {communes}.", communes=named)


def _asked(found: Sequence[tuple[str, LowRents]]) -> str:
    """Return communes with how many ACI households would live there, the most asked for first."""
    named = _("; ").join(
        n_(
            "{commune} ({number} household)",
            "{commune} ({number} households)",
            each.asking,
            commune=name,
        )
        for name, each in sorted(found, key=lambda pair: -pair[1].asking)
    )
    return named or _("no commune")


def _most_asked(found: Sequence[tuple[str, LowRents]]) -> Iterator[str]:
    asked = sorted(
        (
            (each.asking_for_each, name)
            for name, each in found
            if each.asking_for_each is not None and each.asking
        ),
        key=lambda pair: -pair[0],
    )
    if asked:
        yield _(
            "ACI households that would live there for each low rent, most in: {communes}.",
            communes=_("; ").join(
                f"{name} ({fixed(each, decimals=1)})" for each, name in asked[:_NAMED]
            ),
        )


def low_rents_table(
    subject: Subject, by_commune: Mapping[str, RentCount], by_row: Sequence[LowRents]
) -> Table:
    """Return, commune by commune, the PLAI and the low rents, beside the ACI households that ask.

    Communes in SRU deficit come first.
    """
    rows = sorted(_rows(subject.instance, by_commune, by_row), key=lambda row: row[2] != _("yes"))
    rent, asking = _("low rents"), _("ACI households that would live there")
    return Table(
        key="low-rents",
        title=_("PLAI and low rents by commune, beside the ACI households that ask for it"),
        columns=(
            Column(_("Commune")),
            Column(_("INSEE code")),
            Column(_("SRU deficit")),
            Column(_("PLAI approved"), Unit.COUNT),
            Column(_("PLAI offered"), Unit.COUNT),
            Column(_("dwellings of the period"), Unit.COUNT),
            Column(_("number"), Unit.COUNT, rent),
            Column(_("share of the dwellings"), Unit.SHARE, rent),
            Column(_("number"), Unit.COUNT, asking),
            Column(_("for each low rent"), Unit.DECIMAL, asking),
            Column(_("within reach of half of the ACI households"), Unit.COUNT),
        ),
        rows=tuple(rows),
        notes=(
            _("A household that names no commune would live in any; one may ask for several."),
            _("A dash for each low rent: there is none. A dash as a share: no dwelling to let."),
            *map_notes(subject),
        ),
        charts=(
            commune_map(
                subject,
                title=_("Share of low rents among the dwellings of the period, by commune"),
                legend=_("share of low rents (%)"),
                value=_SHARE,
            ),
        ),
    )


def _rows(
    instance: Instance, by_commune: Mapping[str, RentCount], by_row: Sequence[LowRents]
) -> Iterator[tuple[str | int | Fraction | None, ...]]:
    approved = approved_by_commune(instance) or {}
    communes = commune_names(instance)
    plai = (instance.vacancies.financing == 0) & instance.vacancies.of_period
    offered = np.bincount(instance.commune_of_vacancy()[plai], minlength=len(communes)).tolist()
    for row, ((code, name), low) in enumerate(zip(communes.items(), by_row, strict=True)):
        rents = by_commune.get(code)
        yield (
            name,
            code,
            commune_flag(instance, "sru_deficit", row),
            approved.get(row, _("not given")),
            offered[row],
            low.dwellings,
            low.low,
            low.share,
            low.asking,
            low.asking_for_each,
            None if rents is None else rents.within_half,
        )
