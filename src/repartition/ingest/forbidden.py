"""Columns about people that nothing here may look at.

Choosing by origin, sex, religion or name is discrimination (code pénal, 225-1), whatever the
target. A file that holds such a column is not read: what is not there cannot be used, nor end up
in a run folder.
"""

import re
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
_STEMS: Final = ("nationalit", "prenom", "ethni", "religi", "confession", "patronym")
"""Starts of words that are about nothing else."""


def forbidden_columns(raw: RawTable) -> Iterator[Fault]:
    """Yield one fault for each column of the households that may not be used."""
    if raw.name != _TABLE:
        return
    for name in (*raw.columns, *sorted(raw.unread)):
        if may_not_be_used(name):
            yield Fault(
                problem=_("nothing may be decided by this, so it may not be in the table"),
                remedy=_("take the column out"),
                file=raw.file,
                line=raw.header_line,
                column=name,
            )


def may_not_be_used(name: str) -> bool:
    """Return whether nothing may be decided by a column of the households.

    >>> may_not_be_used("Nationalité"), may_not_be_used("persons")
    (True, False)
    """
    return plain(name) in _FORBIDDEN


def tells_origin_or_name(header: str) -> bool:
    """Return whether a column of somebody's spreadsheet may be about what nothing is decided by.

    Looser than what a dataset is refused for, for such headers are whole phrases ("Nationalité du
    conjoint"): what is left out here by mistake can be renamed.

    >>> tells_origin_or_name("Nom / prénom du demandeur"), tells_origin_or_name("Nombre de pièces")
    (True, False)
    """
    words = plain(re.sub(r"[^\w\s-]", " ", header)).split("_")
    return (
        plain(header) in _FORBIDDEN
        or any(word in _FORBIDDEN or word.startswith(_STEMS) for word in words)
        or ("naissance" in words and not {"date", "annee"} & set(words))
    )


def plain(name: str) -> str:
    """Return a header without accents, capitals or spaces."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "_".join(bare.replace("-", " ").replace("_", " ").split())
