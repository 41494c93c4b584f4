"""An export of the register (SNE), of invented persons."""

import random
from pathlib import Path

from tests.importers.sne.exports import draw, parts


def write(path: Path, requests: int) -> None:
    """Write an export of so many requests, the same every time."""
    generator = random.Random(2026)
    drawn = (draw(number, generator) for number in range(requests))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts(drawn, day="2026-03-01"))
