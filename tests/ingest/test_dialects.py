"""However a dataset is saved, and in whatever order its rows stand, it is the same instance."""

import random
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from tests.ingest.conftest import SCENARIO, Reader, Rows, Tables, csv_text, write_tables

from repartition.domain.instance import Instance
from repartition.domain.table import Column, Table
from repartition.errors import InputError
from repartition.ingest.workbooks import cell_text

NUMBERS = {"surface", "rent", "reference_income", "monthly_income", "persons", "fragility"}
TRUTHS = {"contrat_de_ville", "aci"}
DATES = {"available_on", "requested_on"}


def content(value: object) -> object:
    """Return everything an object holds as plain values, to be compared with ``==``."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, Column):
        return (value.kind, value.cells())
    if isinstance(value, Table):
        return (value.name, [(name, content(column)) for name, column in value.columns.items()])
    if is_dataclass(value):
        return [content(getattr(value, field.name)) for field in fields(value)]
    return value


def data_of(instance: Instance) -> object:
    """Return what an instance says of its data (a caution names its file, and so may differ)."""
    return [
        content(getattr(instance, field.name)) for field in fields(Instance)
        if field.name != "cautions"
    ]  # fmt: skip


def french(column: str, cell: str) -> str:
    """Return a cell as a French office writes it."""
    if not cell:
        return cell
    if column in TRUTHS:
        return {"true": "OUI", "false": "non"}[cell]
    if column in DATES:
        return date.fromisoformat(cell).strftime("%d/%m/%Y")
    if column in NUMBERS:
        whole, _point, decimals = cell.partition(".")
        spaced = f"{int(whole):,}".replace(",", "\u202f")
        return f"{spaced},{decimals}" if decimals else spaced
    return cell


def typed(column: str, cell: str) -> object:
    """Return a cell with the type a workbook or a Parquet file gives it."""
    if not cell:
        return None
    if column in TRUTHS:
        return cell == "true"
    if column in DATES:
        return date.fromisoformat(cell)
    if column in NUMBERS or column == "commune":
        return float(cell) if "." in cell else int(cell)
    return cell


def in_french(rows: Rows) -> Rows:
    """Return rows as a French office writes them."""
    return [{column: french(column, cell) for column, cell in row.items()} for row in rows]


def as_utf8_with_mark(folder: Path, name: str, rows: Rows) -> None:
    (folder / f"{name}.csv").write_text(csv_text(rows), encoding="utf-8-sig")


def as_french_cp1252(folder: Path, name: str, rows: Rows) -> None:
    text = csv_text(in_french(rows), ";").replace("\u202f", "\u00a0").replace("\n", "\r\n")
    (folder / f"{name}.csv").write_bytes(text.encode("cp1252"))


def as_tabs(folder: Path, name: str, rows: Rows) -> None:
    (folder / f"{name}.csv").write_text(csv_text(in_french(rows), "\t"), encoding="utf-8")


def as_quoted_with_blanks(folder: Path, name: str, rows: Rows) -> None:
    columns = list(rows[0])
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    quoted = [",".join(f'" {cell} "' for cell in line) for line in lines]
    (folder / f"{name}.csv").write_text("\n\n".join(quoted) + "\n,,,\n", encoding="utf-8")


def as_parquet(folder: Path, name: str, rows: Rows) -> None:
    frame = pd.DataFrame([{c: typed(c, cell) for c, cell in row.items()} for row in rows])
    frame.to_parquet(folder / f"{name}.parquet")


SAVINGS: list[Callable[[Path, str, Rows], None]] = [
    as_utf8_with_mark, as_french_cp1252, as_tabs, as_quoted_with_blanks, as_parquet
]  # fmt: skip


@pytest.mark.parametrize("save", SAVINGS)
def test_a_dataset_is_the_same_however_it_is_saved(
    tmp_path: Path, tables: Tables, read: Reader, save: Callable[[Path, str, Rows], None]
) -> None:
    plain = data_of(read())
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    for name, rows in tables.items():
        save(tmp_path / "data", name, rows)
    assert data_of(read(write=False)) == plain


def workbook(path: Path, tables: Tables) -> None:
    """Write each table as a typed sheet, beside a sheet that is no table."""
    book = Workbook()
    book.active.title = "Notes"
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([typed(column, cell) for column, cell in row.items()])
    book.save(path)


@pytest.mark.parametrize("place", ["data.xlsx", "data/data.xlsx"])
def test_a_workbook_is_the_same_dataset_alone_or_in_a_folder(
    tmp_path: Path, tables: Tables, read: Reader, place: str
) -> None:
    plain = data_of(read())
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    workbook(tmp_path / place, tables)
    data = place.split("/")[0]
    scenario = SCENARIO.replace('data = "data"', f'data = "{data}"')
    again = read(scenario, write=False)
    assert data_of(again)[1:] == plain[1:]


def test_the_order_of_rows_and_columns_means_nothing(tables: Tables, read: Reader) -> None:
    for row in tables["programmes"]:
        row |= {"note": row["programme"], "alpha": "x"}
    plain = data_of(read())
    shuffle = random.Random(1).shuffle
    for name, rows in tables.items():
        rows.reverse()
        order = list(rows[0])
        shuffle(order)
        tables[name] = [{column: row[column] for column in order} for row in rows]
    assert data_of(read()) == plain


def test_an_empty_cell_is_a_missing_column(tables: Tables, read: Reader) -> None:
    plain = data_of(read())
    for name, column in (("vacancies", "charges"), ("households", "priority"),
                         ("households", "active"), ("communes", "apl_zone")):  # fmt: skip
        for row in tables[name]:
            row[column] = ""
    assert data_of(read()) == plain


def test_identifiers_are_kept_as_written(tables: Tables, read: Reader) -> None:
    for row in tables["communes"]:
        row["commune"] = row["commune"].replace("37261", "01234")
    for name in ("programmes", "contingents"):
        for row in tables[name]:
            row["commune"] = row["commune"].replace("37261", "01234")
    for row in tables["households"]:
        row["communes"] = row["communes"].replace("37261", "01234")
    assert read().communes.table.identifiers() == ["01234", "37122"]


def test_an_unknown_column_keeps_its_words(tables: Tables, read: Reader) -> None:
    for row, words in zip(tables["programmes"], ("oui", "1 234,50"), strict=True):
        row["remarque"] = words
    column = read().programmes.table.column("remarque")
    assert column is not None
    assert column.cells() == ["oui", "1 234,50"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(37261.0, "37261"), (37261, "37261"), (0.1 + 0.2, "0.3"), (350.15, "350.15"),
     (True, "true"), (date(2014, 3, 1), "2014-03-01"), (None, ""), (1e20, "100000000000000000000"),
     (1e-5, "0.00001")],
)  # fmt: skip
def test_a_workbook_cell_is_written_as_a_person_would(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_table_without_rows_is_no_fault(tmp_path: Path, tables: Tables, read: Reader) -> None:
    write_tables(tmp_path / "data", tables)
    headers = {"vacancies": "freed_by", "households": "occupies"}
    for name in headers:
        (tmp_path / f"data/{name}.csv").write_text(csv_text(tables[name]).split("\n")[0] + "\n")
    instance = read(write=False)
    assert (instance.n_households, instance.n_vacancies) == (0, 0)


def test_a_damaged_workbook_is_named(tmp_path: Path, tables: Tables, read: Reader) -> None:
    workbook(tmp_path / "data.xlsx", tables)
    with ZipFile(tmp_path / "data.xlsx") as whole, ZipFile(tmp_path / "hurt.xlsx", "w") as hurt:
        for name in whole.namelist():
            content = whole.read(name)
            hurt.writestr(name, content if "worksheets" not in name else content[:-40])
    with pytest.raises(InputError) as caught:
        read(SCENARIO.replace('"data"', '"hurt.xlsx"'), write=False)
    assert [str(fault) for fault in caught.value.faults] == [
        f"hurt.xlsx[{name}]: the workbook is damaged: open it and save it again"
        for name in ("communes", "programmes", "vacancies", "households", "contingents")
    ]


def test_an_empty_sheet_is_named(tmp_path: Path, tables: Tables, read: Reader) -> None:
    workbook(tmp_path / "data.xlsx", tables)
    book = load_workbook(tmp_path / "data.xlsx")
    book.create_sheet("decisions")
    book.save(tmp_path / "data.xlsx")
    with pytest.raises(InputError, match=r"data.xlsx\[decisions\]: the sheet is empty"):
        read(SCENARIO.replace('"data"', '"data.xlsx"'), write=False)


def test_a_fault_in_a_workbook_is_placed_on_its_row(
    tmp_path: Path, tables: Tables, read: Reader
) -> None:
    tables["communes"][1]["name"] = "two\nlines"
    tables["communes"][1]["apl_zone"] = "4"
    tables["communes"][0]["apl_zone"] = ""
    workbook(tmp_path / "data.xlsx", tables)
    with pytest.raises(InputError) as caught:
        read(SCENARIO.replace('"data"', '"data.xlsx"'), write=False)
    assert str(caught.value) == ("data.xlsx[communes]:3 apl_zone: 4: is above 3: write 3 or less")


def change(path: Path, cells: dict[str, object], sheet: str = "vacancies") -> None:
    """Write some cells of a workbook, formulas included; no result of theirs is stored."""
    book = load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"F2": "=2*300"}, "2 rent: =2*300: this formula has no stored result"),
        # The identifiers are gone, and nobody else is said to name an unknown one.
        ({"A3": "=1+1", "A2": "=1"},
         "2 vacancy: =1: this formula has no stored result (and 1 more row)"),
        # An optional column would stand at its default in silence.
        ({"J1": "charges", "J2": 50, "J3": "=J2*2"},
         "3 charges: =J2*2: this formula has no stored result"),
    ],
)  # fmt: skip
def test_a_formula_without_its_result_is_not_taken_for_an_empty_cell(
    tmp_path: Path, tables: Tables, read: Reader, cells: dict[str, object], sentence: str
) -> None:
    tables["decisions"] = [{"vacancy": "L1", "household": "M1", "decision": "non_attribution"}]
    workbook(tmp_path / "data.xlsx", tables)
    change(tmp_path / "data.xlsx", cells)
    with pytest.raises(InputError) as caught:
        read(SCENARIO.replace('"data"', '"data.xlsx"'), write=False)
    assert str(caught.value) == (
        f"data.xlsx[vacancies]:{sentence}: "
        "open the workbook, save it again, or paste the values instead of the formulas"
    )


def test_a_formula_whose_result_is_stored_is_its_result(
    tmp_path: Path, tables: Tables, read: Reader
) -> None:
    """Even where the result is an empty text, as what IF leaves below a table."""
    workbook(tmp_path / "data.xlsx", tables)
    change(tmp_path / "data.xlsx", {"F2": "=2*300", "G2": '=""'})
    stored = {b"<f>2*300</f><v></v>": b"<f>2*300</f><v>600</v>",
              b'<c r="G2"><f>""</f>': b'<c r="G2" t="str"><f>""</f>'}  # fmt: skip
    with ZipFile(tmp_path / "data.xlsx") as book, ZipFile(tmp_path / "saved.xlsx", "w") as saved:
        for name in book.namelist():
            content = book.read(name).replace(b"<v/>", b"<v></v>").replace(b"<v />", b"<v></v>")
            for old, new in stored.items():
                content = content.replace(old, new)
            saved.writestr(name, content)
    vacancies = read(SCENARIO.replace('"data"', '"saved.xlsx"'), write=False).vacancies
    assert vacancies.rent.tolist() == [60000, 29000]
    assert vacancies.contingent.tolist() == [-1, -1]


def test_a_cell_beyond_the_header_of_a_sheet_is_named(
    tmp_path: Path, tables: Tables, read: Reader
) -> None:
    workbook(tmp_path / "data.xlsx", tables)
    change(tmp_path / "data.xlsx", {"J2": "to check"})
    with pytest.raises(InputError) as caught:
        read(SCENARIO.replace('"data"', '"data.xlsx"'), write=False)
    assert str(caught.value) == (
        "data.xlsx[vacancies]:2: 10 cells where the header has 9: delete what stands beyond the "
        "last column, or give it a name in the first row"
    )


def test_lists_and_decimals_of_parquet_are_cells(
    tmp_path: Path, tables: Tables, read: Reader
) -> None:
    plain = data_of(read())
    (tmp_path / "data/households.csv").unlink()
    frame = pd.DataFrame(tables["households"])
    frame["communes"] = [["37261", "37122"], []]
    frame["monthly_income"] = [Decimal("1250.50"), Decimal("700.00")]
    frame.to_parquet(tmp_path / "data/households.parquet")
    assert data_of(read(write=False)) == plain
