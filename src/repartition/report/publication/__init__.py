"""Tables fit to be published: which counts and figures are hidden, so that nobody is found in them.

**What is guaranteed.** Let *n* be the true counts and *t* the threshold (11). A reader knows every
count that is shown, every relation, and that counts are whole and not negative. Then

1. no count that is shown is under *t*, save a 0 that could not be anything else, with its reason.
   A 0 is a cell under 11: it tells of everybody in the group that they are not in it.
2. *Every hidden count is in doubt*: for each there are two tables of whole, non-negative counts
   that keep every relation and equal *n* in all that is shown, and in which that count differs by
   *t* or more. So its value is not derived, nor bounded within *t*; and as one of its values is at
   least *t*, nor that it is small. (Interval protection, of one width for all hidden counts:
   Willenborg & de Waal 2001; Fischetti & Salazar 2001 call such a width a *sliding* level.)
3. *Where a sum of hidden counts is derived, it is at least t*: the sum is the same in both tables
   of any of its counts, and in one of these that count alone is at least *t*.
4. A figure is shown only if every count it is worked out from is. All that is shown is therefore a
   function of counts that are shown; no rounding gives away more. What is left of a whole after a
   part whose share is shown is a count of its own, protected like the others.

Where no two tables are found for a count, everything tied to it by a chain of relations is hidden
with it (``withheld``): nothing is then printed from which it could be worked out.

**Proof.** The tables are not bounds from a relaxation but tables, found by ``hiding`` and counted
again by ``doubts.unproven``, which knows nothing of the search, before anything is returned. Sums
of amounts (for means) obey the same relations: as a hidden count can move while all that is shown
stays, so can the sum of its amounts, and it is not derived either; how closely it is bounded is
not looked at.

**What is not guaranteed** is in decision 015: relations that were not declared, several
publications, what a household knows of itself, and what the choice of cells itself tells.
"""

from repartition.report.publication.publication import (
    THRESHOLD,
    Hidden,
    Publication,
    PublicationError,
)
from repartition.report.publication.system import Key
from repartition.report.publication.wording import HIDDEN, hidden_note, hidden_summary

__all__ = [
    "HIDDEN",
    "THRESHOLD",
    "Hidden",
    "Key",
    "Publication",
    "PublicationError",
    "hidden_note",
    "hidden_summary",
]
