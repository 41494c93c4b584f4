"""What one file gives a dataset, before it is merged."""

from dataclasses import dataclass, field

from repartition.importers.account import Account
from repartition.importers.tables import ImportedTable


@dataclass(frozen=True, slots=True)
class Import:
    """What one file gave, and where it came from.

    Attributes
    ----------
    source
        Its name in the dataset: an import of the same name replaces what it gave.
    kind
        What the command calls its format.
    file, sha256
        Name of the file, without its folder, and hash of its content.
    account
        What became of its rows.
    key
        Fingerprint of the key its pseudonyms were made with; empty where it has none.
    """

    source: str
    kind: str
    file: str
    sha256: str
    tables: tuple[ImportedTable, ...]
    account: Account = field(default_factory=Account)
    key: str = ""
