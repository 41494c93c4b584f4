"""``import``: files of an office to a dataset that can be solved, one command each."""

import json
import os
import signal
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from repartition.importers.dataset.report import MergeReport
from repartition.signals import ending_as_ctrl_c

ROOT = Path(__file__).parents[2]
RPLS = ROOT / "tests" / "importers" / "rpls" / "rpls.txt"
REQUESTS = ROOT / "tests" / "importers" / "sne" / "golden" / "families.xml"
MARKS = ("MARQUENOM", "MARQUENAT", "MARQUELIEU", "MARQUESEXE")
HOUSEHOLDS = (
    "N° unique;Nom;Nationalité;Lieu de naissance;Sexe;Date demande;Personnes;RFR;Ressources;ACI\n"
    "1110318016982G1104;MARQUENOM;MARQUENAT;MARQUELIEU;MARQUESEXE;03/05/2021;3;14500;1500;oui\n"
    "1110318016982G1105;MARQUENOM;MARQUENAT;MARQUELIEU;MARQUESEXE;pas un jour;1;1;1;oui\n"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "menages.csv").write_text(HOUSEHOLDS, encoding="cp1252")
    (tmp_path / "ops.csv").write_text(
        "Nom résidence;< 20 %\nLES TILLEULS;31,5 %\nRÉSIDENCE D'ÉTÉ;12\n", encoding="cp1252"
    )
    (tmp_path / "communes.csv").write_text(
        "Code INSEE;Commune;Contrat de ville\n37261;Tours;oui\n37109;Fondettes;non\n"
        "37195;La Riche;oui\n",
        encoding="utf-8",
    )
    return tmp_path


def test_four_imports_make_a_dataset_that_is_checked(run: Run, files: Path) -> None:
    data = files / "data"
    first = run("import", "rpls", RPLS, "-o", data, "--on", "2026-01-01")
    assert first.status == 0
    assert "Rows read: 15; kept: 10; dropped: 5." in first.out
    assert "Before this dataset can be used, 2 faults remain:" in first.out

    source = files / "communes.csv"
    assert run("import", "sheet", source, "--table", "communes", "-o", data).status == 0
    mapping = files / "communes.csv.communes.toml"
    assert run("import", "sheet", source, "--mapping", mapping, "-o", data).status == 0

    drafted = run("import", "ops", files / "ops.csv", "-o", data)
    assert "Nothing was imported yet." in drafted.out
    assert run(
        "import", "ops", files / "ops.csv", "-o", data,
        "--mapping", files / "ops.csv.programmes.toml",
    ).status == 0  # fmt: skip

    run("import", "sheet", files / "menages.csv", "--table", "households", "-o", data)
    last = run(
        "import", "sheet", files / "menages.csv", "-o", data, "--pseudonymise", files / "key.txt",
        "--mapping", files / "menages.csv.households.toml",
    )  # fmt: skip
    assert last.status == 0
    assert "1 row dropped" in last.out
    assert "Before this dataset can be used" not in last.out

    (files / "scenario.toml").write_text(
        'schema = 1\nname = "s"\ndata = "data"\nseed = 1\n'
        "period = { start = 2026-01-01, end = 2026-12-31 }\n"
        "[eligibility]\ncontingents = false\n"
        '[[objectives]]\nid = "house"\nmaximise = "attributions"\n'
    )
    solved = run("solve", files / "scenario.toml", "-o", files / "run")
    assert solved.status == 0, solved.err


def test_what_may_not_be_used_reaches_no_file_and_no_console(run: Run, files: Path) -> None:
    data, said = files / "data", []
    source = files / "menages.csv"
    said.append(run("import", "sheet", source, "--table", "households", "-o", data))
    mapping = files / "menages.csv.households.toml"
    asked = (
        *("import", "sheet", source, "--mapping", mapping, "-o", data, "-v"),
        *("--pseudonymise", files / "key.txt"),
    )
    said.append(run(*asked))
    said.append(run(*asked, "--json"))
    source.write_bytes(source.read_bytes() + b"broken;MARQUENOM;MARQUENAT\n")
    said.append(run(*asked))
    source.unlink()

    written = [path.read_text("utf-8", "replace") for path in files.rglob("*") if path.is_file()]
    spoken = [part for each in said for part in (each.out, each.err)]
    assert [each.status for each in said] == [0, 0, 0, 0]
    for mark in MARKS:
        assert not any(mark in text for text in (*written, *spoken)), mark


