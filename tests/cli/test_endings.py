"""How a command ends: its exit status, and what the reader is told."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from repartition import synthesis
from repartition.errors import (
    Fault,
    InfeasibleError,
    InputError,
    RepartitionError,
    UnfinishedError,
    UsageError,
    VerificationError,
    system_reason,
)
from repartition.language import spoken

Run = Callable[..., object]


@pytest.fixture
def generate_meets(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Run ``generate`` as if what it calls ended with an exception."""

    def call(fault: BaseException, *options: str) -> object:
        def fail(_name: str, _folder: Path) -> None:
            raise fault

        monkeypatch.setattr(synthesis, "generate", fail)
        return run("generate", "session", "-o", "anywhere", *options)

    return call


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (UsageError("no such household"), 2),
        (InfeasibleError("aci-engagement: at least 27 % -> 24.6 %"), 3),
        (UnfinishedError("no plan yet"), 4),
        (VerificationError("plan.csv differs"), 5),
    ],
)
def test_each_refusal_has_its_status_and_its_sentence(
    generate_meets: Run, fault: RepartitionError, status: int
) -> None:
    said = generate_meets(fault)

    assert said.status == status
    assert said.err == f"{fault}\n"


def test_bad_input_shows_every_fault_and_counts_them(generate_meets: Run) -> None:
    faults = [
        Fault("is negative", "write 0 or more", "vacancies.csv", 12, "rent", "-3"),
        Fault("there is no such table", file="data"),
    ]

    said = generate_meets(InputError(faults))

    assert said.status == 2
    assert said.err.splitlines() == [
        "vacancies.csv:12 rent: -3: is negative: write 0 or more",
        "data: there is no such table",
        "2 faults in the input: nothing was written.",
    ]


def test_a_long_fault_is_not_cut_into_lines(generate_meets: Run) -> None:
    said = generate_meets(InputError([Fault("too long " * 40)]))

    assert len(said.err.splitlines()) == 2


def test_ctrl_c_ends_with_4(generate_meets: Run) -> None:
    said = generate_meets(KeyboardInterrupt())

    assert said.status == 4
    assert "nothing was written" in said.err


def test_an_unforeseen_fault_is_an_apology(generate_meets: Run) -> None:
    said = generate_meets(ZeroDivisionError("division by zero"))

    assert said.status == 1
    assert said.err.startswith("Sorry")
    assert "ZeroDivisionError: division by zero" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("options", [["-v"], ["--verbose"]])
def test_an_unforeseen_fault_shows_where_it_happened_when_asked(
    generate_meets: Run, options: list[str]
) -> None:
    assert "Traceback" in generate_meets(ZeroDivisionError(), *options).err


def test_a_file_the_system_refuses_is_named(generate_meets: Run) -> None:
    said = generate_meets(PermissionError(13, "Permission denied", "anywhere/households.csv"))

    assert said.status == 2
    assert said.err.startswith("anywhere/households.csv: the system refuses it")


def test_why_the_system_refuses_is_said_in_the_readers_language(generate_meets: Run) -> None:
    refused = PermissionError(13, "Permission denied", "households.csv")
    assert "(permission denied)" in generate_meets(refused).err
    with spoken("fr"):
        assert system_reason(refused) == "accès refusé"
        # What is not usual is told as the system tells it.
        assert system_reason(OSError(999999, "out of luck")) == "out of luck"


def test_a_fault_of_the_system_that_names_no_file_is_unforeseen(generate_meets: Run) -> None:
    assert generate_meets(OSError("out of luck")).status == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_is_no_fault_of_the_program(generate_meets: Run, code: int) -> None:
    for fault in (OSError(code, "no room"), OSError(code, "no room", "anywhere/households.csv")):
        said = generate_meets(fault)

        assert said.status == 2
        assert said.err.startswith("There is no room for what was to be written (")


def test_a_reader_who_has_left_is_no_fault(generate_meets: Run) -> None:
    said = generate_meets(BrokenPipeError(32, "Broken pipe"))

    assert said.status == 0
    assert said.err == ""


@pytest.mark.parametrize("command", ["verify", "explain"])
def test_a_folder_that_is_no_run_is_refused_in_json_too(
    run: Run, tmp_path: Path, command: str
) -> None:
    about = ["--household", "H1"] if command == "explain" else []
    said = run(command, tmp_path, *about, "--json")

    assert (said.status, said.err) == (2, "")
    (fault,) = json.loads(said.out)["faults"]
    assert fault["problem"] == f"{tmp_path}: this is not a run folder"


@pytest.mark.parametrize("command", ["verify", "explain", "check"])
def test_what_is_not_there_is_refused_in_json_too(run: Run, tmp_path: Path, command: str) -> None:
    said = run(command, tmp_path / "nowhere", "--json")

    assert (said.status, said.err) == (2, "")
    (fault,) = json.loads(said.out)["faults"]
    assert "nowhere" in fault["problem"]


def test_every_fault_of_a_run_that_cannot_be_explained_is_in_the_answer(
    run: Run, tmp_path: Path
) -> None:
    """A run of which nothing is left but its plan."""
    (tmp_path / "plan.csv").write_text("vacancy,household\n", encoding="utf-8")
    said = run("explain", tmp_path, "--household", "H1", "--json")
    plain = run("explain", tmp_path, "--household", "H1")

    assert (said.status, plain.status) == (5, 5)
    assert said.err == ""
    faults = [fault["problem"] for fault in json.loads(said.out)["faults"]]
    assert faults == plain.err.splitlines()
