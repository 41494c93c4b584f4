"""When a dwelling is free, and whose move frees it."""

from repartition.commission.session.freeing import Freeing
from repartition.language import _, day


def free_words(free: Freeing) -> str:
    """Return when a dwelling is free, as short as a column of a list wants it."""
    if free.day is not None:
        return day(free.day)
    if free.is_exchange:
        return _("by an exchange")
    if free.mover:
        return _("once {household} moves out", household=free.mover)
    return _("already")


def free_sentence(free: Freeing) -> str:
    """Return when a dwelling is free, and to where whoever frees it moves."""
    if not free.mover:
        return free_words(free)
    values = {"household": free.mover, "vacancy": free.moves_to}
    if free.day is not None:
        return _("{day}, once {household} moves to {vacancy}", day=day(free.day), **values)
    if free.is_exchange:
        return _("by an exchange, {household} moving to {vacancy}: no day is given", **values)
    return _("once {household} moves to {vacancy}", **values)