@pytest.mark.parametrize(
    "headers",
    [
        ("NOM", "Nat.", "Lieu naiss.", "H/F"),
        ("NomPrenom", "Titre de séjour", "PAYS NAISSANCE", "Sexe1"),
        ("Demandeur", "Hors UE", "Pays", "Civ."),
    ],
)
def test_what_may_not_be_used_is_refused_under_other_names(
    run: Run, files: Path, headers: tuple[str, ...]
) -> None:
    source, data = files / "menages.csv", files / "data"
    usual = ("Nom", "Nationalité", "Lieu de naissance", "Sexe")
    text = HOUSEHOLDS
    for plain, other in zip(usual, headers, strict=True):
        text = text.replace(plain, other, 1)
    source.write_text(text, encoding="utf-8")
    run("import", "sheet", source, "--table", "households", "-o", data)
    mapping = files / "menages.csv.households.toml"
    draft = mapping.read_text("utf-8")
    said = [run("import", "sheet", source, "--mapping", mapping, "-o", data)]
    asked = "".join(f'c{position} = "{name}"\n' for position, name in enumerate(headers))
    mapping.write_text(draft.replace("[columns]\n", f"[columns]\n{asked}"), encoding="utf-8")
    said.append(run("import", "sheet", source, "--mapping", mapping, "-o", data))
    source.unlink()

    assert [each.status for each in said] == [0, 2]
    assert said[1].err.count("nothing may be decided by this") == len(headers)
    written = [path.read_text("utf-8", "replace") for path in files.rglob("*") if path.is_file()]
    spoken = [part for each in said for part in (each.out, each.err)]
    for mark in MARKS:
        assert not any(mark in text for text in (*written, *spoken)), mark


def test_a_file_that_takes_most_of_a_table_away_is_warned_of_even_where_quiet(
    run: Run, files: Path
) -> None:
    source, data = files / "communes.csv", files / "data"
    run("import", "sheet", source, "--table", "communes", "-o", data)
    asked = ("import", "sheet", source, "--mapping", f"{source}.communes.toml", "-o", data, "-q")
    first = run(*asked)
    source.write_text("Code INSEE;Commune;Contrat de ville\n37261;Tours;oui\n", encoding="utf-8")
    second = run(*asked)

    assert (first.status, first.out, first.err) == (0, "", "")
    assert (second.status, second.out) == (0, "")
    assert second.err.startswith("Warning: table communes: 2 of its 3 rows are gone")


def test_a_file_of_which_no_row_can_be_kept_is_refused_and_no_key_is_made_for_it(
    run: Run, files: Path
) -> None:
    source, key = files / "menages.csv", files / "key.txt"
    run("import", "sheet", source, "--table", "households", "-o", files / "data")
    text = source.read_bytes().replace(b"03/05/2021", b"?")
    source.write_bytes(text)
    said = run(
        "import", "sheet", source, "-o", files / "data", "-q", "--pseudonymise", key,
        "--mapping", files / "menages.csv.households.toml",
    )  # fmt: skip

    assert said.status == 2
    assert "no row of the file can be kept, so nothing was imported or changed" in said.err
    assert "2 rows dropped: requested_on is empty, or could not be read" in said.err
    assert not key.exists()
    assert not (files / "data" / "households.csv").exists()


def test_with_pseudonyms_no_identifier_of_the_file_is_written(run: Run, files: Path) -> None:
    source = files / "menages.csv"
    run("import", "sheet", source, "--table", "households", "-o", files / "data")
    said = run(
        "import", "sheet", source, "-o", files / "data", "--pseudonymise", files / "key.txt",
        "--mapping", files / "menages.csv.households.toml",
    )  # fmt: skip
    source.unlink()
    written = [path.read_text("utf-8", "replace") for path in files.rglob("*") if path.is_file()]

    assert not any("1110318016982G110" in text for text in (*written, said.out, said.err))


@pytest.mark.parametrize("output", [".", "./", "", "../city", "{here}"])
def test_the_usual_key_lies_beside_the_folder_whatever_it_is_given_as(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    here = tmp_path / "city"
    here.mkdir()
    monkeypatch.chdir(here)
    said = run("import", "sne", REQUESTS, "-o", output.replace("{here}", str(here)))

    assert said.status == 0, said.err
    assert (tmp_path / "city.key").is_file()
    assert (here / "households.csv").is_file()
    assert not list(here.rglob("*.key"))


def test_the_usual_key_of_a_folder_above_lies_beside_that_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "city" / "inner").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "city" / "inner")
    assert run("import", "sne", REQUESTS, "-o", "..").status == 0
    assert (tmp_path / "city.key").is_file()


