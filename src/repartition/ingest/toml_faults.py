"""What can be wrong in the writing of a TOML file, said to a person."""

import re
from typing import Final

from repartition.errors import Fault
from repartition.language import _

_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_CODES: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
"""Characters that no path holds: a backslash of Windows has made them, in double quotes."""
_BACKSLASHES: Final = ("Unescaped '\\'", "Invalid hex value", "Escaped character is not")


def syntax_fault(text: str, label: str, message: str) -> Fault:
    """Return the fault of a file that is no TOML, from what the standard library says of it."""
    place = _PLACE.search(message)
    lines = text.rstrip().split("\n")
    number = min(int(place[1]), len(lines)) if place else len(lines)
    problem, remedy = _words(message)
    return Fault(
        problem=problem, remedy=remedy, file=label, line=number, value=lines[number - 1].strip()
    )


def as_typed(path: str) -> str:
    r"""Return a path as the file has it.

    >>> as_typed("C:" + chr(9) + "emp")
    'C:\\temp'
    """
    return "".join(_CODES.get(letter, letter) for letter in path)


def path_remedy(path: str) -> str:
    """Return what to do about a path where nothing stands."""
    if _CODES.keys() & set(path):
        return _backslash_remedy()
    return _("correct the path; it starts from the folder of the scenario")


def _words(message: str) -> tuple[str, str]:
    if message.startswith(_BACKSLASHES):
        return _("in double quotes a backslash \\ starts a code"), _backslash_remedy()
    if message.startswith("Invalid date"):
        problem = _("this day, or this hour, does not exist")
        return problem, _("write a day of the calendar, such as 2014-12-31")
    return _reason(message), _("see how the scenarios shipped with the program are written")


def _backslash_remedy() -> str:
    return _("write a Windows path in single quotes '…', or with / instead of \\")


def _reason(message: str) -> str:
    reasons = {
        "Invalid value": _("what stands after = is not a value: a text needs double quotes"),
        "Expected '=' after": _("a key is not followed by ="),
        "Invalid statement": _("this line is neither a key = value nor a [table]"),
        "Expected newline or end": _("there is something left after the value"),
        "Cannot overwrite a value": _("this key is given twice"),
        "Duplicate inline table key": _("this key is given twice"),
        "Cannot declare": _("this table is declared twice"),
        "Cannot mutate immutable": _("this table is already written in full elsewhere"),
        "Unclosed array": _("a bracket [ is not closed"),
        "Unclosed inline table": _("a brace { is not closed"),
        "Expected ']": _("a bracket [ is not closed"),
        'Expected "\'"': _("a quote is not closed"),
        "Unterminated string": _("a double quote is not closed"),
        "Illegal character": _("a text is not closed on its line, or holds a forbidden character"),
    }
    found = next((text for start, text in reasons.items() if message.startswith(start)), None)
    return found or _("the file does not follow the rules of TOML here")
