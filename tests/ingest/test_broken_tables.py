"""Every kind of broken table gets its sentence: where, what, what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ingest.conftest import SCENARIO, FaultReader, Tables, write_tables

from repartition.ingest import write_template

CELLS = [
    # table, row, column, cell, the sentence
    ("communes", 0, "contrat_de_ville", "maybe",
     "data/communes.csv:2 contrat_de_ville: maybe: is neither yes nor no: "
     "write true or false (oui, non, 1, 0)"),
    ("communes", 0, "ceiling_zone", "autres_region",
     "data/communes.csv:2 ceiling_zone: autres_region: is not a known value: write autres_regions? "
     "(known: autres_regions, ile_de_france, paris_et_limitrophes)"),
    ("communes", 0, "apl_zone", "4",
     "data/communes.csv:2 apl_zone: 4: is above 3: write 3 or less"),
    ("communes", 0, "name", "",
     "data/communes.csv:2 name: is empty: write it: its name"),
    ("programmes", 0, "commune", "37262",
     "data/programmes.csv:2 commune: 37262: 37262 is not in communes: write 37261? "
     "(known: 37122, 37261)"),
    ("programmes", 0, "fragility", "1.5",
     "data/programmes.csv:2 fragility: 1.5: is not a whole number: write a whole number"),
    ("programmes", 0, "dwellings", "-3",
     "data/programmes.csv:2 dwellings: -3: is negative: write 0 or more"),
    ("vacancies", 0, "programme", "P9",
     "data/vacancies.csv:2 programme: P9: P9 is not in programmes: the known ones are P1, P2"),
    ("vacancies", 0, "contingent", "C2",
     "data/vacancies.csv:2 contingent: C2: C2 is not in contingents: the known ones are C1, E1"),
    ("vacancies", 0, "freed_by", "M3",
     "data/vacancies.csv:2 freed_by: M3: M3 is not in households: the known ones are M1, M2"),
    ("vacancies", 0, "typology", "studio",
     "data/vacancies.csv:2 typology: studio: is not a typology: "
     "write T and the number of rooms: T1, T1bis, T3, T6 et plus"),
    ("vacancies", 0, "surface", "nan",
     "data/vacancies.csv:2 surface: nan: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "surface", "inf",
     "data/vacancies.csv:2 surface: inf: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "financing", "PLAY",
     "data/vacancies.csv:2 financing: PLAY: is not a known value: write PLAI? "
     "(known: PLAI, PLI, PLS, PLUS)"),
    ("vacancies", 0, "rent", "-1",
     "data/vacancies.csv:2 rent: -1: is negative: write 0 or more"),
    ("vacancies", 0, "rent", "400.123",
     "data/vacancies.csv:2 rent: 400.123: has more than 2 decimals: round it to 2 decimals"),
    ("vacancies", 0, "rent", "6.000",
     "data/vacancies.csv:2 rent: 6.000: has more than 2 decimals: round it to 2 decimals"),
    ("vacancies", 0, "rent", "400 €",
     "data/vacancies.csv:2 rent: 400 €: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1 2 70",
     "data/vacancies.csv:2 rent: 1 2 70: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "3 40",
     "data/vacancies.csv:2 rent: 3 40: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1 2345",
     "data/vacancies.csv:2 rent: 1 2345: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "12 34 567",
     "data/vacancies.csv:2 rent: 12 34 567: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1234 567",
     "data/vacancies.csv:2 rent: 1234 567: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1 270. 5",
     "data/vacancies.csv:2 rent: 1 270. 5: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1e3",
     "data/vacancies.csv:2 rent: 1e3: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1e300",
     "data/vacancies.csv:2 rent: 1e300: is not a number: "
     "write digits only, such as 1234.50"),
    ("vacancies", 0, "rent", "1 000 001",
     "data/vacancies.csv:2 rent: 1 000 001: is above 1000000: write 1000000 or less"),
    ("vacancies", 0, "available_on", "31/02/2014",
     "data/vacancies.csv:2 available_on: 31/02/2014: this day does not exist: "
     "correct the day, the month or the year"),
    ("households", 0, "persons", "0",
     "data/households.csv:2 persons: 0: is below 1: write 1 or more"),
    ("households", 0, "persons", "2.5",
     "data/households.csv:2 persons: 2.5: is not a whole number: write a whole number"),
    ("households", 0, "persons", "",
     "data/households.csv:2 persons: is empty: write it: number of persons"),
    ("households", 0, "reference_income", "99999999999999999999",
     "data/households.csv:2 reference_income: 99999999999999999999: is above 1000000000: "
     "write 1000000000 or less"),
    ("households", 0, "quartile", "5",
     "data/households.csv:2 quartile: 5: is above 4: write 4 or less"),
    ("households", 0, "ceiling_category", "7",
     "data/households.csv:2 ceiling_category: 7: is above 6: write 6 or less"),
    ("households", 0, "adults", "4",
     "data/households.csv:2 adults: 4: more adults than persons: correct adults or persons"),
    ("households", 0, "children", "4",
     "data/households.csv:2 children: 4: more children than persons: correct children or persons"),
    ("households", 0, "under_14", "3",
     "data/households.csv:2 under_14: 3: everybody is under 14: correct under_14 or persons"),
    ("households", 0, "communes", "37261|37000",
     "data/households.csv:2 communes: 37261|37000: 37000 is not in communes: "
     "the known ones are 37122, 37261"),
    ("households", 0, "contingents", "X1",
     "data/households.csv:2 contingents: X1: X1 is not in contingents: "
     "the known ones are C1, E1"),
    ("households", 0, "occupies", "P3",
     "data/households.csv:2 occupies: P3: P3 is not in programmes: the known ones are P1, P2"),
    ("households", 0, "requested_on", "soon",
     "data/households.csv:2 requested_on: soon: is not a date: "
     "write it as 2014-12-31 or 31/12/2014"),
    ("households", 1, "household", "M1",
     "data/households.csv:3 household: M1: line 2 already has this identifier: "
     "give each row its own, or delete one"),
    ("households", 1, "household", "",
     "data/households.csv:3 household: is empty: write it: identifier of the household"),
    ("contingents", 0, "kind", "mairie",
     "data/contingents.csv:2 kind: mairie: is not a known value: the known ones are "
     "action_logement, bailleur, commune, departement, epci, etat_agents, etat_prioritaires"),
    ("contingents", 0, "commune", "37000",
     "data/contingents.csv:2 commune: 37000: 37000 is not in communes: "
     "the known ones are 37122, 37261"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column", "cell", "sentence"), CELLS)
def test_a_broken_cell_is_named_with_its_line_and_its_remedy(
    tables: Tables, faults: FaultReader, table: str, row: int, column: str, cell: str, sentence: str
) -> None:
    for other in tables[table]:
        other.setdefault(column, "")
    tables[table][row][column] = cell
    assert sentence in faults()


def test_a_typology_above_its_largest_is_refused_and_the_same_one_is_not(
    tables: Tables, faults: FaultReader, read: FaultReader
) -> None:
    for other in tables["households"]:
        other |= {"typology_min": "", "typology_max": ""}
    tables["households"][0] |= {"typology_min": "T3", "typology_max": "T3"}
    read()
    tables["households"][0] |= {"typology_min": "T4", "typology_max": "T3"}
    assert faults() == [
        "data/households.csv:2 typology_min: T4: the smallest typology is above the largest: "
        "correct typology_min or typology_max"
    ]


def test_a_refused_cell_hides_nothing_between_the_others_of_its_row(
    tables: Tables, faults: FaultReader
) -> None:
    tables["households"][0] |= {"adults": "3", "persons": "2", "quartile": "5"}
    tables["households"][1] |= {"adults": "3", "persons": "none", "quartile": ""}
    assert [fault.split(": ")[0] for fault in faults()] == [
        "data/households.csv:3 persons",
        "data/households.csv:2 quartile",
        "data/households.csv:2 adults",
    ]


def test_every_fault_of_every_table_comes_at_once(tables: Tables, faults: FaultReader) -> None:
    tables["vacancies"][0]["rent"] = "-1"
    tables["vacancies"][1]["typology"] = "big"
    tables["households"][0]["persons"] = "none"
    tables["programmes"][1]["commune"] = "37999"
    found = faults()
    assert len(found) == 4
    for place in ("vacancies.csv:2 rent", "vacancies.csv:3 typology", "households.csv:2 persons",
                  "programmes.csv:3 commune"):  # fmt: skip
        assert any(place in sentence for sentence in found)


def test_a_value_repeated_everywhere_is_not_named_thousands_of_times(
    tables: Tables, faults: FaultReader
) -> None:
    model = tables["households"][1]
    tables["households"] += [model | {"household": f"X{n}", "persons": "no"} for n in range(60)]
    found = faults()
    assert len(found) == 50
    assert "(and 10 more rows)" in found[-1]


@pytest.mark.parametrize("table", ["communes", "programmes", "vacancies", "households",
                                   "contingents"])  # fmt: skip
def test_a_required_table_is_missed(tables: Tables, faults: FaultReader, table: str) -> None:
    del tables[table]
    assert (
        f"data: {table}: the table is missing: "
        f"add {table}.csv, {table}.parquet, or a sheet {table} in a workbook" in faults()
    )


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_workbook_in_another_format_is_told_to_be_saved_again(
    tmp_path: Path, faults: FaultReader, ending: str
) -> None:
    """Even where it is an .xlsx with another name, and in a folder as well as by itself."""
    book = write_template(tmp_path / "book.xlsx")[0]
    (tmp_path / "data").mkdir()
    for place in (tmp_path, tmp_path / "data"):
        (place / f"old.{ending}").write_bytes(book.read_bytes())
    assert faults(write=False) == [
        f"data/old.{ending}: this is not a workbook the program can open: save it as .xlsx"
    ]
    assert faults(SCENARIO.replace('"data"', f'"old.{ending}"'), write=False) == [
        f"scenario.toml:3 data: old.{ending}: this is not a workbook the program can open: "
        "save it as .xlsx, and give that name"
    ]


def test_a_missing_table_is_told_from_a_file_named_nearly_so(
    tmp_path: Path, tables: Tables, faults: FaultReader
) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/households.csv").rename(tmp_path / "data/Household.csv")
    assert faults(write=False) == [
        "data: households: the table is missing: add households.csv, or rename Household.csv"
    ]


def test_a_missing_column_is_told_from_one_named_nearly_so(
    tables: Tables, faults: FaultReader
) -> None:
    for row in tables["vacancies"]:
        row["Surface (m2)"] = row.pop("surface")
    assert faults() == [
        "data/vacancies.csv:1 surface: the column is missing: "
        "add it (living area, in square metres), or rename Surface (m2)"
    ]


def test_a_table_given_in_two_formats_is_refused(
    tmp_path: Path, tables: Tables, faults: FaultReader
) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/communes.parquet").write_bytes(b"anything")
    assert (
        faults(write=False)
        == [
            "data: communes: the table is given 2 times: "
            "keep one of data/communes.csv, data/communes.parquet",
            "data: communes: the table is missing",
        ][:1]
    )


SHAPES = [
    ("commune,name,name\n37261,Tours,x\n", "data/communes.csv:1 name: two columns have this name: "
     "rename one of them, or delete it"),
    ("commune,,name\n37261,x,Tours\n", "data/communes.csv:1: column 2 has no name: "
     "name it in the first row, or delete it"),
    ("commune,name,contrat_de_ville\n37261,Tours\n",
     "data/communes.csv:2: 2 cells where the header has 3: write the cells that are missing; "
     "a cell with a line break needs double quotes"),
    ("commune,name,contrat_de_ville\n37261,Tours,true,more\n",
     "data/communes.csv:2: 4 cells where the header has 3: put in double quotes the cell that "
     "holds a comma"),
    ("commune;name;contrat_de_ville\n37261;Tours;Nord;true\n",
     "data/communes.csv:2: 4 cells where the header has 3: put in double quotes the cell that "
     "holds a semicolon"),
    ("commune\tname\tcontrat_de_ville\n37261\tTours\tNord\ttrue\n",
     "data/communes.csv:2: 4 cells where the header has 3: put in double quotes the cell that "
     "holds a tab"),
    ("", "data/communes.csv: the file is empty: write the names of the columns in its first row"),
    ('commune,name,contrat_de_ville\n37122,Joué,true\n37261,"Tours,true\n',
     "data/communes.csv:3: a double quote opens in this row and is not closed as it should be: "
     'close it, and write "" for a double quote inside a cell'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), SHAPES)
def test_a_broken_csv_is_named(
    tmp_path: Path, tables: Tables, faults: FaultReader, text: str, sentence: str
) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/communes.csv").write_text(text, encoding="utf-8")
    assert sentence in faults(write=False)


COMMAS = [
    # the first row of a table of width 3, and what is said of it
    ("37261,400,50,Tours", "4 cells where the header has 3: if 400,50 is one number with a "
     "decimal comma, put it in double quotes, or separate the cells with semicolons"),
    # The last cell is empty: nothing is cut off, and the others are not shifted in silence.
    ("37261,400,50,", "4 cells where the header has 3: if 400,50 is one number with a "
     "decimal comma, put it in double quotes, or separate the cells with semicolons"),
    ("37261,Tours,37261,37122", "4 cells where the header has 3: "
     "separate the items of a list with |, as in 37261|37122"),
    ("37261,Tours,false,", ""),  # a comma at the end of a row
    ("37261,400,true,", ""),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), COMMAS)
def test_a_comma_inside_a_cell_is_told_from_one_cell_too_many(
    tmp_path: Path, tables: Tables, faults: FaultReader, row: str, said: str
) -> None:
    write_tables(tmp_path / "data", tables)
    text = f"commune,name,contrat_de_ville\n{row}\n37122,Joué,true\n"
    (tmp_path / "data/communes.csv").write_text(text, encoding="utf-8")
    (tmp_path / "data/contingents.csv").unlink()
    found = [fault for fault in faults(write=False) if "communes.csv" in fault]
    assert found == ([f"data/communes.csv:2: {said}"] if said else [])


def test_commas_at_the_end_of_every_row_are_no_fault(
    tmp_path: Path, tables: Tables, read: FaultReader
) -> None:
    write_tables(tmp_path / "data", tables)
    text = "programme,bailleur,commune,dwellings,aci_households,fragility\n"
    rows = "P1,B1,37261,120,15,1,\nP2,B2,37122,140,25,0,\n"
    (tmp_path / "data/programmes.csv").write_text(text + rows, encoding="utf-8")
    read(write=False)


def cut_a_row(rows: list[str]) -> list[str]:
    """Return the lines of a table whose first row lacks its last cell."""
    return [rows[0], rows[1].rpartition(",")[0], *rows[2:]]


def lengthen_a_row(rows: list[str]) -> list[str]:
    return [rows[0], rows[1] + ",more", *rows[2:]]


def name_identifiers_twice(rows: list[str]) -> list[str]:
    return [rows[0] + "," + rows[0].split(",")[0], *(row + ",other" for row in rows[1:])]


def name_no_identifiers(rows: list[str]) -> list[str]:
    return ["," + rows[0].partition(",")[2], *rows[1:]]


def empty_an_identifier(rows: list[str]) -> list[str]:
    return [rows[0], "," + rows[1].partition(",")[2], *rows[2:]]


BREAKS = [
    # how a table is broken, what is said of it
    (cut_a_row, [":2: {less} cells where the header has {width}"]),
    (lengthen_a_row, [":2: {more} cells where the header has {width}"]),
    (name_identifiers_twice, [":1 {identifier}: two columns have this name"]),
    (name_no_identifiers, [":1: column 1 has no name", ":1 {identifier}: the column is missing"]),
    (empty_an_identifier, [":2 {identifier}: is empty"]),
]


@pytest.mark.parametrize(("broken", "said"), BREAKS)
@pytest.mark.parametrize("table", ["communes", "programmes", "vacancies", "households",
                                   "contingents"])  # fmt: skip
def test_a_table_that_cannot_be_wholly_read_makes_no_name_unknown(
    tmp_path: Path,
    tables: Tables,
    faults: FaultReader,
    table: str,
    broken: Callable[[list[str]], list[str]],
    said: list[str],
) -> None:
    """Every first row is named by rows of other tables, and nobody says that it is not there."""
    tables["households"][0]["contingents"] = "C1"
    tables["decisions"] = [{"vacancy": "L1", "household": "M1", "decision": "non_attribution"}]
    write_tables(tmp_path / "data", tables)
    path = tmp_path / f"data/{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(broken(lines)) + "\n", encoding="utf-8")
    width = lines[0].count(",") + 1
    identifier = lines[0].split(",")[0]
    found = faults(write=False)
    assert len(found) == len(said), found
    for fault, start in zip(found, said, strict=True):
        place = start.format(identifier=identifier, width=width, less=width - 1, more=width + 1)
        assert fault.startswith(f"data/{table}.csv{place}")


def test_a_table_read_in_part_is_still_judged_for_what_it_names(
    tmp_path: Path, tables: Tables, faults: FaultReader
) -> None:
    tables["vacancies"][1]["programme"] = "P9"
    write_tables(tmp_path / "data", tables)
    path = tmp_path / "data/vacancies.csv"
    path.write_text("\n".join(cut_a_row(path.read_text().splitlines())))
    assert faults(write=False)[1:] == [
        "data/vacancies.csv:3 programme: P9: P9 is not in programmes: the known ones are P1, P2"
    ]


@pytest.mark.parametrize("twice", ["persons", "adults", "note"])
def test_a_column_given_twice_is_said_once_and_judged_by_neither(
    tmp_path: Path, tables: Tables, faults: FaultReader, twice: str
) -> None:
    """Neither as a number, nor against its neighbours, nor as missing for a filter."""
    tables["households"][0] |= {"adults": "3", "persons": "3", "note": "x"}
    write_tables(tmp_path / "data", tables)
    path = tmp_path / "data/households.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([f"{header},{twice}", *(f"{row},?" for row in rows)]))
    quota = '[[quotas]]\nid = "q"\nmax = 1\nwho = { note = "x" }\n'
    assert faults(SCENARIO + quota, write=False) == [
        f"data/households.csv:1 {twice}: two columns have this name: "
        "rename one of them, or delete it"
    ]


def test_a_missing_column_makes_no_rule_between_cells_broken(
    tables: Tables, faults: FaultReader
) -> None:
    for row in tables["households"]:
        del row["persons"]
        row["adults"] = "2"
    assert faults() == [
        "data/households.csv:1 persons: the column is missing: add it: number of persons"
    ]


def test_a_file_that_is_no_text_is_named(
    tmp_path: Path, tables: Tables, faults: FaultReader
) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/communes.csv").write_bytes(b"\x00\x01\x02")
    assert (
        "data/communes.csv: the file is not a text in UTF-8 or Windows-1252: "
        "save it again as CSV UTF-8" in faults(write=False)
    )


def test_parquet_that_is_none_is_named(tmp_path: Path, tables: Tables, faults: FaultReader) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/communes.csv").unlink()
    (tmp_path / "data/communes.parquet").write_bytes(b"anything")
    assert (
        "data/communes.parquet: the file cannot be read as Parquet: "
        "write it again, or give a CSV file" in faults(write=False)
    )


def test_the_line_of_a_fault_counts_line_breaks_inside_quotes(
    tmp_path: Path, tables: Tables, faults: FaultReader
) -> None:
    write_tables(tmp_path / "data", tables)
    # Line 1 header; 2 and 3 the first row; its broken cell stands on line 3; then line 4.
    (tmp_path / "data/communes.csv").write_text(
        'commune,name,contrat_de_ville\n37261,"Tours\nville",perhaps\n37122,Joué,never\n',
        encoding="utf-8",
    )
    found = faults(write=False)
    assert any(sentence.startswith("data/communes.csv:3 contrat_de_ville") for sentence in found)
    assert any(sentence.startswith("data/communes.csv:4 contrat_de_ville") for sentence in found)


def test_blank_rows_move_no_line(tmp_path: Path, tables: Tables, faults: FaultReader) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/communes.csv").write_text(
        "commune,name,contrat_de_ville\n37261,Tours,true\n\n,,\n37122,Joué,never\n",
        encoding="utf-8",
    )
    assert [s for s in faults(write=False) if "never" in s] == [
        "data/communes.csv:5 contrat_de_ville: never: is neither yes nor no: "
        "write true or false (oui, non, 1, 0)"
    ]


def test_a_household_frees_at_most_one_dwelling(tables: Tables, faults: FaultReader) -> None:
    tables["vacancies"][0]["freed_by"] = "M1"  # L2 is already freed by M1
    assert faults() == [
        f"data/vacancies.csv:{line} freed_by: M1: this household would free several dwellings: "
        "a household frees at most one: keep it on one row"
        for line in (2, 3)
    ]


def test_degrees_are_needed_where_the_scenario_says_they_are_given(
    tables: Tables, faults: FaultReader, read: FaultReader
) -> None:
    for row in tables["programmes"]:
        del row["fragility"]
    assert faults() == [
        "data/programmes.csv:1 fragility: the column is missing, and the scenario says that "
        "degrees are given: add it: the degree of fragility of each programme, 0 = not fragile"
    ]
    read(SCENARIO.replace('[fragility]\nmethod = "given"\n', ""))


def test_a_dataset_that_is_not_there_is_named(faults: FaultReader) -> None:
    assert (
        "scenario.toml:3 data: nowhere: there is no such dataset folder or workbook: "
        "correct the path; it starts from the folder of the scenario"
        in faults(SCENARIO.replace('"data"', '"nowhere"'), write=False)
    )


def test_a_dataset_that_is_no_workbook_is_named(tmp_path: Path, faults: FaultReader) -> None:
    (tmp_path / "book.xlsx").write_text("no workbook", encoding="utf-8")
    assert (
        "scenario.toml:3 data: book.xlsx: this is not a workbook the program can open: "
        "give a dataset folder, or a workbook in .xlsx"
        in faults(SCENARIO.replace('"data"', '"book.xlsx"'), write=False)
    )


def test_scenario_and_tables_are_judged_together(tables: Tables, faults: FaultReader) -> None:
    tables["vacancies"][0]["rent"] = "-1"
    found = faults(SCENARIO + "colour = 1\n")
    assert any("colour" in sentence for sentence in found)
    assert any("rent" in sentence for sentence in found)


def test_tables_without_a_row_to_point_to_are_named(
    tmp_path: Path, tables: Tables, faults: FaultReader
) -> None:
    write_tables(tmp_path / "data", tables)
    (tmp_path / "data/programmes.csv").write_text("programme,bailleur,commune,fragility\n")
    assert (
        "data/vacancies.csv:2 programme: P1: P1 is not in programmes: there is none to name"
        in faults(write=False)
    )


def test_hundreds_of_unknown_names_are_not_each_compared(
    tables: Tables, faults: FaultReader
) -> None:
    model = tables["households"][1]
    for number in range(30):
        name = f"X{number:02}"
        tables["households"].append(model | {"household": name, "occupies": f"Q{number:02}"})
    found = faults()
    assert len(found) == 30
    assert found[19].endswith("the known ones are P1, P2")
    assert found[20].endswith("correct it, or add it to programmes")
