"""Values as Excel and its users write them, and figures that cannot be right."""

import tomllib
from pathlib import Path

import pytest
from tests.importers.sheet.conftest import HEAD, PROGRAMMES, cells, drafted, imported, workbook

from repartition.errors import InputError
from repartition.importers.files import source_file
from repartition.importers.sheet import draft_mapping, read_mapping, read_sheet
from repartition.importers.sheet.reading import OPS

# -------------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("unit", "theirs", "cell"),
    [
        ("", "416.6666", "416.67"),
        ("", "416,66666666667", "416.67"),
        ("euros_per_month", "416.665001 €", "416.67"),
        ("", "1343.086", "1343.09"),  # no thousands
        ("", "0.5044", "0.5"),
        ("", "343.086 €", ""),
        ("cents_per_month", "6.000", ""),
        ("", "6.000", ""),  # six thousand, or six?
        ("euros_per_year", "6.000", ""),
        ("thousand_euros_per_year", "14.400", "1200"),
        ("", "416.66", "416.66"),
    ],
)
def test_computed_euros_are_rounded_and_what_may_be_thousands_is_refused(
    tmp_path: Path, unit: str, theirs: str, cell: str
) -> None:
    source = f'monthly_income = {{ column = "B", unit = "{unit}" }}\nhousehold = "A"\n'
    given = imported(tmp_path, f"A;B\nM1;{theirs}\nM2;1\n", source)
    assert (
        cells(given, "monthly_income")[0] if len(cells(given, "household")) == 2 else ""
    ) == cell


def test_a_figure_that_a_workbook_computed_has_decimals_and_no_thousands(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Logement", "Loyer"], ["L1", 343.086], ["L2", "343.087"], ["L3", 400], ["L4", 343.0861]
    ]  # fmt: skip
    given = imported(
        tmp_path, workbook(tmp_path / "made.xlsx", rows), name="file.xlsx", table="vacancies",
        columns='vacancy = "Logement"\nrent = "Loyer"\n',
    )  # fmt: skip
    assert cells(given, "vacancy") == ["L1", "L3", "L4"]
    assert cells(given, "rent") == ["343.09", "400", "343.09"]
    assert {what: found.places for what, found in given.account.odd_figures.items()} == {
        "rent: more than two decimals; rounded to the cent": ["line 2", "line 5"],
        "rent: has more than 2 decimals; read as empty": ["line 3"],
    }


@pytest.mark.parametrize("written", ["1.500,50", "2 pers", "env. 1500"])
def test_what_is_no_number_is_said_in_plain_words(tmp_path: Path, written: str) -> None:
    given = imported(tmp_path, f"N;P\nM1;{written}\n", 'household = "N"\npoints = "P"\n')
    assert list(given.account.odd_figures) == ["points: is not a number; read as empty"]


# ----------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("form", "theirs", "day"),
    [
        ("", "2024-03-01T10:00:00", "2024-03-01"),
        ("", "2024-03-01 10:00", "2024-03-01"),
        ("", "2024-03-01 10:00:00.250", "2024-03-01"),
        ("", "01/03/2024 00:00:00", "2024-03-01"),
        ("", "2024-03-01T23:30:00Z", ""),  # of which country?
        ("%d.%m.%Y", "01.03.2024 10:00", "2024-03-01"),
        ("%d.%m.%Y %H:%M", "01.03.2024 10:00", "2024-03-01"),
        ("excel", "45352", "2024-03-01"),
        ("excel", "45352.75", "2024-03-01"),
        ("excel", "61", "1900-03-01"),
        ("excel", "60", ""),  # 29 February 1900, which was not
        ("excel", "01/03/2024", "2024-03-01"),
        ("excel", "01/03/2024 08:00", "2024-03-01"),
        ("%d.%m.%Y", "2024-03-01 10:00:00", "2024-03-01"),  # a day Excel knew as such
    ],
)
def test_a_day_is_read_with_its_hour_or_as_excel_counts_it(
    tmp_path: Path, form: str, theirs: str, day: str
) -> None:
    source = f'available_on = {{ column = "B", format = "{form}" }}\nvacancy = "A"\n'
    given = imported(tmp_path, f"A;B\nL1;{theirs}\n", source, table="vacancies")
    assert cells(given, "available_on") == [day]


