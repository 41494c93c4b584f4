"""The command ``report``: what it writes, where, and what it refuses."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.audit.residences import TABLES, make_run, write_case, write_case_run
from tests.cli.conftest import Process, Run

from repartition.audit import write_run
from repartition.commission.session.making import page_name


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a case, a run of it and one of usual practice; not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    write_case_run(folder)
    scenario = folder / "case" / "scenario.toml"
    write_run(folder / "runs" / "usual", make_run(scenario, "sequential"))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def one(folder: Path) -> Path:
    return folder / "runs" / "one"


def test_the_page_stands_in_the_run_folder_where_no_other_is_named(run: Run, one: Path) -> None:
    said = run("report", one)

    assert (said.status, said.err) == (0, "")
    assert "Report written in" in said.out
    assert (one / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run("verify", one).status == 0
    assert not list(one.glob(".*"))


def test_the_page_and_the_workbook_go_where_they_are_asked(
    run: Run, one: Path, tmp_path: Path
) -> None:
    page, workbook = tmp_path / "page.html", tmp_path / "tables.xlsx"
    said = run("report", one, "-o", page, "--xlsx", workbook, "--against", "usual")

    assert said.status == 0
    assert "plan" in page.read_text(encoding="utf-8")
    assert load_workbook(workbook).sheetnames[0] == "contents"
    assert not (one / "report.html").exists()
    assert said.out.count("Report written in") == 2


def test_the_public_version_stands_beside_the_working_one(
    run: Run, one: Path, tmp_path: Path
) -> None:
    workbook = tmp_path / "public.xlsx"
    assert run("report", one).status == 0
    said = run("report", one, "--public", "--xlsx", workbook, "--against", "usual")

    assert (said.status, said.err) == (0, "")
    assert "report-public.html" in said.out.replace("\n", "")
    public = (one / "report-public.html").read_text(encoding="utf-8")
    assert "Public version" in public
    assert "Public version" not in (one / "report.html").read_text(encoding="utf-8")
    assert "Public version" in str(load_workbook(workbook).worksheets[0]["A4"].value)
    assert run("verify", one).status == 0


def test_the_public_version_goes_where_it_is_asked(run: Run, one: Path, tmp_path: Path) -> None:
    said = run("report", one, "--public", "-o", tmp_path / "page.html", "--lang", "fr")

    assert said.status == 0
    assert "Version publique" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not (one / "report-public.html").exists()


def test_it_speaks_french(run: Run, one: Path, tmp_path: Path) -> None:
    said = run("report", one, "-o", tmp_path / "page.html", "--lang", "fr")

    assert "Rapport écrit dans" in said.out
    assert '<html lang="fr">' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_it_says_nothing_where_nothing_is_wanted(run: Run, one: Path) -> None:
    said = run("report", one, "-q")

    assert (said.status, said.out, said.err) == (0, "", "")


def test_another_run_is_compared_with(run: Run, folder: Path, one: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    said = run("report", one, "-o", page, "--against", folder / "runs" / "usual")

    assert said.status == 0
    assert "What changes from run usual to the plan" in page.read_text(encoding="utf-8")


def test_what_is_neither_a_run_nor_usual_practice_is_refused(run: Run, one: Path) -> None:
    said = run("report", one, "--against", "usuel")

    assert said.status == 2
    assert "'usuel' is neither usual nor the folder of a run." in said.err


def test_a_folder_that_is_no_run_is_refused(run: Run, folder: Path, one: Path) -> None:
    for arguments in ((folder / "case",), (one, "--against", folder / "case")):
        said = run("report", *arguments)
        assert said.status == 2
        assert "this is not a run folder" in said.err


def test_changed_inputs_are_refused_and_nothing_is_written(
    run: Run, folder: Path, one: Path
) -> None:
    table = folder / "case" / "data" / "communes.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Tours", "Tour"), encoding="utf-8")
    said = run("report", one)

    assert said.status == 5
    assert "this input has changed since the run was made" in said.err
    assert "repartition solve" in said.err
    assert not (one / "report.html").exists()


@pytest.mark.parametrize(
    ("option", "name", "ending"),
    [("-o", "page.csv", ".html"), ("--xlsx", "tables.html", ".xlsx"), ("-o", "page", ".html")],
)
def test_a_name_says_what_the_file_is(
    run: Run, one: Path, tmp_path: Path, option: str, name: str, ending: str
) -> None:
    said = run("report", one, option, tmp_path / name)

    assert said.status == 2
    assert f"give a name that ends in {ending}" in said.err
    assert not (tmp_path / name).exists()


def test_the_tables_a_run_was_made_from_are_never_written_over(run: Run, tmp_path: Path) -> None:
    scenario = write_case(tmp_path / "case")
    workbook = tmp_path / "case" / "data.xlsx"
    book = Workbook()
    for name, text in TABLES.items():
        sheet = book.create_sheet(name)
        lines = [line.replace('"Le Clos, bâtiment B"', "Le Clos") for line in text.splitlines()]
        for line in lines:
            sheet.append(line.split(","))
    book.save(workbook)
    shutil.rmtree(tmp_path / "case" / "data")
    base = tmp_path / "case" / "base.toml"
    base.write_text(base.read_text(encoding="utf-8").replace('"data"', '"data.xlsx"'))
    made = write_run(tmp_path / "run", make_run(scenario))
    before = workbook.read_bytes()

    said = run("report", made, "--xlsx", workbook)

    assert said.status == 2
    assert "the run was made from this file: choose another name" in said.err
    assert workbook.read_bytes() == before


def test_a_folder_that_is_not_there_is_said_in_words(run: Run, one: Path, tmp_path: Path) -> None:
    said = run("report", one, "-o", tmp_path / "nowhere" / "page.html")

    assert said.status == 2
    assert "no such file or folder" in said.err
    assert "Traceback" not in said.err


def test_the_readers_own_outlines_are_drawn(run: Run, one: Path, tmp_path: Path) -> None:
    square = [[0.6, 47.3], [0.7, 47.3], [0.7, 47.4], [0.6, 47.3]]
    feature = {
        "properties": {"insee": "37261"},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    shapes = tmp_path / "shapes.geojson"
    shapes.write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    page = tmp_path / "page.html"

    said = run("report", one, "-o", page, "--shapes", shapes)

    assert said.status == 0
    text = page.read_text(encoding="utf-8")
    assert "Not in the file of outlines, and so not on the map: Chambray-lès-Tours." in text
    assert "The map is schematic" not in text


def test_outlines_that_cannot_be_drawn_are_refused(run: Run, one: Path, tmp_path: Path) -> None:
    (tmp_path / "shapes.geojson").write_text("{}", encoding="utf-8")
    said = run("report", one, "--shapes", tmp_path / "shapes.geojson")

    assert said.status == 2
    assert "not a collection of GeoJSON features" in said.err
    assert not (one / "report.html").exists()


def test_a_report_needs_no_solver(process: Process, one: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from repartition.cli import main; status = main(); "
        "print('ortools' in sys.modules, file=sys.stderr); sys.exit(status)"
    )
    ended = process("report", one, "-o", tmp_path / "page.html", program=program)

    assert ended.returncode == 0
    assert ended.stderr.split() == [b"False"]
    assert (tmp_path / "page.html").exists()


MARCH = ("--from", "2014-03-01", "--to", "31/03/2014")


def test_the_papers_of_a_session_stand_in_the_run_folder(run: Run, one: Path) -> None:
    said = run("report", one, "--bailleur", "office", *MARCH)

    assert (said.status, said.err) == (0, "")
    assert "session-office.html" in said.out.replace("\n", "")
    page = (one / "session-office.html").read_text(encoding="utf-8")
    assert "Session of office" in page
    # V1, V2, V5 and V6 have no date; V3 comes free in June, V4 next year, and V7, on the first day,
    # is lived in by a household that the plan does not move
    assert [name for name in ("V1", "V2", "V5", "V6") if f"Dwelling {name}<" not in page] == []
    assert [name for name in ("V3", "V4", "V7") if f"Dwelling {name}<" in page] == []
    assert not (one / "report.html").exists()
    assert run("verify", one).status == 0


def test_the_papers_go_where_they_are_asked_and_their_list_too(
    run: Run, one: Path, tmp_path: Path
) -> None:
    page, workbook = tmp_path / "page.html", tmp_path / "list.xlsx"
    said = run("report", one, "--bailleur", "office", *MARCH, "-o", page, "--xlsx", workbook)

    assert said.status == 0
    assert said.out.count("Report written in") == 2
    assert "01 The dwellings, in order" in load_workbook(workbook).sheetnames
    assert page.exists()


@pytest.mark.parametrize(
    ("arguments", "said_of_it"),
    [
        (("--bailleur", "office"), "Give the first and the last day of the session"),
        (("--bailleur", "office", "--from", "2014-03-01"), "Give the first and the last day"),
        (MARCH, "say whose, with --bailleur"),
        (("--bailleur", "office", *MARCH, "--against", "usual"), "contradict each other"),
        (
            ("--bailleur", "offcie", *MARCH),
            "there is no landlord offcie in this run: write office?",
        ),
        (("--bailleur", "office", "--from", "2014-03-31", "--to", "2014-03-01"), "exchange --from"),
        (("--bailleur", "office", *MARCH, "-o", "page.csv"), "ends in .html"),
    ],
)
def test_a_session_that_cannot_be_is_refused_in_words(
    run: Run, one: Path, arguments: tuple[str, ...], said_of_it: str
) -> None:
    said = run("report", one, *arguments)

    assert said.status == 2
    assert said_of_it in " ".join(said.err.split())
    assert not list(one.glob("*.html"))


def test_the_name_of_a_landlord_makes_a_name_of_a_file() -> None:
    assert page_name("Val Touraine Habitat") == "session-Val-Touraine-Habitat.html"
    assert page_name("../../etc/passwd") == "session-etc-passwd.html"
    assert page_name("Où, là ?") == "session-Où-là.html"
    assert page_name("///") == "session.html"
    assert len(page_name("x" * 500)) < 100


def test_one_session_makes_one_page(run: Run, one: Path, tmp_path: Path) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        assert run("report", one, "--bailleur", "office", *MARCH, "-o", page).status == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()