def test_a_folder_with_no_place_beside_it_needs_a_key_that_is_named(run: Run) -> None:
    said = run("import", "sne", REQUESTS, "-o", "/")
    assert said.status == 2
    assert "name one with --pseudonymise" in " ".join(said.err.split())


SHEET = (
    'schema = 1\ntable = "households"\n[columns]\nhousehold = "A"\npersons = "B"\n'
    'reference_income = "B"\nmonthly_income = "B"\naci = "C"\nrequested_on = "D"\n'
)


def test_every_way_to_name_households_otherwise_has_a_sentence_of_its_own(
    run: Run, tmp_path: Path
) -> None:
    data, sheet, mapping = tmp_path / "data", tmp_path / "f.csv", tmp_path / "m.toml"
    sheet.write_text("A;B;C;D\n1;1;oui;2024-01-01\n", encoding="utf-8")
    mapping.write_text(SHEET, encoding="utf-8")
    assert run("import", "sne", REQUESTS, "-o", data).status == 0
    key, other = tmp_path / "data.key", tmp_path / "other.key"

    def refusal(*command: object) -> str:
        said = run("import", *command, "-o", data)
        assert said.status == 2
        return " ".join(said.err.split())

    by_number = "go by pseudonyms, those of this import by their own numbers"
    assert by_number in refusal("sheet", sheet, "--mapping", mapping)
    assert by_number in refusal("sne", REQUESTS, "--clear-identifiers")
    other.write_text("ab" * 32)
    other.chmod(0o600)
    assert "made with another key than this import was given" in refusal(
        "sne", REQUESTS, "--pseudonymise", other
    )
    key.rename(tmp_path / "elsewhere.key")
    lost = refusal("sne", REQUESTS)
    assert "data.key is not there" in lost
    assert "Put it back, or name where it is with --pseudonymise" in lost
    assert not key.exists()


@pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
def test_a_key_that_others_can_read_is_said_with_what_to_do(run: Run, tmp_path: Path) -> None:
    key = tmp_path / "data.key"
    made = run("import", "sne", REQUESTS, "-o", tmp_path / "data")
    key.chmod(0o644)
    said = run("import", "sne", REQUESTS, "-o", tmp_path / "data")
    assert "chmod 600" not in made.out
    assert "Close it: chmod 600" in " ".join(said.out.split())


def test_requests_struck_off_leave_the_register_as_it_is(run: Run, tmp_path: Path) -> None:
    data, closed = tmp_path / "data", tmp_path / "closed.xml"
    kind = b"<n:typeFichier>SUP</n:typeFichier></n:entete>"
    closed.write_bytes(REQUESTS.read_bytes().replace(b"</n:entete>", kind, 1))
    assert run("import", "sne", REQUESTS, "-o", data).status == 0
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    said = run("import", "sne", closed, "-o", data)

    assert said.status == 2
    assert "lists requests struck off" in " ".join(said.err.split())
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_the_report_is_shown_kept_and_given_as_json(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = run("import", "rpls", RPLS, "-o", data, "--on", "01/01/2026", "--json")
    answer = json.loads(said.out)
    kept = data / "imports" / "rpls"

    assert answer == json.loads((kept / "report.json").read_text(encoding="utf-8"))
    assert (answer["rows_read"], answer["rows_kept"]) == (15, 10)
    assert answer["source"]["kind"] == "rpls"
    assert "Rows read: 15; kept: 10; dropped: 5." in (kept / "report.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sheet", "{file}", "-o", "{data}"), "Give --table to draft a mapping"),
        (("rpls", "{file}"), "--output"),
        (("rpls", "{file}", "-o", "{data}"), "this is no file of the RPLS"),
        (("rpls", "{file}", "-o", "{data}", "--on", "soon"), "'soon' does not match the formats"),
        (("rpls", "nowhere.txt", "-o", "{data}"), "does not exist"),
        (("sheet", "{file}", "-o", "{data}", "--mapping", "{file}"), "file.csv:1"),
    ],
)
def test_wrong_usage_is_a_sentence_and_writes_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file, data = tmp_path / "file.csv", tmp_path / "data"
    file.write_text("a;b\n1;2\n")
    found = run("import", *(each.format(file=file, data=data) for each in arguments))

    assert found.status == 2
    assert said in " ".join(found.err.split())
    assert "Traceback" not in found.err
    assert not data.exists()