@pytest.mark.parametrize(
    ("days", "form"),
    [
        (["45352", "20000"], "excel"),
        (["45352", "01/03/2024 08:00"], "excel"),
        (["45352", "19999"], None),
        (["20240301"], "%Y%m%d"),
        (["2024-03-01T10:00"], None),
    ],
)
def test_a_draft_proposes_how_days_are_written(
    tmp_path: Path, days: list[str], form: str | None
) -> None:
    text = "Logement;Libre le\n" + "".join(f"L{day};{day}\n" for day in days)
    column = tomllib.loads(drafted(tmp_path, text, "vacancies"))["columns"]["available_on"]
    assert (column.get("format") if isinstance(column, dict) else None) == form


@pytest.mark.parametrize("form", ["%d %d %Y", "%", "%Q", "%d.%m", "jj/mm/aaaa", "%d.%m.%Y ("])
def test_a_form_that_reads_no_day_is_a_fault_of_the_mapping(tmp_path: Path, form: str) -> None:
    columns = f'household = "A"\nrequested_on = {{ column = "B", format = "{form}" }}\n'
    if form.endswith("("):
        assert imported(tmp_path, "A;B\n1;01.03.2024 (\n", columns).account.rows_kept == 1
        return
    with pytest.raises(InputError, match=r"columns\.requested_on.*no day can be read by this"):
        imported(tmp_path, "A;B\n1;2\n", columns)


@pytest.mark.parametrize("name", ['""', '" "'])
def test_a_column_without_a_name_is_a_fault_of_the_mapping(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="a column of ours has no name"):
        imported(tmp_path, "A;B\n1;2\n", f'household = "A"\n{name} = "B"\n')


# ------------------------------------------------------------------------------------ workbooks


def test_an_identifier_that_is_a_number_has_lost_its_digits(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Titre"],
        ["Logement", "Sortant", "Loyer"],
        ["L1", "370123004567123456", 400],
        ["L2", 370123004567123456, 400],
        ["L3", 3.70123004567123e17, 400],
        ["L4", 123456789012345, 400],
        [1234567890123456, "M", 400],
    ]
    given = imported(
        tmp_path, workbook(tmp_path / "made.xlsx", rows), name="file.xlsx", table="vacancies",
        columns='vacancy = "Logement"\nfreed_by = "Sortant"\nrent = "Loyer"\n',
        top="header_row = 2\n",
    )  # fmt: skip
    assert cells(given, "vacancy") == ["L1", "L4"]
    assert cells(given, "freed_by") == ["370123004567123456", "123456789012345"]
    assert {reason[:24]: found.places for reason, found in given.account.dropped.items()} == {
        "freed_by is a number of ": ["line 4", "line 5"],
        "vacancy is a number of m": ["line 7"],
    }


def test_another_sheet_may_be_read_by_the_same_mapping(tmp_path: Path) -> None:
    path, mapping = tmp_path / "f.xlsx", tmp_path / "m.toml"
    workbook(path, [["N°"], ["M1"]], title="Mai")
    mapping.write_text('sheet = "Avril"\n' + HEAD.format(table="households") + 'household = "N°"')
    rules = read_mapping(mapping, sheet="Mai")
    given = read_sheet(source_file(path), rules, kind="sheet", source="", programmes=PROGRAMMES)

    assert cells(given, "household") == ["M1"]


@pytest.mark.parametrize("body", ["", "\n", ";\n"])
def test_a_file_without_a_row_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(InputError, match="the file has a header and no row below it"):
        imported(tmp_path, "N;P\n" + body, 'household = "N"\npoints = "P"\n')


def test_a_file_of_broken_rows_alone_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="3 cells where the header has 2"):
        imported(tmp_path, "N;P\n1;2;3\n", 'household = "N"\npoints = "P"\n')


# --------------------------------------------------------------------------------- odd figures


