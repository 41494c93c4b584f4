"""A run that holds what it says is accepted; every tampering, of every file, is found."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.audit.residences import make_run, with_plan, write_case, write_case_run

from repartition.audit import read_run, verify, write_run
from repartition.audit.sheets import NUMBER
from repartition.audit.tables import LAYOUTS
from repartition.domain.plan import Plan
from repartition.errors import UsageError, VerificationError
from repartition.language import spoken

CSV_FILES = {layout.file: layout for layout in LAYOUTS}
RUN_FILES = [*CSV_FILES, "indicators.json", "scenario.toml", "manifest.json"]
INPUTS = [
    "scenario.toml",
    "base.toml",
    *(f"data/{name}.csv" for name in ("households", "vacancies", "decisions", "counters")),
]


def places(folder: Path) -> list[tuple[str, str]]:
    """Return file and column of everything that verify finds wrong."""
    return [(fault.file, fault.column) for fault in verify(folder).findings]


def edit_table(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file as a person with a spreadsheet would."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
        names = list(rows[0]) if rows else []
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_run_just_written_holds_what_it_says(run_folder: Path) -> None:
    found = verify(run_folder)
    assert found.ok
    assert found.findings == ()
    assert found.verified is not None
    assert (found.verified.attributions, found.verified.inputs) == (3, 9)


def test_a_claim_without_prices_stands_on_the_solvers_word(run_folder: Path) -> None:
    found = verify(run_folder).verified
    assert found is not None
    assert "stands on the solver's word" in found.statement
    assert found.proven == 0


def test_usual_practice_says_of_itself_that_nothing_is_claimed(tmp_path: Path) -> None:
    found = verify(write_case_run(tmp_path, "sequential")).verified
    assert found is not None
    assert "nothing is claimed" in found.statement


def test_usual_practice_is_accepted_with_the_hard_quotas_it_misses(tmp_path: Path) -> None:
    """Four ACI households at least are asked for; usual practice houses two of the three."""
    scenario = write_case(tmp_path / "case")
    with scenario.open("a", encoding="utf-8") as file:
        file.write('[[quotas]]\nid = "engagement"\nwho = { aci = true }\nmin = 4\n')
    folder = write_run(tmp_path / "run", make_run(scenario, "sequential"))
    assert verify(folder).ok
    assert "engagement,,min,2,,4,2,-2," in (folder / "quotas.csv").read_text(encoding="utf-8")


def test_an_optimal_plan_may_not_miss_a_hard_quota(tmp_path: Path) -> None:
    scenario = write_case(tmp_path / "case")
    with scenario.open("a", encoding="utf-8") as file:
        file.write('[[quotas]]\nid = "engagement"\nwho = { aci = true }\nmin = 4\n')
    folder = write_run(tmp_path / "run", make_run(scenario, "optimal"))
    assert [fault.value for fault in verify(folder).findings] == ["engagement"]


def test_the_order_of_rows_and_columns_and_the_line_ends_do_not_matter(run_folder: Path) -> None:
    for name, layout in CSV_FILES.items():
        path = run_folder / name
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        rows = rows if layout.in_order else rows[::-1]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
            writer.writerows([line[::-1] for line in (header, *rows)])
    for name in ("manifest.json", "indicators.json"):
        edit_json(run_folder / name, lambda _content: None)
    assert verify(run_folder).findings == ()


def test_a_number_written_otherwise_is_the_same_number(run_folder: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["rent"] = "300.50"
        rows[0]["aci"] = "TRUE"

    edit_table(run_folder / "plan.csv", change)
    assert verify(run_folder).ok


@pytest.mark.parametrize(
    ("file", "column"),
    [(name, column) for name, layout in CSV_FILES.items() for column in layout.names],
)
def test_every_column_of_every_table_is_recomputed(
    run_folder: Path, file: str, column: str
) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        cell = rows[-1][column]
        if cell in {"true", "false"}:
            rows[-1][column] = "false" if cell == "true" else "true"
        elif CSV_FILES[file].columns[column] is NUMBER:
            rows[-1][column] = str(int(float(cell or 0)) + 7)
        else:
            rows[-1][column] = cell + "x"

    edit_table(run_folder / file, change)
    # A proof withdrawn is seen where the manifest lists the proven tiers.
    where = "manifest.json" if column == "proven" else file
    assert where in {found for found, _column in places(run_folder)}


@pytest.mark.parametrize("file", RUN_FILES)
def test_a_missing_file_is_found(run_folder: Path, file: str) -> None:
    (run_folder / file).unlink()
    assert file in {found for found, _column in places(run_folder)}


@pytest.mark.parametrize("file", RUN_FILES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe binary \x80",
        "é".encode("cp1252"),
        b"nonsense",
        b"[" * 100_000,
        b'{"a": 1e999999999999999999999}',
        b'"' + b"a" * 200_000,
        b"a,b\n1,2,3\n",
    ],
    ids=["empty", "binary", "cp1252", "text", "brackets", "huge number", "open quote", "other"],
)
def test_garbage_in_any_file_is_a_finding(run_folder: Path, file: str, content: bytes) -> None:
    (run_folder / file).write_bytes(content)
    assert file in {found for found, _column in places(run_folder)}


@pytest.mark.parametrize("file", sorted(CSV_FILES))
def test_a_row_taken_away_or_written_twice_is_found(run_folder: Path, file: str) -> None:
    path = run_folder / file
    whole = path.read_text(encoding="utf-8")
    edit_table(path, lambda rows: rows.append(rows[0]))
    assert file in {found for found, _column in places(run_folder)}
    path.write_text(whole, encoding="utf-8")
    edit_table(path, lambda rows: rows.pop())
    assert not verify(run_folder).ok


@pytest.mark.parametrize("file", sorted(CSV_FILES))
def test_a_column_renamed_or_added_is_found(run_folder: Path, file: str) -> None:
    path = run_folder / file
    header, *lines = path.read_text(encoding="utf-8").split("\n")
    first, *others = header.split(",")
    path.write_text("\n".join([",".join([first + "s", *others]), *lines]), encoding="utf-8")
    assert (file, first) in places(run_folder)
    path.write_text(
        "\n".join([f"{header},note", *(f"{line}," for line in lines if line)]), encoding="utf-8"
    )
    assert (file, "note") in places(run_folder)


def test_rows_shorter_than_the_header_are_found(run_folder: Path) -> None:
    with (run_folder / "unplaced.csv").open("a", encoding="utf-8") as file:
        file.write("H9,because\n")
    assert verify(run_folder).findings[0].line == 6


def test_the_order_of_the_rows_of_a_table_says_nothing(run_folder: Path) -> None:
    """Content is judged: the names of the tiers say their order, not the place of their rows."""

    def change(rows: list[dict[str, str]]) -> None:
        rows[2], rows[3] = rows[3], rows[2]

    edit_table(run_folder / "objectives.csv", change)
    assert verify(run_folder).ok


def test_a_bound_that_is_not_the_value_of_a_proven_tier_is_found(run_folder: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[2]["bound"] = "4"

    edit_table(run_folder / "objectives.csv", change)
    assert places(run_folder) == [("objectives.csv", "bound")]


def test_a_proof_withdrawn_from_one_file_only_is_found(run_folder: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[2] |= {"bound": "4", "proven": "false"}

    edit_table(run_folder / "objectives.csv", change)
    assert {column for _file, column in places(run_folder)} == {"claim", "proven"}


@pytest.mark.parametrize(("bound", "holds"), [("4", True), ("2", False), ("many", False)])
def test_a_plan_never_does_better_than_the_bound(run_folder: Path, bound: str, holds: bool) -> None:
    """The plan houses 3: no more than 4 can be is possible, no more than 2 is not."""

    def change(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["proven"] = "false"
        rows[2]["bound"] = bound

    edit_table(run_folder / "objectives.csv", change)
    assert (("objectives.csv", "bound") not in places(run_folder)) is holds


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("program", "another"),
        ("layout", 2),
        ("policy", "sequential"),
        ("policy", "best"),
        ("seed", 8),
        ("seed", "7"),
        ("language", "fr"),
        ("language", "de"),
        ("claim", "best_found"),
        ("statement", "It is the best."),
        ("proven", ["hard"]),
        ("inputs", {}),
        ("inputs", {"../../case/base.toml": "0" * 64}),
        ("seconds", {"solve": -1}),
        ("machine", None),
    ],
)
def test_a_manifest_that_says_something_else_is_found(
    run_folder: Path, key: str, value: object
) -> None:
    edit_json(run_folder / "manifest.json", lambda content: content.update({key: value}))
    assert not verify(run_folder).ok


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "another"),
        ("source", "../../case/base.toml"),
        ("source", "nowhere.toml"),
        ("overrides", ["seed=8"]),
        ("sha256", "0" * 64),
        ("sha256", "zero"),
    ],
)
def test_a_manifest_that_names_another_scenario_is_found(
    run_folder: Path, key: str, value: object
) -> None:
    edit_json(
        run_folder / "manifest.json", lambda content: content["scenario"].update({key: value})
    )
    assert not verify(run_folder).ok


@pytest.mark.parametrize("file", INPUTS)
def test_an_input_that_changed_is_found(run_folder: Path, file: str) -> None:
    with (run_folder.parents[1] / "case" / file).open("a", encoding="utf-8") as table:
        table.write("\n")
    assert (f"../../case/{file}", "") in places(run_folder)


@pytest.mark.parametrize("file", INPUTS)
def test_an_input_that_is_missing_is_found(run_folder: Path, file: str) -> None:
    (run_folder.parents[1] / "case" / file).unlink()
    assert (f"../../case/{file}", "") in places(run_folder)


def test_an_input_the_run_did_not_have_is_found(run_folder: Path) -> None:
    edit_json(
        run_folder / "manifest.json",
        lambda content: content["inputs"].pop("../../case/data/counters.csv"),
    )
    assert places(run_folder) == [("../../case/data/counters.csv", "")]


def test_a_faulty_table_that_came_later_is_named_once(run_folder: Path) -> None:
    """So faulty that nothing can be recomputed: each finding is still said once."""
    edit_json(
        run_folder / "manifest.json",
        lambda content: content["inputs"].pop("../../case/data/decisions.csv"),
    )
    table = run_folder.parents[1] / "case" / "data" / "decisions.csv"
    table.write_text("vacancy,household,decision\nnowhere,nobody,perhaps\n", encoding="utf-8")

    found = verify(run_folder)
    assert found.verified is None
    assert len(found.findings) == len(set(found.findings))
    with pytest.raises(VerificationError) as refused:
        read_run(run_folder)
    lines = str(refused.value).splitlines()
    assert len(lines) == len(set(lines))


def test_a_changed_input_hides_no_other(run_folder: Path) -> None:
    case = run_folder.parents[1] / "case"
    with (case / "data" / "households.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    edit_json(
        run_folder / "manifest.json",
        lambda content: content["inputs"].pop("../../case/data/counters.csv"),
    )
    assert {file for file, _column in places(run_folder)} == {
        "../../case/data/households.csv",
        "../../case/data/counters.csv",
    }


def test_another_scenario_is_found_even_with_its_hash_put_right(run_folder: Path) -> None:
    """The scenario the run was made from is merged again, and says 2, not 3."""
    scenario = run_folder / "scenario.toml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("max = 2", "max = 3"), encoding="utf-8")
    assert ("scenario.toml", "") in places(run_folder)


def test_the_scenario_may_be_laid_out_otherwise(run_folder: Path) -> None:
    scenario = run_folder / "scenario.toml"
    lines = scenario.read_text(encoding="utf-8").splitlines()
    scenario.write_bytes("\r\n".join(["# read by me", *lines]).encode())
    assert verify(run_folder).ok


def test_an_indicator_that_is_not_the_plans_is_found(run_folder: Path) -> None:
    path = run_folder / "indicators.json"

    def change(content: Any) -> None:
        content["by"]["commune"]["37261"]["aci_outside_fragile"] = 1
        content["by"]["commune"]["37999"] = {"attributions": 0}
        del content["groups"]["dalo"]["share"]
        content["synthetic"] = 0

    edit_json(path, change)
    assert places(run_folder) == [
        ("indicators.json", "synthetic"),
        ("indicators.json", "by.commune.37261.aci_outside_fragile"),
        ("indicators.json", "by.commune.37999"),
        ("indicators.json", "groups.dalo.share"),
    ]


def test_an_indicator_said_twice_is_found(run_folder: Path) -> None:
    path = run_folder / "indicators.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"seed": 7', '"seed": 8,\n  "seed": 7'), encoding="utf-8")
    assert places(run_folder) == [("indicators.json", "")]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"household": "H99"}, "household"),
        ({"vacancy": "V99"}, "vacancy"),
        ({"contingent": "nobody"}, "contingent"),
        ({"transfer": "none"}, "transfer"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_found(
    run_folder: Path, change: dict[str, str], column: str
) -> None:
    edit_table(run_folder / "plan.csv", lambda rows: rows[0].update(change))
    found = verify(run_folder)
    assert ("plan.csv", 2, column) in {(f.file, f.line, f.column) for f in found.findings}
    assert found.verified is None


@pytest.mark.parametrize(
    "change",
    [
        {"household": "H8"},
        {"household": "H1"},
        {"household": "H3"},
        {"contingent": "etat"},
        {"transfer": ""},
        {"contingent": "etat", "transfer": ""},
        {"vacancy": "V2"},
        {"vacancy": "V5"},
    ],
)
def test_an_attribution_that_was_changed_is_found(run_folder: Path, change: dict[str, str]) -> None:
    edit_table(run_folder / "plan.csv", lambda rows: rows[0].update(change))
    assert not verify(run_folder).ok


def test_the_sentences_of_another_version_are_not_held_against_it(run_folder: Path) -> None:
    edit_json(run_folder / "manifest.json", lambda content: content.update(version="0.0.1"))
    edit_table(run_folder / "unplaced.csv", lambda rows: rows[0].update(reason="because"))
    found = verify(run_folder)
    assert found.ok
    assert found.verified is not None
    assert not found.verified.same_version


def test_a_run_is_verified_in_the_language_it_was_written_in(tmp_path: Path) -> None:
    with spoken("fr"):
        folder = write_case_run(tmp_path)
    with spoken("en"):
        assert verify(folder).ok


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "notes.txt"):
        with pytest.raises(UsageError, match="not a run folder"):
            verify(folder)


def test_a_run_is_read_again_as_it_was_written(run_folder: Path) -> None:
    run = read_run(run_folder)
    assert len(run.outcome.plan) == 3
    assert [claim.tier for claim in run.claims][:3] == ["hard", "soft-1", "house"]


def test_a_run_whose_inputs_changed_is_not_read(run_folder: Path) -> None:
    (run_folder.parents[1] / "case" / "data" / "counters.csv").unlink()
    with pytest.raises(VerificationError, match=r"counters\.csv"):
        read_run(run_folder)


def test_a_plan_without_attributions_is_a_plan(tmp_path: Path) -> None:
    scenario = write_case(tmp_path / "case")
    (tmp_path / "case" / "data" / "decisions.csv").unlink()
    run = make_run(scenario)
    plan = run.outcome.plan
    nothing = Plan(
        *(rows[:0] for rows in (plan.household, plan.vacancy, plan.contingent, plan.transfer))
    )
    folder = write_run(tmp_path / "run", with_plan(run, nothing))
    assert verify(folder).ok
