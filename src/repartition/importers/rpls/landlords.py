"""Whose dwellings these are: by SIREN, by the SIREN their name has elsewhere, or by name."""

import re
from collections.abc import Sequence
from typing import Final

from repartition.importers.account import Account
from repartition.importers.dataset.record import plain_name
from repartition.language import _

_SPACES: Final = re.compile(r"\s")
_SIRET: Final = re.compile(r"(\d{9})\d{0,5}", re.ASCII)
"""A SIREN, nine digits, and what is left of the number of one of its sites."""


def landlords_of(
    sirets: Sequence[str], names: Sequence[str], places: Sequence[str], account: Account
) -> list[str]:
    """Return the landlord of every row: its SIREN, else its name in plain letters, else nothing.

    A row without SIREN goes with the others of its name where those have one SIREN and no more.
    """
    sirens = [_siren(cell) for cell in sirets]
    plain = [plain_name(name) if name else "" for name in names]
    known: dict[str, set[str]] = {}
    for siren, name in zip(sirens, plain, strict=True):
        if siren:
            known.setdefault(name, set()).add(siren)
    found: list[str] = []
    for siren, name, place in zip(sirens, plain, places, strict=True):
        others = known.get(name, set()) if name and not siren else set()
        if len(others) == 1:
            account.odd(_("no SIRET: the landlord is the one who has this name elsewhere"), place)
        elif others:
            account.odd(
                _("no SIRET, and several landlords have this name: taken as another"), place
            )
        found.append(siren or (next(iter(others)) if len(others) == 1 else name))
    return found


def _siren(cell: str) -> str:
    siret = _SIRET.fullmatch(_SPACES.sub("", cell))
    return siret[1] if siret else ""


def warn_of_several(landlords: Sequence[str], given: str, account: Account) -> None:
    """Warn where dwellings of several landlords are all given to the one that was named."""
    several = sorted(set(landlords) - {""})
    if len(several) > 1:
        account.warn(
            _(
                "the file has dwellings of {number} landlords ({landlords}), and --bailleur gives "
                "them all to {given}: import each landlord's file by itself, or leave --bailleur "
                "out.",
                number=len(several),
                landlords=", ".join(several),
                given=given,
            )
        )
