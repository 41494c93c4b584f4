"""What becomes of Ctrl-C where it may not come between two things, or is only noted."""

import signal
from threading import Thread

import pytest

from repartition.signals import ending_as_ctrl_c, first_noted, held_back

STOPS = [signal.SIGINT, signal.SIGTERM]


@pytest.mark.parametrize("number", STOPS)
def test_the_first_is_noted_and_the_second_stops(number: signal.Signals) -> None:
    noted = []
    with ending_as_ctrl_c(), first_noted(lambda: noted.append(number)):
        signal.raise_signal(number)
        assert noted == [number]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert noted == [number]


def test_what_is_held_back_is_delivered_once_at_the_end() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("both halves")
    assert done == ["both halves"]


def test_what_is_held_back_where_the_first_is_noted_is_noted_then() -> None:
    noted = []
    with first_noted(lambda: noted.append("stop")):
        with held_back():
            signal.raise_signal(signal.SIGINT)
            assert noted == []
        assert noted == ["stop"]


def test_everything_is_put_back() -> None:
    before = [signal.getsignal(number) for number in STOPS]
    with ending_as_ctrl_c(), first_noted(lambda: None), held_back():
        assert [signal.getsignal(number) for number in STOPS] != before
    assert [signal.getsignal(number) for number in STOPS] == before


def test_what_the_process_was_told_to_ignore_it_ignores() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with ending_as_ctrl_c(), first_noted(lambda: None), held_back():
            assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_another_thread_hears_no_signal_and_changes_nothing() -> None:
    seen = []

    def elsewhere() -> None:
        with ending_as_ctrl_c(), first_noted(lambda: None), held_back():
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [before]
