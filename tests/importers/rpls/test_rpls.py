"""The landlord's file of the RPLS, written from its public description: no real dwelling."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.importers.conftest import read_table

from repartition.errors import InputError
from repartition.importers.dataset import Import, merge_into
from repartition.importers.files import source_file
from repartition.importers.rpls import RplsSettings, read_rpls
from repartition.importers.rpls.codes import read_codes, usual_codes

HERE = Path(__file__).parent
GOLDEN = HERE / "rpls.txt"
DAY = date(2026, 1, 1)
TABLES = ("communes", "programmes", "vacancies", "contingents")
ROW = {
    "IDENT_REP": "0000000001",
    "SIRET": "12345678900011",
    "RS": "Office fictif",
    "DEPCOM": "37261",
    "LIBCOM": "TOURS",
    "COMPLGEO": "Les Tilleuls",
    "QPV": "2",
    "MODE": "2",
    "NBPIECE": "3",
    "SURFHAB": "62",
    "FINAN": "13",
    "LOYERPRINC": "380",
    "CONTRESLOG": "7",
    "PMR": "2",
    "CONSTRUCT": "1972",
    "LOCAT": "1973",
    "REMLOCDATE": "",
}


SINCE_WHEN = "vacant, nobody knows since when: no vacancy rate for its programme"


def settings(**changes: object) -> RplsSettings:
    return RplsSettings(**{"codes": usual_codes(), "on": DAY, **changes})


def imported(
    path: Path, *rows: Mapping[str, str], encoding: str = "utf-8", between: str = ";",
    **changes: object,
) -> Import:  # fmt: skip
    """Return what a file of a few rows gives, each ``ROW`` with some cells changed."""
    full = [{**ROW, **row} for row in rows or ({},)]
    names = list(dict.fromkeys(name for row in full for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in full)]
    text = "\r\n".join(between.join(line) for line in lines) + "\r\n"
    path.write_bytes(text.encode(encoding))
    return read_rpls(source_file(path), settings(**changes))


def cells(given: Import, table: str) -> dict[str, list[str]]:
    columns = next(each.columns for each in given.tables if each.table == table)
    return {name: list(column) for name, column in columns.items()}


def reasons(given: Import) -> list[str]:
    return list(given.account.dropped)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rpls.txt"


def golden_lines() -> list[list[str]]:
    return [line.split(";") for line in GOLDEN.read_text(encoding="cp1252").splitlines()]


def in_a_workbook(path: Path) -> None:
    """Write the golden file as Excel keeps it: a title, numbers as numbers, months as days."""
    book = Workbook()
    notes, sheet = book.worksheets[0], book.create_sheet("Parc")
    notes.append(["Export du parc"])
    sheet.append(["Parc au 1er janvier 2026"])
    header, *lines = golden_lines()
    sheet.append(header)
    texts = {"IDENT_REP", "IDENT_INT", "SIRET", "DEPCOM"}
    for line in lines:
        sheet.append(
            [
                cell if name in texts else as_excel_takes(cell)
                for name, cell in zip(header, line, strict=False)
            ]
        )
    book.save(path)


def as_excel_takes(cell: str) -> object:
    if re.fullmatch(r"(0[1-9]|1[0-2])/(19[0-9]{2}|20[0-9]{2})", cell) and cell != "01/1900":
        return datetime(int(cell[3:]), int(cell[:2]), 1)
    if re.fullmatch(r"[1-9][0-9]*([.,][0-9]+)?", cell):
        return float(cell.replace(",", "."))
    return cell or None


def test_a_workbook_with_a_title_gives_what_the_file_gives(tmp_path: Path) -> None:
    path = tmp_path / "parc.xlsx"
    in_a_workbook(path)
    given, meant = (read_rpls(source_file(each), settings()) for each in (path, GOLDEN))

    # A row too short for its header is one of empty cells in a workbook.
    assert [each.columns for each in given.tables[2:]] == [
        each.columns for each in meant.tables[2:]
    ]
    assert cells(given, "communes") == cells(meant, "communes")


@pytest.mark.parametrize(
    ("encoding", "between"), [("utf-16", "\t"), ("utf-8-sig", "|"), ("cp1252", ",")]
)
def test_however_it_was_saved_and_under_whatever_title(
    tmp_path: Path, encoding: str, between: str
) -> None:
    path = tmp_path / "parc.txt"
    lines = [["Parc au 1er janvier 2026"], [], *golden_lines()]
    cells_between = [[f'"{cell}"' if between in cell else cell for cell in line] for line in lines]
    path.write_text("\n".join(map(between.join, cells_between)), encoding=encoding)
    given, meant = (read_rpls(source_file(each), settings()) for each in (path, GOLDEN))

    assert [each.columns for each in given.tables] == [each.columns for each in meant.tables]


@pytest.mark.parametrize("table", TABLES)
def test_the_golden_file_gives_the_tables_worked_out_by_hand(data: Path, table: str) -> None:
    merge_into(data, read_rpls(source_file(GOLDEN), settings()), on=DAY)

    assert read_table(data, table) == read_table(HERE / "expected", table)


def test_the_account_of_the_golden_file_accounts_for_every_line(data: Path) -> None:
    account = read_rpls(source_file(GOLDEN), settings()).account
    dropped = {reason: (f.count, f.places) for reason, f in account.dropped.items()}

    assert (account.rows_read, account.rows_kept) == (15, 10)
    assert sum(count for count, _places in dropped.values()) == 5
    assert dropped["an earlier line has the same identifier"] == (1, ["line 13"])
    assert dropped["19 cells where the header has 26"] == (1, ["line 16"])
    assert dropped["vacant, but SURFHAB, its surface, is not known"] == (1, ["line 6"])
    assert [key[:2] for key in account.unknown_codes] == [("MODE", "8"), ("CONTRESLOG", "6")]
    assert {what: f.places for what, f in account.odd_figures.items()} == {
        "vacant, nobody knows since when: no vacancy rate for its programme": [
            "line 8",
            "line 9",
            "line 10",
        ],
        "CONTRESLOG 4 leaves open who has reserved the dwelling: taken as a contingent of kind "
        "commune": ["line 8"],
        "the surface does not fit the number of rooms": ["line 14"],
        "the rent does not fit the surface": ["line 14"],
        "a programme without a name: made of one street": ["line 12"],
    }
    assert account.remarks[0] == (
        "Vacant dwellings that are dropped still count in the stock of their programme."
    )


@pytest.mark.parametrize(
    ("loan", "agreement", "financing"),
    [
        *(("10", "", "PLAI"), ("11", "", "PLAI"), ("12", "", "PLUS"), ("13", "", "PLUS")),
        *(("50", "", "PLUS"), ("51", "", "PLUS"), ("52", "", "PLUS"), ("14", "", "PLS")),
        *(("53", "", "PLS"), ("54", "", "PLS"), ("55", "", "PLS"), ("16", "", "PLI")),
        # The category of the convention d'utilité sociale is used instead, where it is given.
        *(("13", "11", "PLAI"), ("99", "13", "PLUS"), ("11", "14", "PLS"), ("13", "16", "PLI")),
        *(("13", "NA", "PLUS"), ("13", "99", "PLUS")),
    ],
)
def test_the_loan_says_the_financing(file: Path, loan: str, agreement: str, financing: str) -> None:
    given = imported(file, {"FINAN": loan, "CUS": agreement})
    unknown = [("CUS", "99", "the loan, FINAN, is used instead")] if agreement == "99" else []

    assert cells(given, "vacancies")["financing"] == [financing]
    assert list(given.account.unknown_codes) == unknown


@pytest.mark.parametrize("loan", ["15", "17", "49", "99", "", "abc"])
def test_a_loan_that_is_to_be_decided_by_hand_is_not_guessed(file: Path, loan: str) -> None:
    given = imported(file, {"FINAN": loan})
    (reason,) = reasons(given)

    assert cells(given, "vacancies")["vacancy"] == []
    assert "has no place among PLAI, PLUS, PLS and PLI" in reason


@pytest.mark.parametrize(
    ("mode", "let", "offered"),
    [("1", "1", []), ("2", "0", ["0000000001"]), ("3", "0", []), ("4", "0", []), ("5", "0", [])],
)
def test_only_what_is_offered_and_vacant_is_to_be_given(
    file: Path, mode: str, let: str, offered: list[str]
) -> None:
    given = imported(file, {"MODE": mode})

    assert cells(given, "vacancies")["vacancy"] == offered
    assert cells(given, "programmes")["dwellings"] == [let]
    assert cells(given, "programmes")["stock"] == ["1"]


@pytest.mark.parametrize(
    ("code", "contingent", "kind"),
    [
        ("1", "etat-agents", "etat_agents"),
        ("2", "etat-prioritaires", "etat_prioritaires"),
        ("3", "action-logement", "action_logement"),
        ("4", "commune-37261", "commune"),
        ("02", "etat-prioritaires", "etat_prioritaires"),
    ],
)
def test_who_has_reserved_a_dwelling(file: Path, code: str, contingent: str, kind: str) -> None:
    given = imported(file, {"CONTRESLOG": code})

    assert cells(given, "vacancies")["contingent"] == [contingent]
    assert cells(given, "contingents")["contingent"] == [contingent]
    assert cells(given, "contingents")["kind"] == [kind]
    assert cells(given, "contingents")["commune"] == ["37261" if code == "4" else ""]


@pytest.mark.parametrize(("code", "unknown"), [("7", False), ("5", True), ("6", True), ("", True)])
def test_what_nobody_has_reserved_and_what_nobody_can_tell(
    file: Path, code: str, unknown: bool
) -> None:
    given = imported(file, {"CONTRESLOG": code})

    assert cells(given, "vacancies")["contingent"] == [""]
    assert cells(given, "contingents")["contingent"] == []
    assert bool(given.account.unknown_codes) is unknown


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"SURFHAB": "999"}, "SURFHAB"),
        ({"SURFHAB": "998"}, None),
        ({"SURFHAB": "0"}, "SURFHAB"),
        ({"SURFHAB": ""}, "SURFHAB"),
        ({"SURFHAB": "soixante"}, "SURFHAB"),
        ({"LOYERPRINC": "9999"}, "LOYERPRINC"),
        ({"LOYERPRINC": "9999,00"}, "LOYERPRINC"),
        ({"LOYERPRINC": "9998"}, None),
        ({"LOYERPRINC": "NA"}, "LOYERPRINC"),
        ({"LOYERPRINC": "0"}, "LOYERPRINC"),
        ({"SURFHAB": "9999"}, "SURFHAB"),
        ({"NBPIECE": "0"}, "NBPIECE"),
        ({"NBPIECE": "NC"}, "NBPIECE"),
        ({"NBPIECE": "03"}, None),
    ],
)
def test_a_sentinel_is_no_figure(file: Path, change: dict[str, str], missing: str | None) -> None:
    given = imported(file, change)
    found = reasons(given)

    assert bool(cells(given, "vacancies")["vacancy"]) is (missing is None)
    assert [missing in reason for reason in found] == ([True] if missing else [])


@pytest.mark.parametrize(("rent", "written"), [("380,5", "380.5"), ("1 380.25", "1380.25")])
def test_amounts_are_read_as_they_are_written(file: Path, rent: str, written: str) -> None:
    assert cells(imported(file, {"LOYERPRINC": rent}), "vacancies")["rent"] == [written]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        *(("62,125", "62.13"), ("62,1249", "62.12"), ("62,12", "62.12"), ("62,999", "63")),
        *(("62,1000", "62.1"), (f"{'6' * 40},125", f"{'6' * 40}.13")),
    ],
)
@pytest.mark.parametrize(
    ("name", "column"),
    [("SURFHAB", "surface"), ("LOYERPRINC", "rent"), ("LOYERACC", "accessory_rent")],
)
def test_an_amount_has_two_decimals_at_most(
    file: Path, name: str, column: str, amount: str, written: str
) -> None:
    assert cells(imported(file, {name: amount}), "vacancies")[column] == [written]


@pytest.mark.parametrize(("code", "read"), [("37 261", "37261"), ("2A\u00a0004", "2A004")])
def test_the_code_of_a_commune_is_read_without_spaces(file: Path, code: str, read: str) -> None:
    assert cells(imported(file, {"DEPCOM": code}), "communes")["commune"] == [read]


@pytest.mark.parametrize("code", ["372611", "TOURS", "2C004", "1A004", "3726\uff11"])
def test_a_dwelling_in_no_commune_is_dropped(file: Path, code: str) -> None:
    given = imported(file, {"DEPCOM": code})

    assert cells(given, "programmes")["programme"] == []
    assert reasons(given) == [
        "DEPCOM is no INSEE code of a commune: five digits, or 2A or 2B and three"
    ]


@pytest.mark.parametrize(("mode", "empty"), [("", 1), ("NA", 1), ("0", 0), ("1", 0)])
def test_who_is_neither_let_nor_vacant_is_counted(file: Path, mode: str, empty: int) -> None:
    given = imported(file, {"MODE": mode})
    odd = "MODE is empty: the dwelling counts neither as let nor as vacant"

    assert list(given.account.odd_figures) == [odd] * empty
    assert list(given.account.unknown_codes) == (
        [("MODE", "0", "read as not known")] if mode == "0" else []
    )


def test_what_is_vacant_and_dropped_still_counts_in_the_stock_and_that_is_said(file: Path) -> None:
    said = "Vacant dwellings that are dropped still count in the stock of their programme."
    given = imported(file, {"IDENT_REP": "1", "SURFHAB": ""}, {"IDENT_REP": "2", "SURFHAB": ""})

    assert cells(given, "programmes")["stock"] == ["2"]
    assert given.account.remarks.count(said) == 1
    assert said not in imported(file).account.remarks


@pytest.mark.parametrize(("built", "new"), [("2024", "false"), ("2025", "true"), ("2026", "true")])
def test_a_dwelling_finished_in_the_year_before_is_new(file: Path, built: str, new: str) -> None:
    assert cells(imported(file, {"CONSTRUCT": built}), "vacancies")["new_build"] == [new]


@pytest.mark.parametrize(
    ("months", "percent"),
    [
        # Vacant for more than three months, of those let or vacant: one of two.
        ({"DUREE_VACANCE": "3"}, "0"),
        ({"DUREE_VACANCE": "4"}, "50"),
        ({"DATE_DEP_DERLOCAT": "30/09/2025"}, "50"),  # September to January: four months
        ({"DATE_DEP_DERLOCAT": "31/10/2025"}, "0"),
        ({"REMLOCDATE": "09/2025"}, "50"),
        ({}, ""),  # nobody knows since when
    ],
)
def test_vacancy_over_three_months(file: Path, months: dict[str, str], percent: str) -> None:
    given = imported(file, months, {"IDENT_REP": "2", "MODE": "1"}, {"IDENT_REP": "3", "MODE": "3"})
    odd = "vacant, nobody knows since when: no vacancy rate for its programme"

    assert cells(given, "programmes")["vacant_3_months"] == [percent]
    assert list(given.account.odd_figures) == ([] if percent else [odd])


def test_turnover_counts_leases_of_the_year_before_in_dwellings_used_for_a_year(
    file: Path,
) -> None:
    let = {"MODE": "1"}
    given = imported(
        file,
        {"IDENT_REP": "1", **let, "BAIL": "01/2025"},
        {"IDENT_REP": "2", **let, "BAIL": "12/2024"},
        {"IDENT_REP": "3", **let, "BAIL": "06/2025", "LOCAT": "2025"},  # new: not counted
        {"IDENT_REP": "4", "MODE": "3", "BAIL": "06/2025"},  # not offered: not counted
        {"IDENT_REP": "5", **let, "BAIL": "02/2019"},
    )
    # One of three: 33.3 %.
    assert cells(given, "programmes")["turnover"] == ["33.3"]


@pytest.mark.parametrize(
    ("lease", "first_let", "percent"),
    [
        *(("05/2025", "2024", "0"), ("06/2025", "2024", "100"), ("05/2026", "2024", "100")),
        *(("06/2026", "2024", "0"), ("12/2026", "2024", "0"), ("06/2025", "2025", "")),
    ],
)
def test_turnover_is_that_of_the_twelve_months_before_the_month_of_the_day(
    file: Path, lease: str, first_let: str, percent: str
) -> None:
    row = {"MODE": "1", "BAIL": lease, "LOCAT": first_let}
    given = imported(file, row, on=date(2026, 6, 17))

    assert cells(given, "programmes")["turnover"] == [percent]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_any_day_can_be_that_of_the_file(file: Path, day: date) -> None:
    assert cells(imported(file, {"MODE": "1", "BAIL": "06/2025"}, on=day), "programmes")["stock"]


def test_programmes_are_told_apart_by_landlord_commune_and_name(file: Path) -> None:
    given = imported(
        file,
        {"IDENT_REP": "1"},
        {"IDENT_REP": "2", "COMPLGEO": "LES TILLEULS"},
        {"IDENT_REP": "3", "DEPCOM": "37109"},
        {"IDENT_REP": "4", "SIRET": "99999999900011", "RS": "ESH fictive"},
        {"IDENT_REP": "5", "COMPLGEO": "", "TYPVOIE": "RUE", "NOMVOIE": "DES PRÉS"},
    )
    assert cells(given, "programmes")["programme"] == [
        "123456789-37261-les-tilleuls",
        "123456789-37109-les-tilleuls",
        "999999999-37261-les-tilleuls",
        "123456789-37261-rue-des-pres",
    ]
    assert cells(given, "programmes")["stock"] == ["2", "1", "1", "1"]


@pytest.mark.parametrize(
    "name", ["BAT A", "Bâtiment 2", "ENTREE B", "ESC. 3", "BAT 1 ESC A", "BATA"]
)
def test_a_building_is_told_apart_by_its_street(file: Path, name: str) -> None:
    building = {"COMPLGEO": name, "TYPVOIE": "RUE"}
    given = imported(
        file,
        {"IDENT_REP": "1", **building, "NOMVOIE": "DU PARC", "QPV": "1"},
        {"IDENT_REP": "2", **building, "NOMVOIE": "DU PARC", "QPV": "1"},
        {"IDENT_REP": "3", **building, "NOMVOIE": "DE LA PAIX"},
    )
    assert cells(given, "programmes")["stock"] == ["2", "1"]
    assert cells(given, "programmes")["qpv"] == ["oui", ""]
    assert cells(given, "programmes")["name"] == [f"RUE DU PARC, {name}", f"RUE DE LA PAIX, {name}"]
    odd = given.account.odd_figures["its name is only a building: told apart by its street"]
    assert odd.places == ["line 2", "line 4"]


@pytest.mark.parametrize("name", ["ALLEE DES ROSES", "BATELIERS", "Entre-Deux", "LE HALLIER"])
def test_a_name_that_only_begins_like_a_building_is_a_name(file: Path, name: str) -> None:
    given = imported(
        file,
        {"IDENT_REP": "1", "COMPLGEO": name, "NOMVOIE": "DU PARC"},
        {"IDENT_REP": "2", "COMPLGEO": name, "NOMVOIE": "DE LA PAIX"},
    )
    assert cells(given, "programmes")["name"] == [name]
    odd = given.account.odd_figures[
        "a programme of several streets: check that it is one residence"
    ]
    assert odd.places == ["line 2"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"COMPLGEO": "", "NOMVOIE": "DU PARC"}, "a programme without a name: made of one street"),
        ({"COMPLGEO": ""}, "no name of a programme, no street: put together by commune"),
        ({"COMPLGEO": "BAT A"}, "its name is only a building, and no street is given"),
        ({"NOMVOIE": "DU PARC"}, ""),
    ],
)
def test_how_a_programme_was_made_is_counted_once(
    file: Path, row: dict[str, str], said: str
) -> None:
    let = {"MODE": "1", **row}
    given = imported(file, {"IDENT_REP": "1", **let}, {"IDENT_REP": "2", **let})
    found = {what: odd.places for what, odd in given.account.odd_figures.items()}
    assert found == ({said: ["line 2"]} if said else {})


def test_a_column_of_programmes_that_was_named_is_taken_at_its_word(file: Path) -> None:
    rows = ({"IDENT_REP": "1", "NOMVOIE": "A"}, {"IDENT_REP": "2", "NOMVOIE": "B"})
    given = imported(file, *({**row, "GROUPE": "BAT 1"} for row in rows), programme="groupe")
    assert cells(given, "programmes")["name"] == ["BAT 1"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"SURFHAB": "300", "NBPIECE": "8"}, ""),
        ({"SURFHAB": "301", "NBPIECE": "8"}, "a surface above 300 m²"),
        ({"NBPIECE": "21", "SURFHAB": "180"}, "more than 20 rooms"),
        ({"NBPIECE": "20", "SURFHAB": "180"}, ""),
        ({"REMLOCDATE": "02/2026"}, "REMLOCDATE: after the day of the file (--on)"),
        ({"REMLOCDATE": "01/2026"}, ""),
        ({"BAIL": "03/2026"}, "BAIL: after the day of the file (--on)"),
    ],
)
def test_figures_and_days_that_can_hardly_be_are_counted_and_kept(
    file: Path, row: dict[str, str], said: str
) -> None:
    given = imported(file, {"LOYERPRINC": "900", "DUREE_VACANCE": "2", **row})
    others = {"the surface does not fit the number of rooms", "the rent does not fit the surface"}

    assert len(cells(given, "vacancies")["vacancy"]) == 1
    assert given.account.odd_figures.keys() - others == ({said} if said else set())


def test_the_day_of_the_file_is_said(file: Path) -> None:
    said = "Read as of January 1, 2026: the day that the file describes (--on)."
    assert said in imported(file).account.remarks


def test_a_commune_that_has_lost_its_zero_is_told_so(file: Path) -> None:
    given = imported(file, {"DEPCOM": "1004"})
    (reason,) = reasons(given)
    assert reason.startswith("DEPCOM has four digits: a spreadsheet has taken the zero")


def test_a_landlord_whose_name_is_spelt_in_two_ways_is_one(file: Path) -> None:
    given = imported(file, {"IDENT_REP": "1"}, {"IDENT_REP": "2", "RS": "OFFICE FICTIF (37)"})
    assert cells(given, "programmes")["bailleur"] == ["123456789"]
    assert given.source == "rpls-123456789"


@pytest.mark.parametrize(
    ("siret", "name", "landlord"),
    [
        ("123 456 789 00011", "Office fictif", "123456789"),
        ("123456789", "Office fictif", "123456789"),
        ("123456789", "", "123456789"),
        ("", "Office fictif", "office-fictif"),
        ("1,23457E+13", "Office fictif", "office-fictif"),  # as a spreadsheet spoils it
    ],
)
def test_a_landlord_is_told_by_its_siren_else_by_its_name(
    file: Path, siret: str, name: str, landlord: str
) -> None:
    given = imported(file, {"SIRET": siret, "RS": name})

    assert cells(given, "programmes")["bailleur"] == [landlord]
    assert cells(given, "programmes").get("bailleur_name", [""]) == [name]
    assert given.source == f"rpls-{landlord}"


@pytest.mark.parametrize(
    ("others", "landlords", "said"),
    [
        ([], {"123456789"}, "the landlord is the one who has this name elsewhere"),
        # Two SIREN have the name: nobody knows which of them.
        ([{"IDENT_REP": "3", "SIRET": "987654321"}], {"123456789", "987654321", "office-fictif"},
         "several landlords have this name"),
    ],
)  # fmt: skip
def test_a_line_without_a_siren_goes_with_the_one_of_its_name(
    file: Path, others: list[dict[str, str]], landlords: set[str], said: str
) -> None:
    blank = {"IDENT_REP": "2", "SIRET": "", "RS": "OFFICE fictif"}
    given = imported(file, {"IDENT_REP": "1"}, blank, *others)

    assert set(cells(given, "programmes")["bailleur"]) == landlords
    (found,) = [odd for what, odd in given.account.odd_figures.items() if said in what]
    assert found.places == ["line 3"]


@pytest.mark.parametrize(("siret", "warned"), [("12345678900029", 0), ("98765432100011", 1)])
def test_dwellings_of_two_landlords_given_to_one_are_warned_of(
    file: Path, siret: str, warned: int
) -> None:
    rows = ({"IDENT_REP": "1"}, {"IDENT_REP": "2", "SIRET": siret, "RS": ""})
    given = imported(file, *rows, bailleur="B-7")
    assert len(given.account.warnings) == warned
    assert all("(123456789, 987654321)" in warning for warning in given.account.warnings)


def test_a_landlord_named_by_hand_keeps_the_name_of_the_file(file: Path) -> None:
    given = imported(file, bailleur="B-7")

    assert cells(given, "programmes")["bailleur"] == ["B-7"]
    assert cells(given, "programmes")["bailleur_name"] == ["Office fictif"]
    assert given.source == "rpls-B-7"


def test_the_order_of_rows_means_nothing(file: Path) -> None:
    rows = [
        {"IDENT_REP": "1", "RS": "Office fictif", "LIBCOM": "TOURS", "CONTRESLOG": "4"},
        {"IDENT_REP": "2", "RS": "OFFICE FICTIF", "LIBCOM": "Tours", "CONTRESLOG": "4"},
        {"IDENT_REP": "3", "RS": "OFFICE FICTIF", "LIBCOM": "", "COMPLGEO": "LES TILLEULS"},
        {"IDENT_REP": "4", "RS": "", "COMPLGEO": "LES TILLEULS", "SIRET": "12345678900029"},
        {"IDENT_REP": "5", "SIRET": "", "RS": "ESH (fictive)"},
    ]
    found = []
    for order in (rows, rows[::-1], rows[2:] + rows[:2]):
        given = imported(file, *order)
        found.append(
            {
                table.table: sorted(zip(*table.columns.values(), strict=True))
                for table in given.tables
            }
        )
        assert given.source == "rpls"
        programmes = cells(given, "programmes")
        names = dict(zip(programmes["bailleur"], programmes["bailleur_name"], strict=True))
        assert names == {"123456789": "OFFICE FICTIF", "esh-fictive": "ESH (fictive)"}
        assert cells(given, "communes")["name"] == cells(given, "contingents")["name"] == ["TOURS"]
    assert found[0] == found[1] == found[2]


def test_the_own_numbers_of_two_landlords_are_two_dwellings(file: Path) -> None:
    own = {"IDENT_REP": "", "IDENT_INT": "1001"}
    given = imported(file, own, {**own, "SIRET": "", "RS": "ESH fictive"}, own)

    assert cells(given, "vacancies")["vacancy"] == ["123456789-1001", "esh-fictive-1001"]
    assert reasons(given) == ["an earlier line has the same identifier"]


def test_the_landlord_and_the_column_of_programmes_can_be_named(file: Path) -> None:
    given = imported(
        file, {"SIRET": "", "RS": "", "GROUPE": "0012"}, bailleur="B-7", programme="groupe"
    )
    assert cells(given, "programmes")["programme"] == ["B-7-37261-0012"]


@pytest.mark.parametrize(
    ("first", "second", "district"),
    [("1", "1", "oui"), ("1", "2", ""), ("2", "2", ""), ("1", "", "oui"), ("", "", "")],
)
def test_a_programme_lies_where_most_of_it_does(
    file: Path, first: str, second: str, district: str
) -> None:
    let = {"MODE": "1"}
    given = imported(
        file, {"IDENT_REP": "1", **let, "QPV": first}, {"IDENT_REP": "2", **let, "QPV": second}
    )

    assert cells(given, "programmes")["qpv"] == [district]
    assert bool(given.account.odd_figures) is (first != second and second != "")


def test_the_open_file_gives_programmes_and_nothing_to_give(file: Path) -> None:
    row = {name: cell for name, cell in ROW.items() if name not in {"MODE", "LOYERPRINC"}}
    file.write_text(";".join(row) + "\n" + ";".join(row.values()) + "\n", encoding="utf-8")
    given = read_rpls(source_file(file), settings())

    assert [table.table for table in given.tables] == ["communes", "programmes"]
    assert "dwellings" not in cells(given, "programmes")
    assert "it is the open one" in given.account.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1"])
@pytest.mark.parametrize("between", [";", "\t", ","])
def test_files_are_read_in_the_encodings_and_with_the_separators_offices_use(
    file: Path, encoding: str, between: str
) -> None:
    given = imported(file, {"COMPLGEO": "RÉSIDENCE DE L'ÎLE"}, encoding=encoding, between=between)
    assert cells(given, "programmes")["name"] == ["RÉSIDENCE DE L'ÎLE"]


def test_columns_that_the_ministry_has_corrected_are_preferred(file: Path) -> None:
    given = imported(file, {"LOYERPRINC": "1", "loyerprinc_red": "380"})
    assert cells(given, "vacancies")["rent"] == ["380"]


# ----------------------------------------------------------------------------- a file of codes


def test_a_file_of_codes_decides_what_the_program_cannot(file: Path, tmp_path: Path) -> None:
    own = tmp_path / "codes.toml"
    own.write_text(
        '[financing]\n99 = "PLUS"\n'
        '[reservations]\n6 = { contingent = "epci", kind = "epci", name = "Métropole" }\n'
    )
    given = imported(file, {"FINAN": "99", "CONTRESLOG": "6"}, codes=read_codes(own))

    assert cells(given, "vacancies")["financing"] == ["PLUS"]
    assert cells(given, "contingents")["kind"] == ["epci"]
    assert usual_codes().financing.get("99") is None


def test_every_fault_of_a_file_of_codes_is_said_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "codes.toml"
    own.write_text('[financing]\n99 = "PLUX"\n[reservation]\n6 = {}\n')
    with pytest.raises(InputError) as refused:
        read_codes(own)

    assert [(fault.line, fault.column) for fault in refused.value.faults] == [
        (2, "financing.99"),
        (3, "reservation"),
    ]


# ---------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a;b\n1;2\n", "this is no file of the RPLS"),
        ("DEPCOM;NBPIECE\n37261;3\n", "the file does not say whose dwellings these are"),
        ("\0\0\0", "is not a text in UTF-8 or Windows-1252"),
        ("\n\n\n", "the file is empty"),
        ("DEPCOM;NBPIECE;RS\n", "the file holds no dwelling: export it again"),
        ("DEPCOM;NBPIECE;RS\n\n;;\n", "the file holds no dwelling: export it again"),
        ('DEPCOM;NBPIECE\n"37261;3\n', "a double quote opens in this row"),
    ],
)
def test_what_is_no_file_of_the_rpls_is_refused(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(InputError, match=said):
        read_rpls(source_file(file), settings())


@pytest.mark.parametrize("name", ["MODE", "LOYERPRINC", "RS", "DEPCOM", "COMPLGEO", "LOYERACC_RED"])
@pytest.mark.parametrize("spelt", [str.upper, str.lower])
def test_a_column_that_stands_twice_is_refused_by_its_name(
    file: Path, name: str, spelt: Callable[[str], str]
) -> None:
    columns = list(dict.fromkeys([*ROW, name]))
    file.write_text(";".join([*columns, spelt(name)]) + "\n" + ";" * len(columns) + "1\n")
    with pytest.raises(InputError) as refused:
        read_rpls(source_file(file), settings())

    assert [(f.problem, f.line, f.column) for f in refused.value.faults] == [
        ("two columns have this name", 1, spelt(name))
    ]


def test_a_column_that_is_not_looked_at_may_stand_twice(file: Path) -> None:
    file.write_text(";".join([*ROW, "ETAGE", "ETAGE"]) + "\n" + ";".join([*ROW.values(), "1", "2"]))
    assert read_rpls(source_file(file), settings()).account.rows_kept == 1


def test_an_unknown_column_of_programmes_is_refused_with_the_nearest(file: Path) -> None:
    with pytest.raises(InputError, match=r"the file has no such column: write COMPLGEO\?"):
        imported(file, programme="COMPLEGEO")
