"""Any spreadsheet by a mapping: units, codes, dates, and a draft from its headers."""

import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.importers.sheet.conftest import (
    HEAD,
    PROGRAMMES,
    cells,
    draft_of,
    drafted,
    imported,
    workbook,
)

from repartition.errors import InputError
from repartition.importers.files import source_file
from repartition.importers.sheet import draft_mapping, read_mapping, read_sheet
from repartition.importers.sheet.reading import OPS
from repartition.importers.sheet.spelling import usual_headers
from repartition.ingest.forbidden import ABOUT_PEOPLE, tells_origin_or_name

# --------------------------------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("table", "ours", "unit", "theirs", "cell"),
    [
        ("households", "monthly_income", "", "1 234,50 €", "1234.5"),
        ("households", "monthly_income", "euros_per_month", "1234.5", "1234.5"),
        ("households", "monthly_income", "euros_per_year", "18000", "1500"),
        ("households", "monthly_income", "euros_per_year", "10000", "833.33"),  # 833.333…
        ("households", "monthly_income", "thousand_euros_per_year", "18", "1500"),
        ("households", "monthly_income", "cents_per_month", "150050", "1500.5"),
        ("households", "reference_income", "", "14500 EUR", "14500"),
        ("households", "reference_income", "thousand_euros_per_year", "14,5", "14500"),
        ("households", "reference_income", "euros_per_month", "1000", "12000"),
        ("vacancies", "rent", "euros_per_year", "4800", "400"),
        ("vacancies", "surface", "", "62,5 m²", "62.5"),
        ("vacancies", "surface", "square_decimetres", "6250", "62.5"),
        ("vacancies", "typology", "rooms", "3", "T3"),
        ("vacancies", "typology", "rooms", "6 et plus", "T6 et plus"),
        ("vacancies", "typology", "rooms", "T3", "T3"),
        ("programmes", "share_under_20", "share", "0,315", "31.5"),
        ("programmes", "share_under_20", "percent", "31,5 %", "31.5"),
        ("programmes", "share_under_20", "", "31,5 %", "31,5 %"),  # a column of their own: as it is
    ],
)
def test_a_figure_becomes_the_unit_of_its_column(
    tmp_path: Path, table: str, ours: str, unit: str, theirs: str, cell: str
) -> None:
    key = {"households": "household", "vacancies": "vacancy", "programmes": "programme"}[table]
    source = f'{ours} = {{ column = "B", unit = "{unit}" }}' if unit else f'{ours} = "B"'
    given = imported(tmp_path, f"A;B\nX1;{theirs}\n", f'{key} = "A"\n{source}\n', table=table)

    assert cells(given, ours) == [cell]


@pytest.mark.parametrize(
    ("ours", "unit", "known"),
    [
        ("monthly_income", "euros", "euros_per_month"),
        ("persons", "percent", "there is none to name"),
        ("own_column", "euros_per_year", "percent, share"),
    ],
)
def test_a_unit_that_a_column_does_not_have_is_refused(
    tmp_path: Path, ours: str, unit: str, known: str
) -> None:
    source = f'household = "A"\n{ours} = {{ column = "B", unit = "{unit}" }}\n'
    with pytest.raises(InputError, match=f"this column has no such unit.*{known}"):
        imported(tmp_path, "A;B\n1;2\n", source)


# ------------------------------------------------------------------------- codes, dates, values


def test_codes_dates_and_values_for_every_row(tmp_path: Path) -> None:
    given = imported(
        tmp_path,
        "N;ACI;Date\nM1;O;03.05.2021\nM2;N;4.5.2021\nM3;?;31.02.2021\nM4;;\n",
        'household = "N"\n'
        'aci = { column = "ACI", codes = { O = "true", N = "false" } }\n'
        'seen = { value = "2026" }\n'
        'decided = "Date"\n'
        'requested_on = { column = "Date", format = "%d.%m.%Y" }\n',
    )
    # M3's code and day cannot be read, M4's are empty: both rows lack what is required.
    assert cells(given, "household") == ["M1", "M2"]
    assert cells(given, "aci") == ["true", "false"]
    assert cells(given, "requested_on") == ["2021-05-03", "2021-05-04"]
    assert cells(given, "seen") == ["2026", "2026"]
    assert list(given.account.unknown_codes) == [("aci", "?", "read as empty")]
    assert (given.account.rows_read, given.account.rows_kept) == (4, 2)
    assert {reason: found.places for reason, found in given.account.dropped.items()} == {
        "aci is empty, or could not be read": ["line 4", "line 5"]
    }


