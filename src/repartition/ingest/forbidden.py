"""Columns about people that nothing here may look at.

Choosing by origin, sex, religion or name is discrimination (code pénal, 225-1), whatever the
target. A file that holds such a column is not read: what is not there cannot be used, nor end up
in a run folder.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from repartition.errors import Fault
from repartition.ingest.raw import RawTable
from repartition.language import _

_TABLE: Final = "households"
_FORBIDDEN: Final = frozenset(
    {
        *("nationalite", "nationality", "origine", "origin", "ethnie", "ethnicity", "race"),
        *("religion", "sexe", "sex", "genre", "gender", "civilite"),
        *("nom", "prenom", "name", "first_name", "last_name", "surname", "nom_de_famille"),
        *("lieu_de_naissance", "pays_de_naissance", "birthplace", "country_of_birth"),
    }
)


def forbidden_columns(raw: RawTable) -> Iterator[Fault]:
    """Yield one fault for each column of the households that may not be used."""
    if raw.name != _TABLE:
        return
    for name in (*raw.columns, *sorted(raw.unread)):
        if is_forbidden(name):
            yield Fault(
                problem=_("nothing may be decided by this, so it may not be in the table"),
                remedy=_("take the column out"),
                file=raw.file,
                line=raw.header_line,
                column=name,
            )


def is_forbidden(name: str) -> bool:
    """Return whether a column is about what nothing may look at, however its name is spelt."""
    return plain(name) in _FORBIDDEN


def plain(name: str) -> str:
    """Return a header without accents, capitals or spaces."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "_".join(bare.replace("-", " ").replace("_", " ").split())
