"""The parts of an answer, as a reader gets them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from repartition.audit.outcome import Standing
from repartition.language import _


@dataclass(frozen=True, slots=True)
class Section:
    """A title, sentences that are read one after the other, and a list."""

    title: str
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @classmethod
    def of(cls, title: str, sentences: Iterable[str] = (), items: Iterable[str] = ()) -> "Section":
        """Return the section these make."""
        return cls(title, tuple(sentences), tuple(items))

    def lines(self) -> list[str]:
        """Return the title, the sentences, and the list with dashes."""
        return [self.title, *self.sentences, *(f"- {item}" for item in self.items)]


def reminder() -> Section:
    """Return what every answer ends with: who decides, and what the people concerned may do."""
    return Section(
        "",
        (
            _(
                "This plan is a proposal: the commission decides. Every household may ask for this "
                "explanation and contest it."
            ),
        ),
    )


def unproven(standing: Standing) -> Iterator[str]:
    """Yield a reservation about the whole plan, where there is one."""
    if standing is Standing.BEST_FOUND:
        yield _("The search was stopped before its end: a better plan may exist.")
