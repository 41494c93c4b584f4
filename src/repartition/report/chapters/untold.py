"""What the files do not say, and so the report does not either: never a no, never a 0."""

from collections.abc import Iterator

from repartition.domain.instance import Instance
from repartition.errors import Fault
from repartition.language import _, n_
from repartition.report.figures.approvals import unsaid_communes
from repartition.report.figures.known import IN_QPV, KINDS_OF_PLACE, is_known, source_of
from repartition.report.sides import Subject


def untold(subject: Subject) -> Iterator[Fault]:
    """Yield the columns and rows that are missing, with the figures that are therefore not told."""
    yield from dict.fromkeys(fault for side in subject.sides for fault in _untold(side.instance))


def _untold(instance: Instance) -> Iterator[Fault]:
    for name in KINDS_OF_PLACE:
        if not is_known(instance, name):
            table, column = source_of(instance, name)
            problem, remedy = _words(name)
            yield Fault(problem, remedy, file=f"{table}s", column=column)
    if unsaid := unsaid_communes(instance):
        yield Fault(
            n_(
                "{number} commune has no row of PLAI in the period: its approvals are not given",
                "{number} communes have no row of PLAI in the period: their approvals are not "
                "given",
                unsaid,
            ),
            _("write a row with 0 where none was approved"),
            file="approvals",
        )


def _words(name: str) -> tuple[str, str]:
    """Return what is not told without a column, and what to do."""
    if name == IN_QPV:
        return (
            _(
                "no file has this column: what is counted inside the priority districts (QPV) and "
                "outside them is not told"
            ),
            _("add it: the district of each programme, empty outside"),
        )
    return (
        _("no file has this column: what is counted by it is not told"),
        _("add it: yes or no for each commune"),
    )
