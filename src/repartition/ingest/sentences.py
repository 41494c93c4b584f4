"""What pydantic refuses, said to a person: what is wrong, and what to do."""

from typing import Any

from pydantic_core import ErrorDetails

from repartition.domain import refusals
from repartition.domain.cells import is_no_day
from repartition.language import _


def sentence(error: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong and what to do, for one error of a cell or of a scenario's key."""
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case refusals.SENTENCE:
            return str(context["problem"]), str(context["remedy"])
        case "greater_than_equal":
            if context["ge"] == 0:
                return _("is negative"), _("write 0 or more")
            return (
                _("is below {limit}", limit=context["ge"]),
                _("write {limit} or more", limit=context["ge"]),
            )
        case "greater_than":
            return (
                _("is not above {limit}", limit=context["gt"]),
                _("write more than {limit}", limit=context["gt"]),
            )
        case "less_than_equal":
            return (
                _("is above {limit}", limit=context["le"]),
                _("write {limit} or less", limit=context["le"]),
            )
        case "decimal_max_places":
            places = context["decimal_places"]
            return (
                _("has more than {places} decimals", places=places),
                _("round it to {places} decimals", places=places),
            )
        case "date_type" if is_no_day(str(error["input"])):
            return _("this day does not exist"), _("correct the day, the month or the year")
        case _:
            return _expected(error["type"], context)


def _expected(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    expected = {
        "missing": (_("is missing"), _("add it")),
        "string_type": (_("is not a text"), _('write it in double quotes: "…"')),
        "string_too_short": (_("is empty"), _("write something there")),
        "bool_type": (_("is neither true nor false"), _("write true or false, without quotes")),
        "int_type": (_("is not a whole number"), _("write a whole number, without quotes")),
        "is_instance_of": (_("is not a number"), _("write a number such as 0.2, without quotes")),
        "finite_number": (_("is not a finite number"), _("write a number such as 0.2")),
        "decimal_max_digits": (
            _("has too many digits"),
            _("write at most {digits} digits", digits=context.get("max_digits", 12)),
        ),
        "date_type": (_("is not a date"), _("write it as 2014-12-31, without quotes")),
        "tuple_type": (_("is not a list"), _("write it in brackets, or as [[tables]]")),
        "model_type": (_("is not a table"), _("write a table: { key = value }")),
        "missing_argument": (_("is missing"), _("add it")),
        "too_short": (_("has too few values"), _("write as many as are expected")),
        "too_long": (_("has too many values"), _("write as many as are expected")),
        "literal_error": (
            _("is not a value it can have"),
            _("write {expected}", expected=_as_in_toml(str(context.get("expected", "")))),
        ),
    }
    return expected.get(kind, (_("is not what is expected here"), ""))


def _as_in_toml(values: str) -> str:
    """Return the values that pydantic lists, as a scenario writes them."""
    spelt = values.replace("'", '"').replace("True", "true").replace("False", "false")
    return spelt.replace(" or ", _(" or "))
