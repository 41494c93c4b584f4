"""What the law keeps out of a points grid.

* Poverty is no ground to lose points: it would steer by *vulnérabilité résultant de la situation
  économique* (code pénal, 225-1).
* To have no link with the commune can by itself keep nobody from a dwelling (CCH L441): it is
  worth no loss of points either.

A column is known by its name, and what an office calls its own only by its words: whoever writes
the grid answers for the rest.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from repartition.domain.cells import write_decimal
from repartition.domain.cotation import CotationGrid, Criterion
from repartition.domain.filters import Condition
from repartition.domain.table import CellKind
from repartition.errors import Fault
from repartition.ingest.cotation.places import columns_with_places
from repartition.ingest.forbidden import plain
from repartition.ingest.toml_files import KeyPath, TomlFile
from repartition.language import _

_MEANS: Final = frozenset({"reference_income", "monthly_income"})
_OF_THE_POOREST: Final = {
    "aci": ("true", CellKind.BOOLEAN),
    "quartile": ("1", CellKind.NUMBER),
    **dict.fromkeys(_MEANS, ("0", CellKind.NUMBER)),
}
"""What the poorest household there is has in each column of the contract that tells poverty."""
_WORDS_OF_POVERTY: Final = frozenset(
    {
        *("aci", "income", "incomes", "poor", "poverty", "quartile", "quartiles", "resources"),
        *("pauvre", "pauvres", "pauvrete", "precaire", "precarite", "rfr", "rmi", "rsa"),
        *("minima", "ressource", "ressources", "revenu", "revenus"),
    }
)
_WORDS_OF_LINK: Final = frozenset(
    {"attache", "attaches", "ancrage", "lien", "liens", "link", "links", "tie", "ties"}
)
_WORDS_OF_PLACE: Final = frozenset(
    {
        *("commune", "communes", "domicile", "domiciliation", "habitant", "habite"),
        *("local", "locale", "residence", "resident", "residente", "residents", "ville"),
    }
)
_WISHES: Final = "communes"
"""The column of the communes asked for: a wish is no link."""


def law_faults(grid: CotationGrid, file: TomlFile) -> list[Fault]:
    """Return a fault for each criterion that takes points where the law lets none be taken."""
    return [
        fault
        for criterion in grid.criterion
        if criterion.points < 0
        for fault in (*_poverty(criterion, file), *_link(criterion, file))
    ]


def law_cautions(criterion: Criterion, file: TomlFile) -> Iterator[Fault]:
    """Yield a caution for each key by which a criterion gives points to those less poor alone."""
    if criterion.points <= 0:
        return
    for name, path in _better_off(criterion):
        yield file.fault(
            path,
            _("the poorest have no points of this criterion, which others have"),
            _("poverty alone is no ground to steer: check that it is for another reason"),
            value=name if path[-1] == "measure" else None,
        )


def _poverty(criterion: Criterion, file: TomlFile) -> Iterator[Fault]:
    for name, path in columns_with_places(criterion):
        if _words(name) & _WORDS_OF_POVERTY:
            yield _loss(
                criterion,
                file,
                path,
                _("poverty is no ground to lose points (code pénal, 225-1)"),
                _("take the criterion away, or give points to those it was to spare"),
            )


def _link(criterion: Criterion, file: TomlFile) -> Iterator[Fault]:
    problem = _(
        "to have no link with the commune can by itself keep nobody from a home (CCH L441): it is "
        "worth no loss of points"
    )
    remedy = _("take the criterion away")
    for name, path in columns_with_places(criterion):
        if name != _WISHES and _words(name) & (_WORDS_OF_LINK | _WORDS_OF_PLACE):
            yield _loss(criterion, file, path, problem, remedy)
            return
    for key, words in (("id", criterion.id), ("label", criterion.label)):
        if _words(words) & _WORDS_OF_LINK and _words(words) & _WORDS_OF_PLACE:
            yield _loss(criterion, file, ("criterion", criterion.id, key), problem, remedy)
            return


def _loss(criterion: Criterion, file: TomlFile, path: KeyPath, problem: str, remedy: str) -> Fault:
    return file.fault(path, problem, remedy, value=write_decimal(criterion.points))


def _better_off(criterion: Criterion) -> Iterator[tuple[str, KeyPath]]:
    """Yield the column of each condition, or of the measure, that leaves the poorest out.

    Of a list of tables every one has to: whoever meets any of them has the points.
    """
    path = ("criterion", criterion.id)
    excluding = [_excluding(conditions) for conditions in criterion.who.alternatives]
    if all(excluding):
        for name in sorted(frozenset().union(*excluding)):
            yield name, (*path, "who", name)
    if criterion.measure in _MEANS | {"quartile"}:
        yield criterion.measure, (*path, "measure")


def _excluding(conditions: Iterable[tuple[str, Condition]]) -> frozenset[str]:
    """Return the columns whose condition the poorest household there is does not meet."""
    return frozenset(
        name
        for name, condition in conditions
        if name in _OF_THE_POOREST and not condition.holds(*_OF_THE_POOREST[name])
    )


def _words(name: str) -> frozenset[str]:
    """Return the words of a name, without accents and capitals."""
    return frozenset(plain("".join(c if c.isalnum() else " " for c in name)).split("_"))