def test_a_figure_that_cannot_be_read_is_counted_without_being_shown(tmp_path: Path) -> None:
    given = imported(tmp_path, "N;P\nM1;45\nM2;SECRET\n", 'household = "N"\npoints = "P"\n')
    assert cells(given, "points") == ["45", ""]
    assert "SECRET" not in "\n".join(given.account.lines())
    assert list(given.account.odd_figures) == ["points: is not a number; read as empty"]


def test_an_identifier_is_kept_as_it_is_written_and_comes_once(tmp_path: Path) -> None:
    given = imported(
        tmp_path, "N;P\n01234;1\n01234;2\n1234;3\n;4\n", 'household = "N"\npoints = "P"'
    )

    assert cells(given, "household") == ["01234", "1234"]
    assert cells(given, "points") == ["1", "3"]
    assert given.account.dropped["an earlier row has the same identifier"].places == ["line 3"]
    assert given.tables[0].places == ("line 2", "line 4")


def test_a_broken_row_is_dropped_and_the_others_are_read(tmp_path: Path) -> None:
    given = imported(tmp_path, "N;P\nM1;1\nM2;2;3;4\nM3;3\n", 'household = "N"\npoints = "P"')

    assert cells(given, "household") == ["M1", "M3"]
    assert (given.account.rows_read, given.account.rows_kept) == (3, 2)


# --------------------------------------------------------------------- programmes by their name


def test_programmes_are_found_by_the_name_the_dataset_gives_them(tmp_path: Path) -> None:
    given = imported(
        tmp_path,
        "Nom;< 20 %\nLES TILLEULS;31,5 %\nRésidence d'Été;n.c.\nInconnue;3\nDouble;4\n"
        "Les Tileuls;5\n",
        'programme = { column = "Nom", match = "name" }\nshare_under_20 = "< 20 %"\n',
        table="programmes",
        kind=OPS,
    )
    assert cells(given, "programme") == ["P1", "P2"]
    assert cells(given, "share_under_20") == ["31.5", ""]
    assert [key[:2] for key in given.account.unknown_codes] == [
        ("programme", "Inconnue"),
        ("programme", "Double"),
        ("programme", "Les Tileuls"),
    ]
    assert [treated for _column, _code, treated in given.account.unknown_codes] == [
        "no programme of the dataset has this name",
        "several programmes of the dataset have this name",
        "no programme of the dataset has this name; the nearest is Les Tilleuls",
    ]
    assert not given.account.warnings
    assert "share_under_20: is not a number; read as empty" in given.account.odd_figures


def test_programmes_that_a_survey_would_make_anew_are_named_with_the_nearest(
    tmp_path: Path,
) -> None:
    given = imported(
        tmp_path, "Code;< 20 %\nP1;3\nP11;4\nLa Gare;5\nLes Tileuls;6\n",
        'programme = "Code"\nshare_under_20 = "< 20 %"\n', table="programmes", kind=OPS,
    )  # fmt: skip
    assert cells(given, "programme") == ["P1", "P11", "La Gare", "Les Tileuls"]
    assert [(code, treated) for _c, code, treated in given.account.unknown_codes] == [
        ("P11", "not found in the dataset, made anew; the nearest is P1"),
        ("La Gare", "not found in the dataset, made anew"),
        ("Les Tileuls", "not found in the dataset, made anew; the nearest is Les Tilleuls"),
    ]
    (warning,) = given.account.warnings
    assert warning.startswith("3 programmes were not found in the dataset and are made anew")


# ------------------------------------------------------------------------------------ workbooks


def test_a_sheet_below_its_title(tmp_path: Path) -> None:
    content = workbook(
        tmp_path / "made.xlsx",
        [["Demandes en cours"], [], ["N°", "Pts"], ["M1", 45], ["M2", 12.5]],
    )
    given = imported(
        tmp_path, content, 'household = "N°"\npoints = "Pts"', name="file.xlsx",
        top='sheet = "Demandes"\nheader_row = 3\n',
    )  # fmt: skip
    assert cells(given, "points") == ["45", "12.5"]


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    content = workbook(tmp_path / "made.xlsx", [["N°"], ["M1"]])
    with pytest.raises(InputError, match=r"no sheet Demande: write Demandes\?"):
        imported(tmp_path, content, 'household = "N°"', name="file.xlsx", top='sheet = "Demande"\n')