def test_percentages_that_cannot_be_are_counted_and_not_written(tmp_path: Path) -> None:
    given = imported(
        tmp_path,
        "R;20;40;60;N20;N40;APL;Part\n"
        "R1;30;20;60;1;2;101;0,5\nR2;10;50;40;3;2;-1;1\nR3;;5;6;;;50;0\n",
        'programme = "R"\nshare_under_20 = "20"\nshare_under_40 = "40"\nshare_under_60 = "60"\n'
        'new_under_20 = "N20"\nnew_under_40 = "N40"\non_apl = "APL"\nwithout_work = "Part"\n',
        table="programmes",
        kind=OPS,
    )
    assert cells(given, "on_apl") == ["", "", "50"]
    assert {what: sorted(each.places) for what, each in given.account.odd_figures.items()} == {
        "on_apl: no percentage from 0 to 100; read as empty": ["line 2", "line 3"],
        'without_work: no figure above 1; if they are shares of one, write unit = "share"': [
            "Part"
        ],
        "share_under_20 is above share_under_40, which counts more": ["line 2"],
        "share_under_40 is above share_under_60, which counts more": ["line 3"],
        "new_under_20 is above new_under_40, which counts more": ["line 3"],
    }


def test_shares_of_one_among_percentages_are_pointed_out(tmp_path: Path) -> None:
    given = imported(
        tmp_path, "R;A\nR1;0,327\nR2;37,2\nR3;12\nR4;0\nR5;1\n",
        'programme = "R"\non_apl = "A"\n', table="programmes", kind=OPS,
    )  # fmt: skip
    assert cells(given, "on_apl") == ["0.327", "37.2", "12", "0", "1"]
    assert {what: found.places for what, found in given.account.odd_figures.items()} == {
        "on_apl: below 1 where others are percentages: perhaps a share of one": ["line 2"]
    }


def test_a_survey_where_nobody_is_so_is_not_odd(tmp_path: Path) -> None:
    columns = 'programme = "R"\non_apl = "A"\nwithout_work = { column = "B", unit = "share" }\n'
    given = imported(tmp_path, "R;A;B\nR1;0;0,4\nR2;0;1\n", columns, table="programmes", kind=OPS)
    assert not given.account.odd_figures


def test_households_that_cannot_be_are_counted_and_kept(tmp_path: Path) -> None:
    given = imported(
        tmp_path,
        "N;D;A;P;C\nM1;2999-01-01;1;1;-5\nM2;2020-01-01;3;2;0\nM3;2020-01-01;;2;1\n",
        'household = "N"\nrequested_on = "D"\nadults = "A"\npersons = "P"\npoints = "C"\n',
    )
    assert cells(given, "household") == ["M1", "M2", "M3"]
    assert {what: found.places for what, found in given.account.odd_figures.items()} == {
        "requested_on: a day in the future": ["line 2"],
        "more adults than persons": ["line 3"],
    }


INCOMES = 'household = "N"\nmonthly_income = "E"\nreference_income = "R"\n'


@pytest.mark.parametrize(
    ("month", "odd"), [("18001", 1), ("9000", 1), ("8999", 0), ("36000", 1), ("1500", 0)]
)
def test_a_months_income_that_is_about_a_years_is_odd(tmp_path: Path, month: str, odd: int) -> None:
    rows = f"M1;{month};18000\nM2;1500;18000\nM3;1;\nM4;0;0\n"
    given = imported(tmp_path, "N;E;R\n" + rows, INCOMES)
    found = given.account.odd_figures.get(
        "monthly_income, of a month, is about reference_income, of a year"
    )
    assert (found.places if found else []) == ["line 2"] * odd
    assert not given.account.warnings


def test_where_most_months_are_like_years_the_unit_is_said_to_be_wrong(tmp_path: Path) -> None:
    rows = "M1;18001;18000\nM2;12000;14000\nM3;1000;14000\nM4;1;\n"
    given = imported(tmp_path, "N;E;R\n" + rows, INCOMES)
    (warning,) = given.account.warnings
    assert warning.startswith("2 of 3 households have in a month about what they have in a year")


@pytest.mark.parametrize(
    "header", ["0-20 %", "20-40 %", "> 60 %", "Taux de vacance", "Ressources 20"]
)
def test_a_header_that_means_another_thing_is_not_guessed(tmp_path: Path, header: str) -> None:
    text = f"Code résidence;Bailleur;{header}\nR1;B;3\n"
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    assert header not in draft_mapping(source_file(path), "programmes").guessed.values()
