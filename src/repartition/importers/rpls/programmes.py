"""The stock by programme: how many dwellings, how many let, and what its movements say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from repartition.domain.cells import write_decimal
from repartition.importers.account import Account
from repartition.importers.dataset.record import plain_name
from repartition.importers.rpls.oddities import look_at_programme
from repartition.importers.rpls.stock import Dwelling, usual_names
from repartition.importers.tables import ImportedTable

IN_DISTRICT: Final = "oui"
"""What the column ``qpv`` says: the file has yes or no, not the name of the district."""
_OFFERED: Final = frozenset({"let", "vacant"})
_LONG_VACANT: Final = 3
_MONTHS: Final = 12
_TENTH: Final = Decimal("0.1")


def programme_of(dwelling: Dwelling) -> str:
    """Return the identifier of the programme of a dwelling: landlord, commune, and its name."""
    return f"{dwelling.bailleur}-{dwelling.commune}-{plain_name(dwelling.programme or 'sans nom')}"


def communes_table(stock: Sequence[Dwelling]) -> ImportedTable:
    """Return the communes the stock is in."""
    names = usual_names((dwelling.commune, dwelling.commune_name) for dwelling in stock)
    return ImportedTable("communes", {"commune": list(names), "name": list(names.values())})


def programmes_table(stock: Sequence[Dwelling], *, on: date, account: Account) -> ImportedTable:
    """Return the programmes of the stock, with those indicators of fragility that it holds.

    ``vacant_3_months``: of the dwellings let or offered, the percentage vacant for more than three
    months. ``turnover``: of those let or offered that had been in use for a year, the percentage
    whose lease began in the twelve months before ``on``: from the first of its month a year
    before, included, to the first of its month, excluded. In use for a year is what was first let
    in a year before the one in which they start. Both as the ministry defines them (SDES, RPLS).

    ``name`` and ``bailleur_name`` are the spellings that most rows have, in any order of rows.
    """
    groups: dict[str, list[Dwelling]] = {}
    for dwelling in stock:
        groups.setdefault(programme_of(dwelling), []).append(dwelling)
    for group in groups.values():
        look_at_programme(group, account)
    names = usual_names((programme_of(dwelling), dwelling.programme) for dwelling in stock)
    landlords = usual_names((dwelling.bailleur, dwelling.bailleur_name) for dwelling in stock)
    has_occupation = any(dwelling.occupation for dwelling in stock)
    columns = {
        "programme": list(groups),
        "bailleur": [group[0].bailleur for group in groups.values()],
        "commune": [group[0].commune for group in groups.values()],
        "name": [names[programme] for programme in groups],
        "qpv": [_district(group) for group in groups.values()],
        "stock": [str(len(group)) for group in groups.values()],
        "vacant_3_months": [_long_vacant(group, on) for group in groups.values()],
        "turnover": [_turnover(group, on) for group in groups.values()],
    }
    if any(landlords.values()):
        columns["bailleur_name"] = [landlords[group[0].bailleur] for group in groups.values()]
    if has_occupation:
        columns["dwellings"] = [
            str(sum(dwelling.occupation == "let" for dwelling in group))
            for group in groups.values()
        ]
    return ImportedTable("programmes", columns)


def _district(group: Iterable[Dwelling]) -> str:
    said = Counter(dwelling.in_district for dwelling in group)
    return IN_DISTRICT if said[True] > said[False] else ""


def _long_vacant(group: Sequence[Dwelling], on: date) -> str:
    offered = [dwelling for dwelling in group if dwelling.occupation in _OFFERED]
    vacant = [_months_vacant(d, on) for d in offered if d.occupation == "vacant"]
    if None in vacant:
        return ""  # of some nobody knows for how long: a percentage would be a guess
    return _percent(sum(months > _LONG_VACANT for months in vacant if months), len(offered))


def _months_vacant(dwelling: Dwelling, on: date) -> int | None:
    if dwelling.vacant_months is not None:
        return dwelling.vacant_months
    since = dwelling.left_on or dwelling.relet_on
    if since is None:
        return None
    return max(0, _months_between(since, on))


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * _MONTHS + later.month - earlier.month


def _turnover(group: Sequence[Dwelling], on: date) -> str:
    used = [
        dwelling
        for dwelling in group
        if dwelling.occupation in _OFFERED
        and dwelling.first_let
        and dwelling.first_let < on.year - 1
    ]
    moved_in = [d for d in used if d.leased_on and 0 < _months_between(d.leased_on, on) <= _MONTHS]
    return _percent(len(moved_in), len(used)) if any(d.leased_on for d in used) else ""


def _percent(part: int, whole: int) -> str:
    if not whole:
        return ""
    share = Decimal(100 * part) / whole
    return write_decimal(share.quantize(_TENTH, ROUND_HALF_UP))