# -------------------------------------------------------------------- what a mapping may not say


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ('persons = "B"', "nothing says which row is which"),
        ('household = "A"\nnationalite = "B"', "nothing may be decided by this"),
        ('household = "A"\nx = "Nationalité"', "nothing may be decided by this"),
        ('household = "A"\nx = "Nom du conjoint"', "nothing may be decided by this"),
        ('household = "A"\nx = "Sexe (H/F)"', "nothing may be decided by this"),
        ('household = "A"\nx = "Pays de naissance"', "nothing may be decided by this"),
        ('household = "A"\nx = { column = "B", value = "1" }', "either a column of theirs or one"),
        ('household = "A"\nx = {}', "either a column of theirs or one"),
        ('household = "A"\nx = { colum = "B" }', r"is not a key known here: write column\?"),
        ('household = { column = "A", match = "name" }', "only programmes are found by their name"),
        ('household = "A"\npoints = "C"', r"has no such column: see its header row"),
        ('household = "A"\nx = "Nationalite du conjoint"', "nothing may be decided by this"),
        ('household = "A"\npoints = "Twice"', "two columns have this name"),
    ],
)
def test_every_fault_of_a_mapping_is_said(tmp_path: Path, columns: str, said: str) -> None:
    text = "A;B;Nationalité;Twice;Twice\n1;2;3;4;5\n" if "Twice" in columns else "A;B\n1;2\n"
    with pytest.raises(InputError, match=said):
        imported(tmp_path, text, columns)


def test_a_mapping_of_another_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(HEAD.format(table="vacancies") + 'vacancy = "A"\n')
    with pytest.raises(InputError, match="this import is about another table: write programmes"):
        read_mapping(tmp_path / "m.toml", table="programmes")


# --------------------------------------------------------------------------------------- drafts


def test_a_draft_finds_headers_units_codes_and_dates(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path,
        "Export du 3 mai;;;;;;\n\n"
        "N° unique;Nom;Ressources annuelles;Public ACI;Date demande;Tél;Quartier\n"
        "1;DUPOND;18000;O;03.05.2021;02;S\n2;DURAND;9000;N;04.05.2021;03;S\n",
        "households",
    )
    mapping = tomllib.loads(draft)

    assert mapping["header_row"] == 3
    assert mapping["columns"] == {
        "household": "N° unique",
        "monthly_income": {"column": "Ressources annuelles", "unit": "euros_per_year"},
        "aci": {"column": "Public ACI", "codes": {"O": "true", "N": "false"}},
        "requested_on": {"column": "Date demande", "format": "%d.%m.%Y"},
    }
    assert '# persons = ""  # number of persons (required)' in draft
    assert "# 1 header of yours is not used" in draft
    assert "nothing may be decided by it: Nom, Tél." in draft
    assert "DUPOND" not in draft
    assert "Quartier" not in draft


@pytest.mark.parametrize("table", sorted(ABOUT_PEOPLE))
def test_no_header_that_may_not_be_used_is_ever_guessed(table: str) -> None:
    words = [word for found in usual_headers()[table].values() for word in found]
    assert not [word for word in words if tells_origin_or_name(word)]


def test_a_draft_is_a_mapping_that_reads_the_file(tmp_path: Path) -> None:
    text = "Logement;Résidence;Pièces;Surface;Financement;Loyer\nL1;R1;3;62,5;PLUS;380,20\n"
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="cp1252")
    mapping = tmp_path / "m.toml"
    mapping.write_text(draft_mapping(source_file(path), "vacancies").text, encoding="utf-8")
    given = read_sheet(
        source_file(path), read_mapping(mapping), kind="sheet", source="", programmes=PROGRAMMES
    )
    assert {name: cell for name, (cell,) in given.tables[0].columns.items()} == {
        "vacancy": "L1",
        "programme": "R1",
        "typology": "T3",
        "surface": "62.5",
        "financing": "PLUS",
        "rent": "380.2",
    }


def test_a_survey_is_drafted_by_the_names_of_its_programmes(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "Nom résidence;< 20 %\nA;3\n", "programmes", named=True)
    assert tomllib.loads(draft)["columns"] == {
        "programme": {"column": "Nom résidence", "match": "name"},
        "share_under_20": "< 20 %",
    }


@pytest.mark.parametrize(
    ("header", "cells", "by_name"),
    [
        ("Résidence", "Les Tilleuls;3\nLa Gare;4", True),
        ("Programme", "LES TILLEULS;3", True),
        ("Résidence", "La Gare;3", True),  # no identifier, no name known: not called a code
        ("Résidence", "P1;3\nP2;4\nLa Gare;5", False),
        ("Code programme", "X1;3", False),
        ("Code programme", "Les Tilleuls;3", True),
    ],
)
def test_a_survey_finds_programmes_by_name_unless_it_has_their_identifiers(
    tmp_path: Path, header: str, cells: str, by_name: bool
) -> None:
    draft = drafted(tmp_path, f"{header};< 20 %\n{cells}\n", "programmes", named=True)
    theirs = {"column": header, "match": "name"} if by_name else header
    assert tomllib.loads(draft)["columns"]["programme"] == theirs


