"""A run folder is whole or not there, replaces older runs and nothing else."""

import csv
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.audit.residences import make_run, write_case

from repartition.audit import check_target, folder, verify, write_run
from repartition.audit.folder import RunRecord
from repartition.audit.tables import LAYOUTS
from repartition.errors import UsageError
from repartition.ingest.scenario_file import read_scenario
from repartition.language import spoken

FILES = {*(layout.file for layout in LAYOUTS), "indicators.json", "scenario.toml", "manifest.json"}


@pytest.fixture
def run(tmp_path: Path) -> RunRecord:
    """Return a run of the residences, not yet written."""
    return make_run(write_case(tmp_path / "case"))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_folder_holds_its_files_and_nothing_stands_beside_it(
    run: RunRecord, tmp_path: Path
) -> None:
    place = write_run(tmp_path / "new" / "runs" / "one", run)
    assert {path.name for path in place.iterdir()} == FILES
    assert [path.name for path in place.parent.iterdir()] == ["one"]


def test_the_first_columns_are_those_of_the_contract(run: RunRecord, tmp_path: Path) -> None:
    place = write_run(tmp_path / "one", run)
    first = {
        "plan.csv": "vacancy,household,contingent,transfer,",
        "quotas.csv": "quota,group,kind,count,of,bound,shortfall,slack,",
        "objectives.csv": "tier,value,bound,proven,",
        "unplaced.csv": "household,reason,",
        "vacant.csv": "vacancy,reason,",
    }
    for name, columns in first.items():
        assert (place / name).read_text(encoding="utf-8").startswith(columns)


def test_the_plan_says_what_a_reader_needs(run: RunRecord, tmp_path: Path) -> None:
    place = write_run(tmp_path / "one", run)
    first, second, _third = read(place / "plan.csv")
    assert first | {"household": "H4", "transfer": "handback", "contingent": "mairie"} == first
    assert first | {"programme": "P1", "commune": "37261", "qpv": "Sanitas"} == first
    assert first | {"fragility": "2", "fragile": "true", "aci": "true", "points": "60"} == first
    # (300.50 + 20) / 700 = 45.785… %
    assert first | {"rent": "300.5", "charges": "20", "effort_rate": "45.79"} == first
    assert second["programme_name"] == "Le Clos, bâtiment B"
    # 280 / 1800 = 15.555… %
    assert (second["effort_rate"], second["household"]) == ("15.56", "H3")


def test_files_are_utf8_with_plain_line_ends(run: RunRecord, tmp_path: Path) -> None:
    for path in write_run(tmp_path / "one", run).iterdir():
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")
        content.decode("utf-8")


def test_the_same_run_is_the_same_byte_for_byte(run: RunRecord, tmp_path: Path) -> None:
    first = write_run(tmp_path / "runs" / "one", run)
    again = write_run(tmp_path / "runs" / "two", replace(run, seconds={"solve": 9.0}))
    for name in FILES - {"manifest.json"}:
        assert (first / name).read_bytes() == (again / name).read_bytes()


def test_the_language_changes_the_sentences_only(run: RunRecord, tmp_path: Path) -> None:
    with spoken("fr"):
        place = write_run(tmp_path / "one", run)
    assert json.loads((place / "manifest.json").read_text(encoding="utf-8"))["language"] == "fr"
    assert {row["proven"] for row in read(place / "objectives.csv")} == {"true"}
    assert [row["code"] for row in read(place / "unplaced.csv")] == [
        "not_freed",
        "no_dwelling",
        "no_dwelling",
        "outranked",
    ]


def test_usual_practice_bounds_nothing(tmp_path: Path) -> None:
    place = write_run(tmp_path / "one", make_run(write_case(tmp_path / "case"), "sequential"))
    rows = read(place / "objectives.csv")
    assert {(row["bound"], row["proven"]) for row in rows} == {("", "false")}


