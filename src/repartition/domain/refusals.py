"""What a model or a cell refuses, in words its user understands: what is wrong, what to do."""

from typing import Final

from pydantic_core import PydanticCustomError

SENTENCE: Final = "sentence"
"""Type of the pydantic errors whose context already holds ``problem`` and ``remedy``."""


def refusal(
    problem: str, remedy: str, *, within: tuple[str, ...] = (), value: str = ""
) -> PydanticCustomError:
    """Return the error that says ``problem`` and ``remedy`` to the reader.

    Parameters
    ----------
    within
        The keys that lead from the field to what is refused; none where it is the field itself.
    value
        What is refused, as the reader wrote it; empty where that is all the field holds.
    """
    context = {"problem": problem, "remedy": remedy, "within": within, "value": value}
    return PydanticCustomError(SENTENCE, "{problem}: {remedy}", context)
