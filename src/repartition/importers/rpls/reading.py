"""An RPLS file to what it gives of a dataset."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from repartition.errors import Fault, InputError
from repartition.importers.account import Account
from repartition.importers.dataset import Import
from repartition.importers.files import SourceFile, count_broken_rows, refused
from repartition.importers.rows import read_rows, sheets_of, top_rows
from repartition.importers.rpls.codes import Codes
from repartition.importers.rpls.oddities import count_later_days
from repartition.importers.rpls.programmes import communes_table, programmes_table
from repartition.importers.rpls.stock import (
    USUAL_PROGRAMME,
    Dwelling,
    StockReader,
    is_insee,
    usual_names,
)
from repartition.importers.rpls.vacancies import contingents_table, vacancies_table
from repartition.ingest.nearest import suggestion
from repartition.ingest.raw import RawTable
from repartition.language import _, day

KIND: Final = "rpls"
NEEDED: Final = ("DEPCOM", "NBPIECE")
"""Columns without which a file is none of the RPLS."""
OF_VACANCIES: Final = ("MODE", "LOYERPRINC", "CONTRESLOG")
"""Columns that the open file lacks: without them there is no dwelling to give."""
READ: Final = (
    *("IDENT_REP", "IDENT_INT", "SIRET", "RS", "DEPCOM", "LIBCOM", "TYPVOIE", "NOMVOIE", "QPV"),
    *("MODE", "NBPIECE", "SURFHAB", "FINAN", "CUS", "LOYERPRINC", "LOYERACC", "CONTRESLOG", "PMR"),
    *("CONSTRUCT", "LOCAT", "REMLOCDATE", "BAIL", "DATE_DEP_DERLOCAT", "DUREE_VACANCE"),
    *("DPEENERGIE", "COMPLGEO"),
)
"""The columns that are looked at, as the notice of the RPLS names them."""
_ROWS_LOOKED_AT: Final = 20
"""Rows among which the names of the columns are looked for: a title may stand above them."""
_WITHOUT_ZERO: Final = 4
"""Digits of the code of a commune of the first nine départements that a spreadsheet has spoilt."""
_CORRECTED: Final = "_RED"
"""Ending of the columns that the ministry has corrected, in the files it gives back."""


@dataclass(frozen=True, slots=True)
class RplsSettings:
    """What the file does not say.

    Attributes
    ----------
    on
        The day it describes: 1 January of its year.
    bailleur
        The landlord of every dwelling; empty = as the file says.
    programme
        The column that tells programmes apart.
    source
        Its name in the dataset; empty = ``rpls`` and the landlord, where there is but one.
    """

    codes: Codes
    on: date
    bailleur: str = ""
    programme: str = USUAL_PROGRAMME
    source: str = ""


def read_rpls(file: SourceFile, settings: RplsSettings) -> Import:
    """Return what a landlord's file gives: communes, programmes, dwellings to give, contingents.

    Raises
    ------
    InputError
        If it cannot be read, is no file of the RPLS, or holds no dwelling.
    """
    wanted = frozenset({*READ, settings.programme.upper()})
    rows, faults = _rows_of(file, wanted)
    names = _names(rows, wanted)
    _check_columns(rows, names, file, settings, [*_of_columns_twice(rows, wanted, faults)])
    if not len(rows):
        raise refused(file.name, _("the file holds no dwelling"), _("export it again"))
    account = Account()
    account.read(len(rows))
    count_broken_rows(rows, faults, account)
    dwellings = StockReader(
        rows, names, settings.codes, account, settings.programme.upper(), settings.bailleur
    ).dwellings()
    stock = _usable(dwellings, account)
    count_later_days(stock, on=settings.on, account=account)
    tables = [communes_table(stock), programmes_table(stock, on=settings.on, account=account)]
    if all(name in names for name in OF_VACANCIES):
        vacancies, given = vacancies_table(stock, on=settings.on, account=account)
        vacant = sum(dwelling.occupation == "vacant" for dwelling in stock)
        _remark_what_is_not_there(account, dropped=vacant - len(given))
        tables += [vacancies, contingents_table(given)]
    else:
        account.remark(
            _(
                "The file has no {columns}: it is the open one. It gives programmes and no "
                "dwelling to give.",
                columns=", ".join(name for name in OF_VACANCIES if name not in names),
            )
        )
    account.remark(
        _("Read as of {day}: the day that the file describes (--on).", day=day(settings.on))
    )
    dropped = sum(finding.count for finding in account.dropped.values())
    account.keep(account.rows_read - dropped)
    source = settings.source or _source_of(stock)
    return Import(source, KIND, file.name, file.sha256, tuple(tables), account)


def _rows_of(file: SourceFile, wanted: frozenset[str]) -> tuple[RawTable, list[Fault]]:
    """Return the rows below the header: of the first sheet that has one, under whatever title."""
    sheets = sheets_of(file)
    for sheet in sheets:
        for record in top_rows(file, sheet, _ROWS_LOOKED_AT):
            if {_plain(cell.strip()) for cell in record.cells}.issuperset(NEEDED):
                return read_rows(file, sheet, header_row=record.line, headers=wanted)
    return read_rows(file, sheets[0], header_row=1, headers=wanted)


def _names(rows: RawTable, wanted: frozenset[str]) -> dict[str, str]:
    """Return the column of the file for each name wanted, in any case, corrected where it is."""
    found: dict[str, str] = {}
    for column in rows.columns:
        name = _plain(column)
        if name in wanted and (name not in found or column.upper() != name):
            found[name] = column
    return found


def _of_columns_twice(
    rows: RawTable, wanted: Iterable[str], faults: Iterable[Fault]
) -> Iterator[Fault]:
    """Yield the faults of the columns wanted that stand twice: nobody can tell which one says it.

    Capital letters tell no two columns apart.
    """
    for fault in faults:
        if fault.column in rows.unread and _plain(fault.column) in wanted:
            yield fault
    seen: set[str] = set()
    for column in rows.columns:
        if column.upper() in seen and _plain(column) in wanted:
            yield Fault(
                _("two columns have this name"),
                _("rename one of them, or delete it"),
                file=rows.file,
                line=rows.header_line,
                column=column,
            )
        seen.add(column.upper())


def _plain(column: str) -> str:
    """Return what the notice calls a column, whether the ministry has corrected it or not."""
    return column.upper().removesuffix(_CORRECTED)


def _check_columns(
    rows: RawTable,
    names: Mapping[str, str],
    file: SourceFile,
    settings: RplsSettings,
    of_columns_twice: Sequence[Fault],
) -> None:
    """Raise InputError with every column that is missing, or that stands in the file twice."""
    found = names.keys() | {_plain(fault.column) for fault in of_columns_twice}
    faults = [
        Fault(
            _("the column is missing: this is no file of the RPLS, or its header is not there"),
            _("give the landlord's file, one line per dwelling, its first line naming the columns"),
            file=file.name,
            line=rows.header_line,
            column=name,
        )
        for name in NEEDED
        if name not in found
    ]
    faults += of_columns_twice
    asked = settings.programme.upper()
    if asked != USUAL_PROGRAMME and asked not in found:
        remedy = suggestion(asked, rows.columns)
        faults.append(Fault(_("the file has no such column"), remedy, file=file.name, column=asked))
    if not settings.bailleur and not {"RS", "SIRET"} & found:
        faults.append(
            Fault(
                _("the file does not say whose dwellings these are"),
                _("name the landlord with --bailleur"),
                file=file.name,
            )
        )
    if faults:
        raise InputError(faults)


def _usable(dwellings: Sequence[Dwelling], account: Account) -> list[Dwelling]:
    """Return the dwellings that have a place in the stock, each once, and communes in one name."""
    times = Counter(dwelling.identifier for dwelling in dwellings)
    kept: list[Dwelling] = []
    seen: set[str] = set()
    for dwelling in dwellings:
        if not dwelling.commune:
            account.drop(_("DEPCOM, the commune, is empty"), dwelling.place)
        elif not is_insee(dwelling.commune):
            account.drop(_what_is_wrong_with(dwelling.commune), dwelling.place)
        elif not dwelling.identifier:
            account.drop(_("IDENT_REP and IDENT_INT, its identifiers, are empty"), dwelling.place)
        elif not dwelling.bailleur:
            account.drop(_("RS and SIRET, the landlord, are empty"), dwelling.place)
        elif times[dwelling.identifier] > 1 and dwelling.identifier in seen:
            account.drop(_("an earlier line has the same identifier"), dwelling.place)
        else:
            kept.append(dwelling)
            seen.add(dwelling.identifier)
    names = usual_names((dwelling.commune, dwelling.commune_name) for dwelling in kept)
    return [replace(dwelling, commune_name=names[dwelling.commune]) for dwelling in kept]


def _what_is_wrong_with(commune: str) -> str:
    if commune.isdecimal() and len(commune) == _WITHOUT_ZERO:
        return _(
            "DEPCOM has four digits: a spreadsheet has taken the zero before them away; format the "
            "column as text and write it again"
        )
    return _("DEPCOM is no INSEE code of a commune: five digits, or 2A or 2B and three")


def _source_of(stock: Sequence[Dwelling]) -> str:
    landlords = sorted({dwelling.bailleur for dwelling in stock})
    return f"{KIND}-{landlords[0]}" if len(landlords) == 1 else KIND


def _remark_what_is_not_there(account: Account, *, dropped: int) -> None:
    if dropped:
        account.remark(
            _("Vacant dwellings that are dropped still count in the stock of their programme.")
        )
    account.remark(
        _(
            "The RPLS has no charges: until they are given, effort rates are lower than what "
            "households will pay."
        )
    )
