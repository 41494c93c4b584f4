"""What an import says of a request: where it stands, never what is in it."""

from dataclasses import dataclass
from typing import Final

from repartition.importers.account import Account
from repartition.language import _

_LONGEST_CODE: Final = 6


@dataclass(slots=True)
class Notes:
    """An account, and the request it is about now."""

    account: Account
    position: int = 0
    line: int = 0

    def place(self) -> str:
        """Return where the request stands."""
        return place(self.position, self.line)

    def drop(self, reason: str) -> None:
        """Note that the request reaches no table."""
        self.account.drop(reason, self.place())

    def odd(self, what: str) -> None:
        """Note something that looks wrong."""
        self.account.odd(what, self.place())

    def unknown(self, column: str, code: str, treated_as: str) -> None:
        """Note a code that no list has: the code itself only where it can be nothing else."""
        is_code = not code or (code.isalnum() and len(code) <= _LONGEST_CODE)
        self.account.unknown_code(column, code if is_code else "…", self.place(), treated_as)


def place(position: int, line: int) -> str:
    """Return how a request is called: by where it stands."""
    return _("request {position}, line {line}", position=position, line=line)
