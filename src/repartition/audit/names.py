"""The identifiers of the rows of an instance, for the sentences and files people read."""

from dataclasses import dataclass

from repartition.domain.instance import Instance


@dataclass(frozen=True, slots=True)
class Names:
    """Identifiers by row. ``contingent`` has one entry more, ``""``: charged to nobody.

    ``transfer`` has one entry more too, ``""``, so that ``NO_ROW`` finds it.
    """

    household: list[str]
    vacancy: list[str]
    programme: list[str]
    contingent: list[str]
    transfer: list[str]

    @classmethod
    def of(cls, instance: Instance) -> "Names":
        """Return the identifiers of an instance."""
        transfers = instance.scenario.contingents.transfers
        return cls(
            household=instance.households.table.identifiers(),
            vacancy=instance.vacancies.table.identifiers(),
            programme=instance.programmes.table.identifiers(),
            contingent=[*instance.contingents.table.identifiers(), ""],
            transfer=[*(transfer.id for transfer in transfers), ""],
        )