def test_a_column_that_cannot_be_read_yet_is_drafted_with_its_unit_and_said(
    tmp_path: Path,
) -> None:
    rows = [["N° unique", "Ressources annuelles"], ["M1", 18000], ["M2", "=9000*2"]]
    content = workbook(tmp_path / "made.xlsx", rows)
    draft = draft_of(tmp_path, content, "households", "f.xlsx")

    assert tomllib.loads(draft.text)["columns"]["monthly_income"] == {
        "column": "Ressources annuelles",
        "unit": "euros_per_year",
    }
    (caution,) = draft.cautions
    assert "f.xlsx[Demandes]:3 Ressources annuelles" in caution
    assert "this formula has no stored result" in caution


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("N° unique;RFR;RFR\n1;2;3\n", ["f.csv:1 RFR: two columns have this name"]),
        ("N° unique;Ressources;\n;mensuelles;annuelles\n1;2;3\n",
         ["f.csv: column 3 has no name on line 1: where names stand on two lines"]),
        (";;Revenus\nN° unique;RFR;\n1;2;3\n", ["f.csv: column 3 has no name on line 2"]),
        ("N° unique;RFR;\n1;2;\n", []),
    ],
)  # fmt: skip
def test_a_draft_says_which_headers_have_to_be_put_right(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    cautions = draft_of(tmp_path, text, "households").cautions
    assert [caution[: len(start)] for caution, start in zip(cautions, said, strict=True)] == said


@pytest.mark.parametrize(("rows", "hidden"), [([], False), ([["Code INSEE", "Commune"]], True)])
def test_the_first_sheet_that_is_shown_and_has_headers_is_drafted_from(
    tmp_path: Path, rows: list[list[str]], hidden: bool
) -> None:
    path = tmp_path / "f.xlsx"
    workbook(path, rows, title="Ancien")
    book = load_workbook(path)
    if hidden:
        book["Ancien"].sheet_state = "hidden"
    for row in (["Code INSEE", "Commune"], [37261, "Tours"]):
        book.create_sheet("Communes") if "Communes" not in book.sheetnames else None
        book["Communes"].append(row)
    book.save(path)
    draft = draft_mapping(source_file(path), "communes")

    assert (draft.sheet, draft.header_row) == ("Communes", 1)


@pytest.mark.parametrize(("odd", "codes"), [(1, {"N": "false", "O": "true"}), (3, None)])
def test_one_long_word_among_codes_does_not_hide_them(
    tmp_path: Path, odd: int, codes: dict[str, str] | None
) -> None:
    words = [*("O", "N", "O", "N", "N"), *["peut-être"] * odd]
    text = "N° unique;ACI\n" + "".join(f"{at};{word}\n" for at, word in enumerate(words))
    column = tomllib.loads(drafted(tmp_path, text, "households"))["columns"]["aci"]
    assert (column["codes"] if isinstance(column, dict) else None) == codes


def test_headers_that_are_not_used_are_named_but_those_of_people(tmp_path: Path) -> None:
    places = draft_of(tmp_path, "Code INSEE;Commune;Canton\n1;A;3\n", "communes")
    people = draft_of(tmp_path, "N° unique;RFR;Canton\n1;2;3\n", "households")
    assert (places.unused, places.unnamed) == (("Canton",), 0)
    assert (people.unused, people.unnamed) == ((), 1)


def test_a_workbook_is_drafted_from_its_first_sheet(tmp_path: Path) -> None:
    content = workbook(tmp_path / "made.xlsx", [["titre"], ["Code INSEE", "Commune"], [1, "A"]])
    draft = tomllib.loads(drafted(tmp_path, content, "communes", "f.xlsx"))

    assert (draft["sheet"], draft["header_row"]) == ("Demandes", 2)
    assert draft["columns"] == {"commune": "Code INSEE", "name": "Commune"}


@pytest.mark.parametrize(
    ("name", "content"), [("f.xlsx", b"PK"), ("f.ods", b"PK"), ("f.csv", b"\0")]
)
def test_what_cannot_be_drafted_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(InputError):
        drafted(tmp_path, content, "households", name)
