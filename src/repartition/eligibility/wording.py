"""What the rules of eligibility are called, wherever a sentence or a table names them."""

from repartition.language import _


def rule_in_words(rule: str) -> str:
    """Return a rule in words, with the name scenarios and files give it; ``""`` if it is none."""
    names = {
        "active": _("request or dwelling not open in the period"),
        "typology": _("number of rooms"),
        "surface": _("legal minimum surface"),
        "ceiling": _("income above the ceiling"),
        "effort": _("rent too high for the income"),
        "commune": _("commune not asked for"),
        "accessible": _("dwelling not accessible"),
        "contingent": _("reserved for others"),
        "decision": _("decision of the commission"),
    }
    return _("{words} ({name})", words=names[rule], name=rule) if rule in names else ""
