"""Days as spreadsheets hold them: in the form a mapping says, with an hour, or counted by Excel."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from repartition.domain.cells import parse_number

EXCEL: Final = "excel"
"""The form of days that Excel counts, as it shows them in a column that is none of days."""
_FIRST: Final = date(1899, 12, 30)
"""Day 0, as counted from 1 March 1900 on: before, Excel counts a day that there was not."""
_COUNTED: Final = range(61, 2_958_466)
_SAMPLE: Final = datetime(2024, 3, 1)
_HOUR: Final = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.ASCII)


def is_form_of_days(form: str) -> bool:
    """Return whether a whole day can be written and read in a form.

    >>> is_form_of_days("%d.%m.%Y"), is_form_of_days("%d.%m"), is_form_of_days("%d %d %Y")
    (True, False, False)
    """
    if form == EXCEL:
        return True
    try:
        return datetime.strptime(_SAMPLE.strftime(form), form).date() == _SAMPLE.date()
    except (ValueError, re.error):
        return False


def without_hour(cell: str) -> str:
    """Return a day without the hour that follows it; anything else as it is.

    >>> without_hour("2024-03-01T10:00:00"), without_hour("01/03/2024 00:00"), without_hour("10:00")
    ('2024-03-01', '01/03/2024', '10:00')
    """
    day = _DATE.match(cell)
    return day[0] if day and _HOUR.fullmatch(cell, day.end()) else cell


def day_of(cell: str, form: str) -> str:
    """Return the day that a cell says in a form, with or without an hour; else the cell.

    A column of a workbook may hold some days that Excel knows as such, whatever the others are.

    >>> day_of("45352", "excel"), day_of("1.3.2024", "%d.%m.%Y"), day_of("?", "excel")
    ('2024-03-01', '2024-03-01', '?')
    """
    if form == EXCEL:
        number = parse_number(cell)
        counted = number is not None and int(number) in _COUNTED
        return (_FIRST + timedelta(int(number or 0))).isoformat() if counted else without_hour(cell)
    for text in (cell, without_hour(cell)):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return without_hour(cell)