def test_a_draft_replaces_no_mapping_that_was_looked_over(run: Run, files: Path) -> None:
    asked = ("import", "ops", files / "ops.csv", "-o", files / "data")
    run(*asked)
    (files / "ops.csv.programmes.toml").write_text("mine")

    assert run(*asked).status == 2
    assert (files / "ops.csv.programmes.toml").read_text() == "mine"


def test_first_overwrite_source_and_bailleur(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "rpls", RPLS, "-o", data, "--source", "stock", "--bailleur", "B1")
    said = run(
        "import", "rpls", RPLS, "-o", data, "--source", "stock", "--first", "--overwrite",
        "--programme-column", "DEPCOM", "--bailleur", "B1",
    )  # fmt: skip
    assert said.status == 0
    assert (data / "imports" / "stock").is_dir()
    assert "B1-37261-37261" in (data / "programmes.csv").read_text()


# ------------------------------------------------------------------- stopped, and the key lost


def test_stopped_before_anything_is_written_it_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_path: Path, _content: bytes) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", stop)
    stopped = run("import", "rpls", RPLS, "-o", tmp_path / "data")

    assert stopped.status == 4
    assert "Stopped on request: nothing was written." in stopped.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_its_files_are_put_in_place_it_says_they_are(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    move = Path.replace

    def stop(path: Path, place: Path) -> Path:
        if place.name == "programmes.csv":
            signal.raise_signal(number)
        return move(path, place)

    monkeypatch.setattr(Path, "replace", stop)
    with ending_as_ctrl_c():
        stopped = run("import", "rpls", RPLS, "-o", tmp_path / "data")

    assert stopped.status == 4
    assert stopped.err == "Stopped on request: the import had been written by then.\n"
    assert {"programmes.csv", "vacancies.csv", "imports"} <= {
        path.name for path in (tmp_path / "data").iterdir()
    }
    assert not list((tmp_path / "data").rglob(".*"))


def test_stopped_while_it_reports_it_says_that_it_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_report: MergeReport) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr("repartition.importers.dataset.report.report_lines", stop)
    monkeypatch.setattr("repartition.importers.dataset.report.report_as_json", stop)
    monkeypatch.setattr("repartition.importers.dataset.folder.report_text", lambda _report: "")
    monkeypatch.setattr("repartition.importers.dataset.folder.json_text", lambda _report: "")
    stopped = run("import", "rpls", RPLS, "-o", tmp_path / "data")

    assert stopped.status == 4
    assert stopped.err == "Stopped on request: the import had been written by then.\n"


def test_a_key_that_is_lost_is_not_made_anew(run: Run, files: Path) -> None:
    data, key = files / "data", files / "key.txt"
    run("import", "sheet", files / "menages.csv", "--table", "households", "-o", data)
    asked = (
        *("import", "sheet", files / "menages.csv", "-o", data),
        *("--mapping", files / "menages.csv.households.toml"),
    )
    assert run(*asked, "--pseudonymise", key).status == 0
    key.rename(files / "elsewhere.txt")
    for options, said in (
        (("--pseudonymise", key), "name where it is with --pseudonymise"),
        ((), "give the key of the dataset with --pseudonymise"),
    ):
        refused = run(*asked, *options)
        assert refused.status == 2
        assert said in refused.err
    assert not key.exists()
    assert run(*asked, "--pseudonymise", files / "elsewhere.txt").status == 0


def test_an_import_reads_the_dataset_that_one_before_it_had_begun_to_write(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, source = files / "data", files / "communes.csv"
    run("import", "sheet", source, "--table", "communes", "-o", data)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _refused)
        stopped = run(
            "import", "sheet", source, "-o", data,
            "--mapping", files / "communes.csv.communes.toml",
        )  # fmt: skip
    assert stopped.status == 2
    assert not (data / "communes.csv").exists()

    run("import", "ops", files / "ops.csv", "-o", data)  # drafts, and writes nothing of its own
    assert (data / "communes.csv").exists()


def _refused(_path: Path, _place: Path) -> Path:
    raise PermissionError(13, "Permission denied")
