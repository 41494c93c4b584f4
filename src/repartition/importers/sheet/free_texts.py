"""Texts of a table about people in which anything may stand, what may not be kept among it."""

from collections.abc import Iterator, Mapping

from repartition.domain.table import CellKind
from repartition.ingest.descriptions import describe
from repartition.ingest.forbidden import ABOUT_PEOPLE, is_free_text


def free_texts(table: str, headers: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns of ours, of those that ``headers`` gives, that hold free text.

    Of the contract's columns only one that takes any text can: the others are read as what they
    are, and what they are not is left out.
    """
    if table not in ABOUT_PEOPLE:
        return
    known = {column.name: column for column in describe(table)}
    for ours, theirs in headers.items():
        column = known.get(ours)
        takes_any = column is None or (column.kind is CellKind.TEXT and not column.allowed)
        if takes_any and (is_free_text(ours) or is_free_text(theirs)):
            yield ours