def test_the_scenario_runs_from_the_run_folder(tmp_path: Path) -> None:
    scenario = write_case(tmp_path / "case")
    changed = make_run(scenario, overrides=("quotas.aci-share.max_share=0.15", "seed=9"))
    place = write_run(tmp_path / "elsewhere" / "one", changed)
    again = read_scenario(place / "scenario.toml")
    assert again.scenario.quotas[0].max_share == Decimal("0.15")
    assert again.scenario.seed == 9
    assert again.scenario.data == "../../case/data"
    assert [quota.id for quota in again.scenario.quotas] == ["aci-share", "aci-fragile"]
    assert [each.id for each in again.scenario.objectives] == ["house", "effort", "points"]
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["overrides"] == ["quotas.aci-share.max_share=0.15", "seed=9"]
    assert verify(place).ok


def test_the_manifest_names_no_machine(run: RunRecord, tmp_path: Path) -> None:
    manifest = json.loads(
        (write_run(tmp_path / "one", run) / "manifest.json").read_text(encoding="utf-8")
    )
    assert set(manifest["machine"]) == {"system", "architecture"}
    assert manifest["seconds"] == {"read": 0.125}
    assert all(not Path(name).is_absolute() for name in manifest["inputs"])


def test_an_older_run_is_replaced_but_what_its_user_put_there_is_kept(
    run: RunRecord, tmp_path: Path
) -> None:
    place = write_run(tmp_path / "one", run)
    (place / "notes.txt").write_text("of the commission", encoding="utf-8")
    (place / "letters").mkdir()
    (place / "letters" / "H1.txt").write_text("to H1", encoding="utf-8")
    (place / "plan.csv").write_text("of the older run", encoding="utf-8")

    write_run(place, run)

    assert {path.name for path in place.iterdir()} == FILES | {"notes.txt", "letters"}
    assert (place / "notes.txt").read_text(encoding="utf-8") == "of the commission"
    assert (place / "letters" / "H1.txt").read_text(encoding="utf-8") == "to H1"
    assert verify(place).ok
    assert {path.name for path in place.parent.iterdir()} == {"case", "one"}


