"""Several sources and a person write one dataset: who has the last word on a cell."""

import json
from pathlib import Path

import pytest
from tests.importers.conftest import DAY, Give, everything_in, read_table, table_of

from repartition.errors import InputError, UsageError
from repartition.importers.account import Account
from repartition.importers.dataset import Import, merge_into
from repartition.importers.dataset.report import report_text, warnings_of
from repartition.importers.tables import KEY_COLUMNS, ImportedTable
from repartition.language import Language, spoken

TABLE = "vacancies"


def correct(data: Path, before: str, after: str, table: str = TABLE) -> None:
    """Change a table as a person does in an editor."""
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def rents(data: Path) -> dict[str, str]:
    return {row["vacancy"]: row.get("rent", "") for row in read_table(data, TABLE)}


def test_two_sources_write_rows_and_columns_of_one_table(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"}, {"vacancy": "L2", "rent": "400"})
    give("charges", TABLE, {"vacancy": "L1", "charges": "50"})

    assert read_table(data, TABLE) == [
        {"vacancy": "L1", "rent": "300", "charges": "50"},
        {"vacancy": "L2", "rent": "400", "charges": ""},
    ]


def test_the_same_source_again_replaces_what_it_gave_and_nothing_else(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"}, {"vacancy": "L2", "rent": "400"})
    give("others", TABLE, {"vacancy": "L9", "rent": "900"})

    report = give("stock", TABLE, {"vacancy": "L1", "rent": "310"}, {"vacancy": "L3", "rent": "1"})

    assert rents(data) == {"L1": "310", "L3": "1", "L9": "900"}
    assert (report.tables[0].new, report.tables[0].gone) == (1, 1)


def test_a_column_that_its_source_gives_no_more_is_emptied(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300", "energy": "D"})
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})

    assert read_table(data, TABLE) == [{"vacancy": "L1", "rent": "300", "energy": ""}]


def test_a_file_that_gives_no_row_is_refused_with_the_reasons_and_changes_nothing(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    before = everything_in(data)
    account = Account()
    account.drop("vacant, but its rent is not known", "line 2")
    empty = Import("stock", "test", "wrong.csv", "0" * 64, (table_of(TABLE, []),), account)

    with pytest.raises(InputError, match="nothing was imported or changed") as refused:
        merge_into(data, empty, on=DAY)
    assert "1 row dropped: vacant, but its rent is not known (line 2)" in str(refused.value)
    assert everything_in(data) == before


def test_a_table_that_its_source_gives_no_more_loses_its_rows_and_that_is_warned_of(
    data: Path,
) -> None:
    rent = table_of(TABLE, [{"vacancy": "L1", "rent": "300"}])
    name = table_of("communes", [{"commune": "37261", "name": "Tours"}])
    for tables in ((rent, name), (name,)):
        report = merge_into(data, Import("s", "t", "f.csv", "0" * 64, tables, Account()), on=DAY)

    assert read_table(data, TABLE) == []
    assert not (data / "imports" / "s" / "vacancies.csv").exists()
    (warning,) = warnings_of(report)
    assert warning.startswith("Warning: table vacancies: 1 of its 1 rows are gone, and 0 are new.")
    assert warning in report_text(report)


@pytest.mark.parametrize(
    ("table", "kept", "new", "warned"),
    [
        ("communes", 2, 0, False),  # two of four gone: half
        ("communes", 1, 0, True),
        ("communes", 1, 3, True),  # other rows in their place: perhaps another town's file
        (TABLE, 0, 4, False),  # dwellings to give are others every month
        (TABLE, 0, 1, True),
    ],
)
def test_a_file_that_takes_more_than_half_of_a_table_away_is_warned_of(
    give: Give, table: str, kept: int, new: int, warned: bool
) -> None:
    key = KEY_COLUMNS[table][0]
    give("stock", table, *({key: f"A{row}"} for row in range(4)))
    names = [*(f"A{row}" for row in range(kept)), *(f"B{row}" for row in range(new))]
    report = give("stock", table, *({key: name} for name in names))

    assert bool(list(warnings_of(report))) is warned


def test_importing_twice_changes_no_byte_of_the_tables(give: Give, data: Path) -> None:
    rows = [{"vacancy": "L2", "rent": "400"}, {"vacancy": "L1", "rent": "300.5"}]
    give("stock", TABLE, *rows)
    before = (data / "vacancies.csv").read_bytes()
    report = give("stock", TABLE, *reversed(rows))

    assert (data / "vacancies.csv").read_bytes() == before
    assert report.tables[0].corrected == 0


def test_the_order_of_imports_changes_no_row_where_sources_agree(
    give: Give, data: Path, tmp_path: Path
) -> None:
    one, other = {"vacancy": "L1", "rent": "3"}, {"vacancy": "L2", "charges": "4"}
    give("a", TABLE, one)
    give("b", TABLE, other)
    first = read_table(data, TABLE)
    data.rename(tmp_path / "older")
    give("b", TABLE, other)
    give("a", TABLE, one)

    assert read_table(data, TABLE) == first


# -------------------------------------------------------------------- where two sources differ


def test_of_two_sources_that_differ_the_first_is_believed_and_both_are_named(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    report = give("sheet", TABLE, {"vacancy": "L1", "rent": "310"})

    assert rents(data) == {"L1": "300"}
    (clash,) = report.tables[0].clashes
    assert (clash.kept, clash.kept_from, clash.other, clash.other_from) == (
        *("300", "stock"),
        *("310", "sheet"),
    )
    assert "conflict on rent, 1 cell: kept stock against sheet (L1: 300 ≠ 310)" in report_text(
        report
    )


def test_a_source_asked_to_come_first_is_believed_from_then_on(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    give("sheet", TABLE, {"vacancy": "L1", "rent": "310"}, first=True)
    assert rents(data) == {"L1": "310"}

    give("stock", TABLE, {"vacancy": "L1", "rent": "305"})
    assert rents(data) == {"L1": "310"}


def test_when_the_first_source_falls_silent_the_second_is_heard(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    give("sheet", TABLE, {"vacancy": "L1", "rent": "310"})
    give("stock", TABLE, {"vacancy": "L2", "rent": "500"})

    assert rents(data) == {"L1": "310", "L2": "500"}


def test_capitals_are_no_conflict(give: Give, data: Path) -> None:
    give("sheet", "communes", {"commune": "37122", "name": "Joué-lès-Tours"})
    report = give("stock", "communes", {"commune": "37122", "name": "JOUÉ-LÈS-TOURS"})

    assert report.tables[0].clashes == ()
    assert read_table(data, "communes")[0]["name"] == "Joué-lès-Tours"


def test_two_spellings_of_an_amount_are_no_conflict(give: Give) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300.50", "accessible": "true"})
    report = give("sheet", TABLE, {"vacancy": "L1", "rent": "300,5", "accessible": "oui"})

    assert report.tables[0].clashes == ()


# ------------------------------------------------------------------------ what a person writes


def test_a_cell_corrected_by_hand_stays_and_is_named_where_the_source_differs(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    correct(data, "300", "333")

    report = give("stock", TABLE, {"vacancy": "L1", "rent": "310"})

    assert rents(data) == {"L1": "333"}
    assert report.tables[0].corrected == 1
    (clash,) = report.tables[0].clashes
    assert (clash.kept, clash.kept_from, clash.other) == ("333", "", "310")
    assert "kept what was written by hand against stock" in report_text(report)

    give("stock", TABLE, {"vacancy": "L1", "rent": "320"})
    assert rents(data) == {"L1": "333"}, "the correction holds for good"


def test_a_correction_that_the_source_has_taken_over_is_none_any_more(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    correct(data, "300", "333")
    give("stock", TABLE, {"vacancy": "L1", "rent": "333"})
    report = give("stock", TABLE, {"vacancy": "L1", "rent": "340"})

    assert rents(data) == {"L1": "340"}
    assert report.tables[0].corrected == 0


def test_overwrite_puts_the_source_in_the_place_of_the_correction(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"}, {"vacancy": "L2", "rent": "400"})
    correct(data, "300", "333")
    correct(data, "vacancy,rent", "vacancy,rent,energy")
    correct(data, "333", "333,D")
    correct(data, "400", "400,E")

    give("stock", TABLE, {"vacancy": "L1", "rent": "310"}, overwrite=True)

    assert read_table(data, TABLE) == [{"vacancy": "L1", "rent": "310", "energy": "D"}]


def test_a_cell_emptied_by_hand_stays_empty(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "contingent": "C1"})
    correct(data, "C1", "")
    give("stock", TABLE, {"vacancy": "L1", "contingent": "C1"})

    assert read_table(data, TABLE) == [{"vacancy": "L1", "contingent": ""}]


def test_a_row_added_by_hand_stays_and_a_row_taken_out_stays_out(give: Give, data: Path) -> None:
    rows = [{"vacancy": "L1", "rent": "300"}, {"vacancy": "L2", "rent": "400"}]
    give("stock", TABLE, *rows)
    correct(data, "L1,300\n", "L7,700\n")

    report = give("stock", TABLE, *rows)

    assert rents(data) == {"L2": "400", "L7": "700"}
    assert report.tables[0].absent == ("L1",)
    assert "1 row taken out by hand stays out: L1" in report_text(report)


def test_a_table_of_which_every_row_was_taken_out_stays_empty(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    correct(data, "L1,300\n", "")
    report = give("stock", TABLE, {"vacancy": "L1", "rent": "300"})

    assert read_table(data, TABLE) == []
    assert report.tables[0].absent == ("L1",)


def test_a_hand_made_table_is_filled_and_not_overruled(give: Give, data: Path) -> None:
    data.mkdir()
    (data / "vacancies.csv").write_text("vacancy;rent;contingent\nL1;300,50;\n", "cp1252")

    report = give("stock", TABLE, {"vacancy": "L1", "rent": "301", "contingent": "C1"})

    assert read_table(data, TABLE) == [{"vacancy": "L1", "rent": "300.5", "contingent": "C1"}]
    assert [clash.column for clash in report.tables[0].clashes] == ["rent"]


ONE, OTHER = (
    {"vacancy": "L1", "rent": "300", "contingent": "C1"},
    {"vacancy": "L2", "rent": "400", "contingent": ""},
)


def test_corrections_of_a_row_that_no_source_has_any_more_wait_for_it(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, ONE, OTHER)
    correct(data, "300,C1", "333,")
    report = give("stock", TABLE, OTHER)

    assert rents(data) == {"L2": "400"}
    assert report.tables[0].waiting == {"L1": {"rent": "333", "contingent": ""}}
    assert "L1 (rent = 333, contingent = nothing)" in report_text(report)
    assert json.loads((data / "imports" / "stock" / "report.json").read_text())["tables"][0][
        "waiting"
    ] == {"L1": {"rent": "333", "contingent": ""}}

    assert give("stock", TABLE, OTHER).tables[0].waiting == report.tables[0].waiting
    report = give("stock", TABLE, ONE, OTHER)

    assert read_table(data, TABLE)[0] == {"vacancy": "L1", "rent": "333", "contingent": ""}
    assert (report.tables[0].back, report.tables[0].corrected) == (("L1",), 2)
    assert "1 row that was in no source has returned" in report_text(report)
    assert not (data / "imports" / "waiting.json").exists()
    give("stock", TABLE, ONE, OTHER)
    assert rents(data) == {"L1": "333", "L2": "400"}


def test_a_row_that_a_person_has_written_meanwhile_is_not_overruled_by_what_waited(
    give: Give, data: Path
) -> None:
    give("stock", TABLE, ONE, OTHER)
    correct(data, "300,C1", "333,C1")
    give("stock", TABLE, OTHER)
    correct(data, "L2", "L1,350,C1\nL2")
    report = give("stock", TABLE, ONE, OTHER)

    assert rents(data) == {"L1": "350", "L2": "400"}
    assert report.tables[0].back == ()
    assert not (data / "imports" / "waiting.json").exists()


def test_corrections_of_decisions_wait_by_all_that_names_a_row(give: Give, data: Path) -> None:
    rows = [
        {"vacancy": "L1", "household": "M1", "decided_on": "2026-01-05", "decision": each}
        for each in ("refused", "attributed")
    ]
    give("caleol", "decisions", *({**row, "reason": "x"} for row in rows))
    path = data / "decisions.csv"
    first, *others = path.read_text().splitlines(keepends=True)
    path.write_text(
        first
        + "".join(each.replace("x", "y") for each in others if "refu" in each)
        + "".join(each for each in others if "refu" not in each)
    )
    give("caleol", "decisions", {**rows[1], "reason": "x"})
    give("caleol", "decisions", *({**row, "reason": "x"} for row in rows))

    assert [row["reason"] for row in read_table(data, "decisions")] == ["x", "y"]


@pytest.mark.parametrize("broken", ["no json", "{}", '{"corrections": [{"table": "vacancies"}]}'])
def test_corrections_that_wait_and_cannot_be_read_are_said(
    give: Give, data: Path, broken: str
) -> None:
    give("stock", TABLE, ONE)
    (data / "imports" / "waiting.json").write_text(broken)
    with pytest.raises(InputError, match="the corrections that wait for their rows cannot be read"):
        give("stock", TABLE, ONE)


def test_a_table_saved_by_a_spreadsheet_in_its_own_habit_has_not_been_corrected(
    give: Give, data: Path
) -> None:
    row = {
        "vacancy": "L1",
        "rent": "300.5",
        "accessible": "true",
        "available_on": "2026-02-01",
        "energy": "D",
        "share": "12.5",
        "code": "007",
    }
    give("stock", TABLE, row)
    (data / "vacancies.csv").write_text(
        "code;vacancy;rent;accessible;available_on;energy;share\n"
        "007;L1;300,50;VRAI;01/02/2026;D;12,5\n",
        encoding="utf-8-sig",
    )

    report = give("stock", TABLE, {**row, "rent": "301"})

    assert report.tables[0].corrected == 0
    assert rents(data) == {"L1": "301"}
    assert read_table(data, TABLE)[0]["code"] == "007"


def test_a_table_that_is_not_there_any_more_is_written_anew(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    (data / "vacancies.csv").unlink()
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})

    assert rents(data) == {"L1": "300"}


# ---------------------------------------------------------------------------- what is refused


def test_a_dataset_that_is_a_workbook_is_refused(give: Give, data: Path) -> None:
    data.write_bytes(b"PK")
    with pytest.raises(UsageError, match="an import needs a folder of CSV tables"):
        give("stock", TABLE, {"vacancy": "L1"})


def test_a_table_that_stands_in_parquet_is_left_alone(give: Give, data: Path) -> None:
    data.mkdir()
    (data / "vacancies.parquet").write_bytes(b"")
    with pytest.raises(UsageError, match=r"save it as vacancies\.csv in its place"):
        give("stock", TABLE, {"vacancy": "L1"})
    assert sorted(path.name for path in data.iterdir()) == ["vacancies.parquet"]


@pytest.mark.parametrize("broken", ["not json", '{"sources": [{"name": "x"}]}', "{}"])
def test_a_memory_that_cannot_be_read_is_said_and_nothing_is_written(
    give: Give, data: Path, broken: str
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    (data / "imports" / "sources.json").write_text(broken)
    before = everything_in(data)

    with pytest.raises(InputError, match="what this dataset remembers"):
        give("stock", TABLE, {"vacancy": "L1", "rent": "310"})
    assert everything_in(data) == before


def test_a_table_that_cannot_be_read_is_said_and_nothing_is_written(give: Give, data: Path) -> None:
    data.mkdir()
    (data / "vacancies.csv").write_text("vacancy,rent\nL1,300,too,many\n")
    with pytest.raises(InputError, match="4 cells where the header has 2"):
        give("stock", TABLE, {"vacancy": "L1"})
    assert [path.name for path in data.iterdir()] == ["vacancies.csv"]


def test_two_sources_whose_names_make_one_folder_are_told_apart(give: Give, data: Path) -> None:
    give("Étude 2026", TABLE, {"vacancy": "L1", "rent": "300"})
    with pytest.raises(UsageError, match="has the same folder as the source Étude 2026"):
        give("etude-2026", TABLE, {"vacancy": "L2", "rent": "400"})


def test_a_write_that_the_system_refuses_leaves_everything_as_it_was(
    give: Give, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    before = everything_in(data)
    write = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if "report" in self.name:
            raise OSError(28, "No space left on device")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match="the disk is full"):
        give("stock", TABLE, {"vacancy": "L1", "rent": "310"})
    assert everything_in(data) == before


def test_the_record_names_the_source_its_file_and_its_tables(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    (source,) = json.loads((data / "imports" / "sources.json").read_text())["sources"]

    assert source == {
        "name": "stock",
        "kind": "test",
        "file": "file.csv",
        "sha256": "0" * 64,
        "imported_on": "2026-01-31",
        "tables": ["vacancies"],
        "key": None,
    }


def test_a_source_of_another_kind_does_not_take_the_name_of_one(give: Give, data: Path) -> None:
    give("stock", TABLE, {"vacancy": "L1", "rent": "300"})
    before = everything_in(data)
    with pytest.raises(UsageError, match=r"stock is a source of another kind .* \(test\)"):
        give("stock", TABLE, {"vacancy": "L2", "rent": "1"}, kind="sheet")
    assert everything_in(data) == before


def test_what_a_file_of_another_name_gave_is_said_to_be_replaced(give: Give) -> None:
    row = {"vacancy": "L1", "rent": "300"}
    again = "It replaces what file.csv gave on January 31, 2026."
    assert again not in report_text(give("stock", TABLE, row))
    assert again not in report_text(give("stock", TABLE, row))
    assert again in report_text(give("stock", TABLE, row, file="other.csv"))


# ------------------------------------------------------------------------- one key, or no key


def test_a_dataset_names_its_households_with_one_key(give: Give, data: Path) -> None:
    give("sne", "households", {"household": "H-1"}, key="k1")
    before = everything_in(data)
    by_number = r"source sne\) go by pseudonyms, those of this import by their own numbers"
    for source in ("sne", "sheet"):
        with pytest.raises(UsageError, match=r"source sne\) were made with another key"):
            give(source, "households", {"household": "H-2"}, key="k2")
        with pytest.raises(UsageError, match=by_number):
            give(source, "households", {"household": "H-2"}, key="")
    with pytest.raises(UsageError, match=by_number):
        give("stock", TABLE, {"vacancy": "L1", "freed_by": "T1"})
    assert everything_in(data) == before

    give("sheet", "households", {"household": "H-2"}, key="k1")
    give("stock", TABLE, {"vacancy": "L1", "freed_by": ""})
    assert len(read_table(data, "households")) == 2


def test_a_dataset_of_clear_identifiers_takes_no_pseudonyms(give: Give) -> None:
    give("sne", "households", {"household": "1"})
    with pytest.raises(UsageError, match=r"source sne\) go by their own numbers"):
        give("sheet", "households", {"household": "H-2"}, key="k1")
    give("sheet", "households", {"household": "2"})


def test_a_memory_of_before_keys_were_kept_is_read(give: Give, data: Path) -> None:
    give("sne", "households", {"household": "1"})
    path = data / "imports" / "sources.json"
    older = json.loads(path.read_text(encoding="utf-8"))
    del older["sources"][0]["key"]
    path.write_text(json.dumps(older), encoding="utf-8")

    give("sne", "households", {"household": "H-1"}, key="k1")
    assert [row["household"] for row in read_table(data, "households")] == ["H-1"]


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(give: Give, data: Path) -> None:
    report = give(
        "stock",
        "programmes",
        {"programme": "P1", "name": "=HYPERLINK(1)", "built": "-3"},
        {"programme": "P2", "name": "@SUM(A1)", "built": "+4"},
    )

    assert [row["name"] for row in read_table(data, "programmes")] == ["HYPERLINK(1)", "SUM(A1)"]
    assert [row["built"] for row in read_table(data, "programmes")] == ["-3", "4"]
    assert "starts like a formula" in report_text(report)
    assert "2 (row 1 of the table, row 2 of the table)" in report_text(report)


def test_a_cell_that_lost_its_sign_is_named_by_its_place_in_the_file(data: Path) -> None:
    table = ImportedTable("programmes", {"programme": ["P1"], "name": ["=A1"]}, ("line 12",))
    imported = Import("stock", "test", "file.csv", "0" * 64, (table,), Account())
    assert "the sign was taken off: 1 (line 12)" in report_text(merge_into(data, imported, on=DAY))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Table programmes: rows given: 1; now: 1 (new: 1, gone: 0)."),
        (
            "fr",
            "Table programmes\N{NO-BREAK SPACE}: lignes données\N{NO-BREAK SPACE}: 1"
            "\N{NO-BREAK SPACE}; maintenant\N{NO-BREAK SPACE}: 1 (nouvelles\N{NO-BREAK SPACE}: 1, "
            "disparues\N{NO-BREAK SPACE}: 0).",
        ),
    ],
)
def test_the_line_of_a_table_holds_for_one_row_and_for_none(
    give: Give, language: Language, line: str
) -> None:
    report = give("stock", "programmes", {"programme": "P1"})
    with spoken(language):
        assert line in report_text(report).splitlines()
