"""The benchmark runs, and notices what is wrong: one small instance, every contender."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from benchmarks.speed import page, runner
from benchmarks.speed.child import attempt
from benchmarks.speed.contenders import CONTENDERS, FLOW, OURS, contender_named
from benchmarks.speed.picture import Line, Point, draw
from benchmarks.speed.results import (
    Run,
    TierKnown,
    disagreements,
    merged,
    ratio,
    read_runs,
    write_runs,
)
from benchmarks.speed.runner import Limits, run_once
from benchmarks.speed.sizes import SIZES, size_named

from repartition.synthesis import presets
from repartition.synthesis.dataset import _write, make_tables

TIERS = (
    "hard",
    "aci-and-dalo",
    "house",
    "aci-caps",
    "aci-engagements",
    "spare-fragile",
    "points",
    "seniority",
    "lottery",
)
SECONDS = {"cp-sat": 3}
"""CP-SAT as it comes does not end even here, and needs a moment for a first plan on a busy machine;
the others take a second at most."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with 120 requests and 20 dwellings."""
    folder = tmp_path_factory.mktemp("data")
    preset = presets()["session"]
    knobs = replace(
        preset,
        stock=replace(preset.stock, relets=13, new_dwellings=2, freed=5),
        demand=replace(preset.demand, requests=120),
    )
    for table, rows in make_tables(knobs).items():
        _write(folder / f"{table}.csv", rows)
    return folder


