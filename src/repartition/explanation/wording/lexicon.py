"""What identifiers are called: contingents and programmes by name, columns in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from repartition.domain.instance import Instance
from repartition.domain.scenario import Scenario
from repartition.domain.table import Table
from repartition.language import _
from repartition.report.scope import column_words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The scenario asked about, and the names its tables give.

    Attributes
    ----------
    contingents, programmes
        From identifier to name; the identifier itself where the table has no name.
    """

    scenario: Scenario
    contingents: Mapping[str, str]
    programmes: Mapping[str, str]

    @classmethod
    def of(cls, instance: Instance) -> "Lexicon":
        """Return the lexicon of an instance."""
        contingents = _names(instance.contingents.table)
        for identifier, kind in zip(
            instance.contingents.table.identifiers(), instance.contingents.kind, strict=True
        ):
            if contingents[identifier] != identifier:
                contingents[identifier] = _contingent_words(kind, contingents[identifier])
        return cls(instance.scenario, contingents, _names(instance.programmes.table))

    def contingent(self, identifier: str) -> str:
        """Return a contingent by its name, in quotation marks, else by its identifier."""
        name = self.contingents.get(identifier, identifier)
        return identifier if name == identifier else _("“{name}”", name=name)

    def programme(self, identifier: str) -> str:
        """Return a programme by its identifier and its name."""
        name = self.programmes.get(identifier, identifier)
        if name == identifier:
            return _("programme {programme}", programme=identifier)
        return _("programme {programme}, {name}", programme=identifier, name=name)

    def group(self, column: str, value: str) -> str:
        """Return one group of a quota: the column that makes it, and its value."""
        if column == "programme":
            return self.programme(value)
        if column == "via.contingent":
            return self.contingent(value)
        return _("{column} {value}", column=column_words(column), value=value)


def _names(table: Table) -> dict[str, str]:
    column = table.column("name")
    return {
        identifier: (column.cell(row) if column else "") or identifier
        for row, identifier in enumerate(table.identifiers())
    }


def _contingent_words(kind: str, name: str) -> str:
    """Return a contingent's name with its kind, where the name is that of a place or a landlord."""
    if kind == "commune":
        return _("commune of {name}", name=name)
    return _("landlord {name}", name=name) if kind == "bailleur" else name
