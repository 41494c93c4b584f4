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
ABOUT_PEOPLE: Final = frozenset({"households", "decisions", "vacancies"})
"""Tables whose sources may say who somebody is."""
_DWELLINGS: Final = "vacancies"
_ORIGIN: Final = frozenset(
    {
        *("nationalite", "nationality", "origine", "origin", "ethnie", "ethnicity", "race"),
        *("religion", "sexe", "sex", "genre", "gender", "birthplace"),
    }
)
_NAMES: Final = frozenset(
    {
        *("nom", "prenom", "name", "first_name", "last_name", "surname", "nom_de_famille"),
        "civilite",
    }
)
_FORBIDDEN: Final = (
    _ORIGIN | _NAMES | {"lieu_de_naissance", "pays_de_naissance", "country_of_birth"}
)
"""Whole names of columns that no dataset may have."""
_ORIGIN_STEMS: Final = ("nationalit", "ethni", "religi", "confession")
"""Starts of words that are about nothing else."""
_BIRTH_PLACES: Final = re.compile(
    r"_(?:ne|nee|ne_e|ne_nee|ne_ou_nee)_(?:a|au|aux|en)_|_country_of_birth_"
)
_WHO: Final = _NAMES | {
    *("noms", "titulaire", "titulaires", "mr", "mme", "mlle"),
    *("monsieur", "madame", "mademoiselle"),
    *("nir", "nss", "secu", "identite", "tel", "portable", "mobile"),
    *("email", "mail", "mel", "courriel"),
}
_WHO_STEMS: Final = ("prenom", "patronym", "telephon")
_ADDRESS: Final = frozenset({"adresse", "adresses", "address"})
_SECURITY: Final = "_securite_sociale_"


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


def tells_origin_or_name(header: str, table: str = _TABLE) -> bool:
    """Return whether a column of somebody's spreadsheet may be about what nothing is decided by.

    Looser than what a dataset is refused for, for such headers are whole phrases ("Nationalité du
    conjoint"): what is left out here by mistake can be renamed. Origin, sex, religion and birth
    place are so in every table; names, titles and contacts where there are people. A dwelling has
    an address.

    >>> tells_origin_or_name("Nom / prénom du demandeur"), tells_origin_or_name("Nombre de pièces")
    (True, False)
    >>> tells_origin_or_name("Nom", "programmes"), tells_origin_or_name("Sexe", "programmes")
    (False, True)
    """
    words = plain(re.sub(r"[^\w\s-]", " ", header)).split("_")
    phrase = f"_{'_'.join(words)}_"
    if (
        any(word in _ORIGIN or word.startswith(_ORIGIN_STEMS) for word in words)
        or _BIRTH_PLACES.search(phrase)
        or ("naissance" in words and not {"date", "annee"} & set(words))
    ):
        return True
    if table not in ABOUT_PEOPLE:
        return False
    return (
        words == ["m"]
        or plain(header) in _WHO
        or any(word in _WHO or word.startswith(_WHO_STEMS) for word in words)
        or _SECURITY in phrase
        or (table != _DWELLINGS and not _ADDRESS.isdisjoint(words))
    )


def plain(name: str) -> str:
    """Return a header without accents, capitals or spaces."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "_".join(bare.replace("-", " ").replace("_", " ").split())
