"""Columns about people that nothing here may look at.

Choosing by origin, sex, religion or name is discrimination (code pénal, 225-1), whatever the
target. A file that holds such a column is not read: what is not there cannot be used, nor end up
in a run folder. The words are those of ``forbidden.toml``: one list for the columns of a dataset,
the headers of a spreadsheet, and the elements and attributes of an export.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from repartition.errors import Fault
from repartition.ingest.raw import RawTable
from repartition.language import _

_TABLE: Final = "households"
ABOUT_PEOPLE: Final = frozenset({"households", "decisions", "vacancies"})
"""Tables whose sources may say who somebody is."""
_DWELLINGS: Final = "vacancies"
_NAMES: Final = frozenset(
    {"nom", "prenom", "name", "first_name", "last_name", "surname", "nom_de_famille", "civilite"}
)
"""Whole names of columns that no dataset may have, beside all that tells an origin."""
_WORDS: Final = re.compile(r"(?<![A-Za-z])[A-Za-z]\d+|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
"""``NomPrenom`` is two words, and so is ``Sexe1``; ``T3`` and ``m2`` are one."""
_JOINED_BIRTH: Final = re.compile(r"(?P<what>[a-z]*?)(?:de)?(?:naissance|naiss|nais)")
_BORN_IN: Final = re.compile(
    r" (?:ne|nee|ne e|ne nee|ne ou nee) (?:a|au|aux|en) | born (?:in|at) "
)  # fmt: skip


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _List(_Closed):
    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()


class _Names(_Closed):
    words: frozenset[str]
    things: frozenset[str]


class _Birth(_Closed):
    words: frozenset[str]
    days: frozenset[str]
    places: frozenset[str]


class _Small(_Closed):
    words: frozenset[str]
    labels: frozenset[str]


class _Forbidden(_Closed):
    """The file, as it is written."""

    harmless: _List
    origin: _List
    people: _List
    address: _List
    names: _Names
    persons: _List
    birth: _Birth
    small: _Small
    free: _List


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
    return plain(name) in _NAMES or _tells_origin(_words(name))


def tells_origin_or_name(header: str, table: str = _TABLE) -> bool:
    """Return whether a column of somebody's spreadsheet may be about what nothing is decided by.

    Looser than what a dataset is refused for, for such headers are whole phrases ("Nationalité du
    conjoint") or shortened ("Nat."): what is left out here by mistake can be renamed. Origin, sex,
    religion and birth place are so in every table; names, titles and contacts where there are
    people. A dwelling has an address.

    >>> tells_origin_or_name("Nom / prénom du demandeur"), tells_origin_or_name("Nombre de pièces")
    (True, False)
    >>> tells_origin_or_name("Nom", "programmes"), tells_origin_or_name("Sexe", "programmes")
    (False, True)
    """
    words = _words(header)
    if _tells_origin(words):
        return True
    if table not in ABOUT_PEOPLE:
        return False
    listed = _listed()
    return (
        _is_listed(words, listed.people)
        or _names_somebody(words)
        or (table != _DWELLINGS and _is_listed(words, listed.address))
    )


def is_free_text(header: str) -> bool:
    """Return whether a header is that of a text in which anything may stand.

    >>> is_free_text("Observations"), is_free_text("Motif de refus"), is_free_text("Rang")
    (True, True, False)
    """
    return _is_listed(_words(header), _listed().free)


def plain(name: str) -> str:
    """Return a header without accents, capitals or spaces."""
    bare = _without_accents(name.strip().lower())
    return "_".join(bare.replace("-", " ").replace("_", " ").split())


@cache
def _listed() -> _Forbidden:
    text = files("repartition.ingest").joinpath("forbidden.toml").read_text(encoding="utf-8")
    return _Forbidden.model_validate(tomllib.loads(text))


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(_without_accents(name))]


def _telling(words: Sequence[str]) -> list[str]:
    """Return the words of a name without the small ones, and without what tells nothing."""
    telling = [word for word in words if word not in _listed().small.words]
    for phrase in _listed().harmless.phrases:
        passed_over = phrase.split()
        for at in range(len(telling) - len(passed_over), -1, -1):
            if telling[at : at + len(passed_over)] == passed_over:
                del telling[at : at + len(passed_over)]
    return telling


def _is_listed(words: Sequence[str], listed: _List) -> bool:
    telling = _telling(words)
    phrase = f" {' '.join(telling)} "
    return (
        any(word in listed.words for word in telling)
        or any(stem in word for word in telling for stem in listed.stems)
        or any(f" {each} " in phrase for each in listed.phrases)
        or " ".join(_without_labels(telling)) in listed.alone
    )


def _without_labels(telling: Sequence[str]) -> list[str]:
    """Return what a name says beside whose it is, and in which form."""
    passed_over = _listed().persons.words | _listed().small.labels
    return [word for word in telling if word not in passed_over and not word.isdecimal()]


def _tells_origin(words: Sequence[str]) -> bool:
    return _is_listed(words, _listed().origin) or _tells_birth_place(words)


def _tells_birth_place(words: Sequence[str]) -> bool:
    """Return whether a name says where somebody was born, or may: only a day alone does not."""
    birth, said = _listed().birth, set[str]()
    for word in words:
        joined = _JOINED_BIRTH.fullmatch(word)
        what = joined["what"] if joined else ""
        known = what in birth.days | birth.places | {""}
        said |= {"naissance", what} if joined and known else {word}
    if _BORN_IN.search(f" {' '.join(words)} "):
        return True
    return bool(birth.words & said) and (not birth.days & said or bool(birth.places & said))


def _names_somebody(words: Sequence[str]) -> bool:
    """Return whether a name is that of a person: it says so, or does not say of which thing."""
    listed = _listed()
    telling = [word for word in _telling(words) if not word.isdecimal()]
    if telling and all(word in listed.persons.words for word in telling):
        return True
    neighbours = zip(["", *telling], telling, [*telling[1:], ""], strict=False)
    return any(
        word in listed.names.words and (after or before) not in listed.names.things
        for before, word, after in neighbours
    )
