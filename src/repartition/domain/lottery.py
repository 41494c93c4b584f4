"""The lottery: the last tie-break, the same for a household whoever else applies."""

from hashlib import sha256
from typing import Final

BITS: Final = 20


def lottery_number(seed: int, household: str) -> int:
    """Return the first 20 bits of SHA-256 of ``SEED:HOUSEHOLD``: the smaller number wins."""
    digest = sha256(f"{seed}:{household}".encode()).digest()
    return int.from_bytes(digest[:3], "big") >> (24 - BITS)
