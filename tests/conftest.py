"""What every test shares: the language sentences are read in, and how hypothesis searches."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from repartition.language import spoken

# A slow machine is no fault of the code, and a failure must come back at the next run.
settings.register_profile("repartition", deadline=None, derandomize=True)
settings.load_profile("repartition")


@pytest.fixture(autouse=True)
def _sentences_in_english() -> Iterator[None]:
    """Read sentences as the code writes them; what is French is tested where it matters."""
    with spoken("en"):
        yield