def test_what_cannot_be_moved_to_the_new_run_is_not_lost(
    run: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_run(tmp_path / "one", run)
    (place / "notes.txt").write_text("of the commission", encoding="utf-8")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "notes.txt":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    write_run(place, run)

    (kept,) = tmp_path.glob(".one.*/notes.txt")
    assert kept.read_text(encoding="utf-8") == "of the commission"


def test_an_empty_folder_is_taken(run: RunRecord, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    assert verify(write_run(tmp_path / "one", run)).ok


@pytest.mark.parametrize("manifest", [None, "{}", "nonsense", '{"program": "other"}'])
def test_another_folder_is_refused_and_left_as_it_is(
    run: RunRecord, tmp_path: Path, manifest: str | None
) -> None:
    place = tmp_path / "photos"
    place.mkdir()
    (place / "cat.txt").write_text("a cat", encoding="utf-8")
    if manifest is not None:
        (place / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(UsageError, match="not an older run"):
        write_run(place, run)
    assert (place / "cat.txt").read_text(encoding="utf-8") == "a cat"


def test_a_file_is_no_place_for_a_run(run: RunRecord, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError):
        write_run(tmp_path / "one", run)
    with pytest.raises(UsageError, match="cannot be written"):
        write_run(tmp_path / "one" / "below", run)


def test_a_run_does_not_replace_its_own_inputs(run: RunRecord, tmp_path: Path) -> None:
    place = write_run(tmp_path / "one", run)
    again = make_run(place / "scenario.toml")
    with pytest.raises(UsageError, match=r"its own input scenario\.toml"):
        check_target(place, again.scenario_file.files)
    assert verify(write_run(tmp_path / "two", again)).ok


def test_what_fails_on_the_way_leaves_the_older_run(
    run: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_run(tmp_path / "runs" / "one", run)
    before = (place / "plan.csv").read_bytes()

    def fail(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "_publish", fail)
    with pytest.raises(KeyboardInterrupt):
        write_run(place, run)
    assert (place / "plan.csv").read_bytes() == before
    assert [path.name for path in place.parent.iterdir()] == ["one"]


def test_an_older_run_that_a_killed_process_had_moved_away_comes_back(
    run: RunRecord, tmp_path: Path
) -> None:
    place = write_run(tmp_path / "runs" / "one", run)
    before = (place / "plan.csv").read_bytes()
    place.rename(place.with_name(".one.0123456789ab.old"))

    assert check_target(place) == place

    assert (place / "plan.csv").read_bytes() == before
    assert [path.name for path in place.parent.iterdir()] == ["one"]


def test_what_a_user_had_put_into_a_run_that_was_being_replaced_is_not_lost(
    run: RunRecord, tmp_path: Path
) -> None:
    """The process was killed when the new run stood in its place, and the older one still aside."""
    place = write_run(tmp_path / "runs" / "one", run)
    older = place.with_name(".one.0123456789ab.old")
    write_run(tmp_path / "two", run).rename(older)
    (older / "letter.txt").write_text("dear")

    check_target(place)

    assert (place / "letter.txt").read_text() == "dear"
    assert [path.name for path in place.parent.iterdir()] == ["one"]


def test_a_folder_that_another_run_is_building_is_left_to_it(
    run: RunRecord, tmp_path: Path
) -> None:
    place = write_run(tmp_path / "runs" / "one", run)
    building = place.with_name(".one.0123456789ab")
    building.mkdir()
    others = [place.with_name(".one.notes"), place.with_name(".two.0123456789ab")]
    for path in others:
        path.mkdir()
        os.utime(path, (0, 0))

    check_target(place)
    assert building.exists()
    os.utime(building, (0, 0))
    check_target(place)

    assert not building.exists()
    assert all(path.exists() for path in others)


def test_an_older_run_comes_back_where_its_place_cannot_be_taken(
    run: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_run(tmp_path / "runs" / "one", run)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target == place and not self.name.endswith(".old"):
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UsageError, match="permission denied"):
        write_run(place, run)
    monkeypatch.undo()
    assert verify(place).ok
    assert [path.name for path in place.parent.iterdir()] == ["one"]


def test_runs_written_to_one_place_at_once_leave_one_whole_run(
    run: RunRecord, tmp_path: Path
) -> None:
    place = tmp_path / "runs" / "one"
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(write_run, place, run) for _each in range(8)]:
            done.result()
    assert verify(place).ok
    assert [path.name for path in place.parent.iterdir()] == ["one"]


def test_a_run_reached_by_a_link_is_verified_where_it_stands(
    run: RunRecord, tmp_path: Path
) -> None:
    place = write_run(tmp_path / "deep" / "er" / "one", run)
    link = tmp_path / "link"
    try:
        link.symlink_to(place, target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    assert verify(link).ok


def test_a_run_moves_with_its_case(run: RunRecord, tmp_path: Path) -> None:
    write_run(tmp_path / "case" / "runs" / "one", run)
    shutil.move(tmp_path / "case", tmp_path / "moved")
    assert verify(tmp_path / "moved" / "runs" / "one").ok


def test_a_place_that_another_run_is_taking_is_no_fault(
    run: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older run is seen, and moved away by another before it can be."""
    place = write_run(tmp_path / "runs" / "one", run)
    rename = Path.rename

    def overtaken(self: Path, target: Path) -> Path:
        if self == place:
            shutil.rmtree(place, ignore_errors=True)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", overtaken)
    assert verify(write_run(place, run)).ok


def test_what_appears_in_the_place_meanwhile_is_kept(
    run: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is free when asked, and holds somebody's notes when the run is ready."""
    place = tmp_path / "one"

    def write_notes(_place: Path, _run: RunRecord) -> dict[str, str]:
        place.mkdir()
        (place / "notes.txt").write_text("notes", encoding="utf-8")
        return {}

    monkeypatch.setattr(folder, "_files", write_notes)
    with pytest.raises(UsageError, match="cannot be written"):
        write_run(place, run)
    assert [path.name for path in tmp_path.iterdir() if path.name != "case"] == ["one"]
    assert (place / "notes.txt").read_text(encoding="utf-8") == "notes"
