"""Why a file is no export that can be read, in words; never with a text of the file."""

from typing import Final
from xml.parsers.expat import errors

from repartition.language import _

_CUT_OFF: Final = frozenset(
    {
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    }
)
_ENCODING: Final = frozenset(
    {errors.XML_ERROR_UNKNOWN_ENCODING, errors.XML_ERROR_INCORRECT_ENCODING}
)
_ENTITY: Final = frozenset(
    {errors.XML_ERROR_UNDEFINED_ENTITY, errors.XML_ERROR_RECURSIVE_ENTITY_REF}
)
NO_XML: Final = frozenset(
    errors.codes[error] for error in (errors.XML_ERROR_INVALID_TOKEN, errors.XML_ERROR_SYNTAX)
)
"""Codes that say, before the first element, that there is no XML at all."""


class Refused(Exception):  # noqa: N818 - it is told to the reader as a fault, not as an error
    """What is read ends here: ``problem`` and ``remedy`` say why, in the reader's words."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(problem)


def in_words(code: int) -> tuple[str, str]:
    """Return what is wrong and what to do, for a code of the parser."""
    error = errors.messages[code]
    if error in _CUT_OFF:
        return _("the file ends in the middle: it is cut off"), _("export it again, as a whole")
    if error in _ENCODING:
        return (
            _("the encoding that the file declares cannot be read"),
            _("export it in UTF-8, or in ISO-8859-1 or windows-1252"),
        )
    if error in _ENTITY:
        return (
            _("refers to an entity, which no export of the register does"),
            _("export the file again, and do not use this one"),
        )
    if error == errors.XML_ERROR_INVALID_TOKEN:
        return (
            _("a character is not of the encoding that the file declares, or not of XML"),
            _("export the file again; do not open and save it in between"),
        )
    return _("is not well-formed XML here"), _("export the file again")
