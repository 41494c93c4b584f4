"""How the time of a run is shared out, in seconds of a clock that is set by hand."""

import signal

import pytest

from repartition.clock import Clock, OutOfTime
from repartition.errors import UnfinishedError
from repartition.pipeline.allowance import Allowance


class SetClock(Clock):
    """A clock on which as many seconds are left as one says."""

    def __init__(self, left: float) -> None:
        super().__init__(limit=1000.0)
        object.__setattr__(self, "started", left)

    def left(self) -> float:
        return self.started


def allowance(left: float, *, pairs: float = 0.0, usual: float = 0.0) -> Allowance:
    """Return what is left of a run whose first steps took so long."""
    return Allowance(
        SetClock(left), _seconds={"read": 9.0, "pairs": pairs, "usual practice": usual}
    )


def test_without_a_limit_there_is_time_for_everything() -> None:
    free = Allowance()
    free.check_proof()
    assert free.to_search() is None
    assert free.allows_proof()
    assert free.allows_everything_shown()


@pytest.mark.parametrize(
    ("left", "pairs", "usual", "search"),
    [
        # 60 − 0.3 − (2 + 2) × (3 + 2)
        (60.0, 3.0, 2.0, 39.7),
        # 0.3 + (2 + 2) × (3 + 2) = 20.3 to end with, and 4 × (3 + 2) to build the programme
        (40.4, 3.0, 2.0, 20.1),
        (40.2, 3.0, 2.0, 0.0),
        # hardly any pairs: only what a run takes anyway
        (60.0, 0.0, 0.0, 59.7),
        # never less than nothing
        (15.0, 3.0, 2.0, 0.0),
        (-1.0, 0.0, 0.0, 0.0),
    ],
)
def test_a_search_leaves_the_time_to_judge_and_to_write(
    left: float, pairs: float, usual: float, search: float
) -> None:
    assert allowance(left, pairs=pairs, usual=usual).to_search() == pytest.approx(search)


@pytest.mark.parametrize(
    ("left", "begins", "goes_on", "shows"),
    [
        # One second for each measure: beginning the proof takes 2 of them, writing 2, showing 2.
        (4.31, True, True, True),
        (4.29, False, True, True),
        (2.31, False, True, True),
        (2.29, False, False, False),
    ],
)
def test_what_can_be_left_out_is_left_out_where_time_is_short(
    left: float, begins: bool, goes_on: bool, shows: bool
) -> None:
    short = allowance(left, pairs=0.5, usual=0.5)
    assert short.allows_proof() == begins
    assert short.allows_everything_shown() == shows
    if goes_on:
        short.check_proof()
    else:
        with pytest.raises(OutOfTime):
            short.check_proof()


def test_who_has_pressed_ctrl_c_waits_for_nothing_that_can_be_left_out() -> None:
    stopped = allowance(1000.0)
    stopped.stop()
    assert not stopped.allows_proof()
    assert not stopped.allows_everything_shown()
    with pytest.raises(OutOfTime):
        stopped.check_proof()


@pytest.mark.parametrize("left", [0.0, -5.0])
def test_time_that_is_over_before_there_is_a_plan_is_said_in_words(left: float) -> None:
    with (
        pytest.raises(UnfinishedError, match="Give --time-limit more seconds"),
        allowance(left).before_any_plan(),
    ):
        raise AssertionError("nothing is begun")


def test_time_that_runs_out_before_there_is_a_plan_is_said_in_words_too() -> None:
    short = allowance(1.0)
    with pytest.raises(UnfinishedError), short.before_any_plan():
        object.__setattr__(short.clock, "started", -1.0)


def test_a_first_ctrl_c_while_there_is_a_plan_is_noted() -> None:
    free = Allowance()
    with free.finishing():
        signal.raise_signal(signal.SIGINT)
    assert free.stopped


def test_the_times_of_one_phase_add_up() -> None:
    twice = Allowance()
    for _time in range(2):
        with twice.phase("read"):
            pass
    assert list(twice.seconds) == ["read"]
    assert twice.seconds["read"] >= 0
    later = allowance(60.0)
    with later.phase("read"):
        pass
    assert later.seconds["read"] >= 9.0
