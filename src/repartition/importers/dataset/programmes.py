"""The programmes that a dataset has already: found by their name, or the nearest of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from repartition.importers.dataset.layers import EMPTY
from repartition.importers.dataset.record import plain_name, read_present
from repartition.ingest.nearest import nearest

_TELL_NOTHING: Final = frozenset(
    {"residence", "programme", "groupe", "le", "la", "les", "l", "de", "du", "des", "d"}
)


@dataclass(frozen=True)
class Programmes:
    """The programmes of a dataset: their names (empty where it gives none) by identifier."""

    names: Mapping[str, str]

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for identifier, name in self.names.items():
            if name:
                found.setdefault(plain_name(name), []).append(identifier)
        return found

    def called(self, name: str) -> str:
        """Return the one programme of a name, whatever its accents and capitals; empty if none."""
        found = self._by_name.get(plain_name(name), [])
        return found[0] if len(found) == 1 else ""

    def are_called(self, name: str) -> bool:
        """Return whether one programme or several have a name."""
        return plain_name(name) in self._by_name

    def nearest_name(self, name: str) -> str:
        """Return the name that is most like one that no programme has; empty if none is near."""
        spelt = {_telling(each): each for each in self.names.values() if each}
        return spelt.get(nearest(_telling(name), spelt), "")

    def nearest_identifier(self, identifier: str) -> str:
        """Return the identifier that is most like one that no programme has."""
        return nearest(identifier, self.names)


def _telling(name: str) -> str:
    """Return the words of a name that tell it from others: half of them are called residences."""
    words = plain_name(name).split("-")
    return "-".join(word for word in words if word not in _TELL_NOTHING) or plain_name(name)


def programmes_of(data: Path) -> Programmes:
    """Return the programmes of a dataset.

    Raises
    ------
    InputError
        With everything that is wrong with the shape of their table.
    """
    layer = read_present(data, "programmes") or EMPTY
    return Programmes(dict(zip(layer.keys, layer.cells("name").tolist(), strict=True)))
