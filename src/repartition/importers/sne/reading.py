"""One export of the register to rows of households: the flow on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from repartition.errors import Fault, InputError, system_reason
from repartition.importers.account import Account
from repartition.importers.files import SourceFile
from repartition.importers.household.law import HouseholdLaw, household_law, part_in_words
from repartition.importers.sne.columns import columns_of
from repartition.importers.sne.form import Form, usual_form
from repartition.importers.sne.ledger import Ledger
from repartition.importers.sne.stream import RequestStream
from repartition.importers.sne.texts import read_day
from repartition.importers.tables import ImportedTable
from repartition.importers.wishes import cells_of
from repartition.language import _


@dataclass(frozen=True, slots=True, eq=False)
class Requests:
    """What an export says.

    Attributes
    ----------
    table
        Rows of ``households``: all that the contract requires but ``aci``, which the register does
        not say. ``household`` is the number of the request itself, not yet a pseudonym;
        ``incomes_stated`` is false where a request says no income, and 0 stands in. Its places are
        those of the requests in the file.
    facts
        What the rules of membership may look at and no column of the dataset holds; as many rows.
    account
        What became of each request.
    on
        The day on which ages and incomes were looked at.
    """

    table: ImportedTable
    facts: Mapping[str, Sequence[str]]
    account: Account
    on: date


def read_requests(
    file: SourceFile,
    *,
    on: date | None = None,
    form: Form | None = None,
    law: HouseholdLaw | None = None,
) -> Requests:
    """Return the requests of one export.

    Parameters
    ----------
    on
        The day on which ages and incomes are looked at; where missing, that of the file.

    Raises
    ------
    InputError
        If the file is no export that can be read, or one of requests struck off the register;
        nothing of it is in the message.
    """
    form, law, account = form or usual_form(), law or household_law(), Account()
    try:
        with file.path.open("rb") as opened:
            stream = RequestStream(opened, file.name, form)
            ledger: Ledger | None = None
            for request in stream:
                if ledger is None:  # the header is complete now
                    _check_kind(stream)
                    ledger = Ledger(_day(stream, on), form=form, law=law, account=account)
                ledger.add(request)
    except OSError as error:
        problem = _("the file cannot be read ({reason})", reason=system_reason(error))
        remedy = _("check its path and your rights")
        raise InputError([Fault(problem, remedy, file=file.name)]) from error
    if ledger is None:
        problem, remedy = _("the file holds no request"), _("export the requests again")
        raise InputError([Fault(problem, remedy, file=file.name)])
    _tell(stream, law, account)
    kept = ledger.kept()
    places = tuple(ledger.places(kept))
    table = ImportedTable("households", cells_of(columns_of(ledger), kept), places)
    return Requests(table, cells_of(ledger.wishes.facts, kept), account, ledger.on)


def _check_kind(stream: RequestStream) -> None:
    """Raise InputError for a file of requests struck off: it would take the place of the others."""
    if stream.header.get("file_kind", "") in stream.form.closing_files:
        problem = _("this file lists requests struck off, it is no export of requests")
        remedy = _("import the export of requests in force, which no longer has them")
        raise InputError([Fault(problem, remedy, file=stream.label)])


def _day(stream: RequestStream, given: date | None) -> date:
    """Return the day given, else that of the file."""
    day = given or read_day(stream.header.get("file_date", ""))
    if day is None:
        problem = _("the file does not say of which day it is")
        remedy = _("give with --on the day ages and incomes are to be looked at")
        raise InputError([Fault(problem, remedy, file=stream.label)])
    return day


def _tell(stream: RequestStream, law: HouseholdLaw, account: Account) -> None:
    """Say in the account what the file holds and what was not read of it."""
    for name in sorted(stream.names_left_out):
        account.leave_out(name)
    if stream.names_unknown:
        places = [
            _("{name} (line {line})", name=name, line=line)
            for name, line in stream.names_unknown.items()
        ]
        account.remark(
            _("Elements that nothing is known of, not read: {names}.", names=", ".join(places))
        )
    account.remark(
        _(
            "Definitions of the household that no text confirms as they are applied: {names} "
            "(docs/decisions/017-sne.md).",
            names=", ".join(part_in_words(name) for name in law.unverified()),
        )
    )