@pytest.fixture(scope="module")
def told(data: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what each contender says of the small instance."""
    found: dict[str, list[dict[str, Any]]] = {}
    for contender in CONTENDERS:
        events: list[dict[str, Any]] = []
        attempt(contender.name, data, SECONDS.get(contender.name, 60), say=events.append)
        found[contender.name] = events
    return found


def test_every_size_has_a_dataset_of_that_size() -> None:
    for size in SIZES:
        knobs = presets()[size.name]
        stock = knobs.stock
        assert knobs.demand.requests == size.requests
        assert stock.relets + stock.new_dwellings + stock.freed == size.vacancies


@pytest.mark.parametrize("name", [contender.name for contender in CONTENDERS])
def test_a_contender_solves_and_its_plan_is_audited(
    told: dict[str, list[dict[str, Any]]], name: str
) -> None:
    events = {event["event"]: event for event in told[name]}

    assert events["ready"]["pairs"] > 400
    assert events["solved"]["seconds"] > 0
    if name != FLOW:
        assert events["audited"]["faults"] == []
        assert tuple(events["audited"]["values"]) == TIERS


def test_those_that_prove_all_tiers_prove_the_same_values(
    told: dict[str, list[dict[str, Any]]],
) -> None:
    proven = {
        name: [(e["tier"], e["value"]) for e in events if e["event"] == "tier" and e["proven"]]
        for name, events in told.items()
    }

    assert tuple(tier for tier, _value in proven[OURS]) == TIERS
    for name in ("cp-sat-lp2", "highs", "scip"):
        assert proven[name] == proven[OURS]


def test_no_plan_houses_more_than_the_flow(told: dict[str, list[dict[str, Any]]]) -> None:
    (floor,) = (event for event in told[FLOW] if event["event"] == "tier")
    house = next(e for e in told[OURS] if e["event"] == "tier" and e["tier"] == "house")

    assert int(floor["bound"]) >= int(house["value"]) > 0


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(runner, "SCRATCH", tmp_path)
    return tmp_path


def test_a_run_in_its_own_process_says_time_and_memory(data: Path, scratch: Path) -> None:
    run = _run_once("usual", data, memory_bytes=10**12)

    assert run.outcome == "done"
    assert run.ready is not None
    assert run.solve is not None
    assert run.wall > run.ready + run.solve
    # What this process held when it started the other one counts in its peak.
    assert 5e7 < run.peak_bytes < 1e10
    assert tuple(run.values) == TIERS


def test_a_run_is_stopped_at_the_limit_of_its_memory(data: Path, scratch: Path) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("the system does not tell how much memory a process has")

    assert _run_once(OURS, data, memory_bytes=20_000_000).outcome == "memory"


def _run_once(name: str, data: Path, *, memory_bytes: int) -> Run:
    return run_once(
        size_named("session"),
        contender_named(name),
        data,
        sweep_name=("2026-11-23", 1),
        limits=Limits(30, memory_bytes),
    )


def a_run(contender: str = OURS, size: str = "fifth", **changes: Any) -> Run:
    values: dict[str, Any] = {
        "size": size,
        "contender": contender,
        "sweep": "2026-11-23",
        "round": 1,
        "outcome": "done",
        "seconds_allowed": 300.0,
        "wall": 4.0,
        "ready": 1.0,
        "solve": 2.0,
        "peak_bytes": 10**9,
        "pairs": 400_000,
        "columns": None,
        "tiers": (known("house", "732", "732"), known("points", "29681", "29681")),
        "values": {"house": "732", "points": "29681"},
        "faults": (),
    }
    return Run(**(values | changes))


def known(tier: str, value: str | None, bound: str | None) -> TierKnown:
    return TierKnown(tier, value, bound, value == bound, 1.0)


def test_runs_that_agree_are_not_complained_of() -> None:
    stopped = a_run("highs", tiers=(known("house", "730", "733"),), outcome="time")
    floor = a_run(FLOW, tiers=(known("house", None, "740"),), values={})

    assert list(disagreements([a_run(), stopped, floor])) == []


@pytest.mark.parametrize(
    ("tiers", "complaint"),
    [
        ((known("house", "731", "731"),), "highs proves 731, repartition proves 732"),
        ((known("house", "733", "735"),), "highs has a plan worth 733, repartition proves 732"),
        ((known("house", "700", "731"),), "highs bounds it by 731, repartition proves 732"),
    ],
)
def test_runs_that_contradict_each_other_are_named(
    tiers: tuple[TierKnown, ...], complaint: str
) -> None:
    assert list(disagreements([a_run(), a_run("highs", tiers=tiers)])) == [
        f"fifth, house: {complaint}"
    ]


def test_a_plan_that_breaks_a_rule_is_named() -> None:
    assert list(disagreements([a_run(faults=("H1 is housed twice",))])) == [
        "fifth, repartition: H1 is housed twice"
    ]


def test_times_are_divided_inside_one_round_of_one_sweep() -> None:
    ours = [a_run(solve=2.0), a_run(solve=9.0, round=2), a_run(solve=4.0, round=3)]
    floor = [a_run(FLOW, solve=1.0), a_run(FLOW, solve=3.0, round=2)]
    other_day = a_run(FLOW, solve=100.0, sweep="2026-11-24", round=3)

    # 2 / 1 and 9 / 3; the third round has no flow of its own day.
    assert ratio([*ours, *floor, other_day], ours, FLOW) == 2.5


def test_new_runs_stand_for_the_old_ones_that_no_other_is_compared_with() -> None:
    old = [a_run(), a_run("highs"), a_run(size="year")]
    new = a_run(sweep="2026-11-24")

    assert merged(old, [new]) == [*old, new]
    assert merged(old, [new, replace(new, contender="highs")])[0] == old[2]


def test_the_page_is_written_between_its_marks(tmp_path: Path) -> None:
    results, text = tmp_path / "results.json", tmp_path / "performance.md"
    runs = [
        a_run(),
        a_run(FLOW, solve=1.0, tiers=(known("house", None, "740"),), values={}),
        a_run(
            "highs",
            solve=300.0,
            outcome="time",
            tiers=(known("house", "730", "733"),),
            values={"house": "730", "points": "29000"},
        ),
        a_run(size="year", pairs=9_000_000, solve=60.0, peak_bytes=3 * 10**9),
        a_run(FLOW, size="year", pairs=9_000_000, solve=10.0, values={}),
    ]
    write_runs(results, runs, machine="2 cores", versions={"OR-Tools": "9.15"})
    text.write_text(f"before\n{page.BEGIN}\nfrom another day\n{page.END}\nafter\n")

    page.write_page(text, results)

    written = text.read_text()
    assert read_runs(results) == runs
    assert written.startswith(f"before\n{page.BEGIN}\n")
    assert written.endswith(f"{page.END}\nafter\n")
    assert "from another day" not in written
    assert "| all proven, 6.0 × the flow, 3.00 GB | **missed** |" in written
    assert "no peer proves them in 300 s, which is 150 × as long | met |" in written
    assert "| highs | 1 | 4.00 s | 1.00 s | > 300 s | > 300 | > 150 | 1.00 GB" in written
    assert "730 \\| 733" in written
    assert ElementTree.parse(tmp_path / "performance.svg").getroot().tag.endswith("svg")


def test_a_slope_with_a_run_that_was_stopped_is_a_least_one(tmp_path: Path) -> None:
    results, text = tmp_path / "results.json", tmp_path / "performance.md"
    runs = [
        a_run(pairs=1_000, solve=1.0),
        a_run(size="year", pairs=10_000, solve=10.0),
        a_run(size="metropole", pairs=100_000, solve=1_000.0, outcome="time"),
    ]
    write_runs(results, runs, machine="2 cores", versions={})
    text.write_text(f"{page.BEGIN}\n{page.END}\n")

    page.write_page(text, results)

    # The exponents are 1 between the first two and 2 after them: 1.5 in the middle.
    told = "at least 1.50, since metropole was stopped; 1.00 over the others | **missed**"
    assert told in text.read_text()


def test_a_page_without_a_place_for_it_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "performance.md"
    text.write_text("nothing\n")

    with pytest.raises(ValueError, match="no place"):
        page.write_page(text, tmp_path / "results.json")


def test_the_picture_shows_what_did_not_finish_as_a_hollow_mark() -> None:
    finished = Point("fifth", 400_000, 2.0, finished=True)
    stopped = Point("year", 9_000_000, 600.0, finished=False)

    assert draw([Line(OURS, (finished,))]).count('fill="white"') == 2  # the ground, the legend
    assert draw([Line(OURS, (finished, stopped))]).count('fill="white"') == 3
    assert "circle" not in draw([])
