"""What a request asks for and says of itself, as the cells of its row."""

from collections.abc import Iterable, Mapping
from typing import Final

from repartition.domain.cells import LIST_SEPARATOR, parse_boolean
from repartition.importers.sne.drafts import Draft
from repartition.importers.sne.form import Codes
from repartition.importers.sne.notes import Notes
from repartition.importers.sne.texts import is_commune
from repartition.importers.wishes import UNREADABLE
from repartition.language import _

FACTS: Final = ("lives_in", "works_in", "work", "housing", "widened")
"""What serves the rules of membership and is no column of the dataset."""
_TRUTHS: Final = ("dalo", "priority", "accessible")


class Wishes:
    """The cells of each request, by column, in the order they were added."""

    __slots__ = ("_codes", "_facts", "columns", "facts", "is_disabled")

    def __init__(self, codes: Mapping[str, Codes], facts: Iterable[str]) -> None:
        said = set(facts)
        added = [name for name in (*_TRUTHS, "occupies") if name in said]
        self._codes = codes
        self.columns: dict[str, list[str]] = {
            name: [] for name in ("communes", "typology_min", "typology_max", *added)
        }
        self.facts: dict[str, list[str]] = {name: [] for name in FACTS}
        self.is_disabled: list[bool] = []

    def add(self, draft: Draft, notes: Notes) -> None:
        """Add one request."""
        self.columns["communes"].append(_communes(draft, "commune", notes, otherwise=UNREADABLE))
        # T1, T2, … T6 et plus sort as they are written.
        types = sorted(self._meant(draft, "typology", notes))
        self.columns["typology_min"].append(types[0] if types else "")
        self.columns["typology_max"].append(types[-1] if types else "")
        for name in self.columns.keys() & set(_TRUTHS):
            self.columns[name].append(self._truth(name, draft.said.get(name, ""), notes))
        if "occupies" in self.columns:
            self.columns["occupies"].append(draft.said.get("occupies", ""))
        self.is_disabled.append(
            "true" in [self._truth("disabled", t, notes) for t in draft.listed.get("disabled", ())]
        )
        self.facts["lives_in"].append(_communes(draft, "lives_in", notes))
        self.facts["works_in"].append(_communes(draft, "works_in", notes))
        self.facts["work"].append(_joined(draft.listed.get("work", ())))
        self.facts["housing"].append(_joined(draft.listed.get("housing", ())))
        self.facts["widened"].append(self._truth("widened", draft.said.get("widened", ""), notes))

    def _meant(self, draft: Draft, fact: str, notes: Notes) -> list[str]:
        found = []
        for code in draft.listed.get(fact, ()):
            meant = self._codes[fact].get(code)
            if meant is None:
                notes.unknown(fact, code, _("it is not read"))
            else:
                found.append(meant)
        return found

    def _truth(self, fact: str, text: str, notes: Notes) -> str:
        if not text:
            return ""
        meant = self._codes.get(fact, {}).get(text, text)
        truth = parse_boolean(meant)
        if truth is None:
            notes.unknown(fact, text, _("it is not read"))
            return ""
        return "true" if truth else "false"


def _communes(draft: Draft, fact: str, notes: Notes, *, otherwise: str = "") -> str:
    """Return the communes of a list cell; ``otherwise`` stands in for what is the code of none."""
    found = []
    for code in draft.listed.get(fact, ()):
        if is_commune(code):
            found.append(code)
            continue
        if otherwise:
            found.append(otherwise)
            notes.unknown(fact, code, _("a wish outside the dataset"))
        else:
            notes.unknown(fact, code, _("it is not read"))
    return _joined(found)


def _joined(values: Iterable[str]) -> str:
    """Return a list cell: each value once, in the order of the first."""
    return LIST_SEPARATOR.join(
        dict.fromkeys(value.replace(LIST_SEPARATOR, " ") for value in values)
    )
