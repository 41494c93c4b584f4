"""The scenario: what a run is asked, as its TOML file says it, once merged.

Every model is frozen and closed: an unknown key is an error. Shares are exact decimals.
Reading the file, ``extends`` and the faults are in :mod:`repartition.ingest`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from repartition.domain.filters import EVERYTHING, Filter, FilterField
from repartition.domain.refusals import refusal
from repartition.language import _

QuotaKind = Literal["max", "min", "max_share", "min_share"]
QUOTA_KINDS: tuple[QuotaKind, ...] = ("max", "min", "max_share", "min_share")


def _exact(value: object) -> object:
    """Return a whole number of the file as the decimal it is: ``1`` says the same as ``1.0``."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _off(value: object) -> object:
    """Let only ``false`` itself through: in Python 0 equals it."""
    if value is not False:
        raise PydanticCustomError("literal_error", "not false", {"expected": "False"})
    return value


Off = Annotated[Literal[False], BeforeValidator(_off)]
ExactDecimal = Annotated[Decimal, BeforeValidator(_exact)]
Share = Annotated[ExactDecimal, Field(ge=0, le=1, max_digits=12)]
Count = Annotated[int, Field(ge=0, le=10**9)]
Identifier = Annotated[str, Field(min_length=1)]
Quantile = Annotated[ExactDecimal, Field(gt=0, lt=1, decimal_places=6)]
ScoreThreshold = Annotated[ExactDecimal, Field(gt=0, le=100, decimal_places=2)]
"""Two decimals: a score rounded down to two or more is then on the same side as the score."""
RESERVED_TIERS = frozenset({"hard", "seniority", "lottery"})
VIA_PREFIX = "via."
_PORTS = tuple(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *_PORTS})
"""Names that Windows keeps for itself."""


class Closed(BaseModel):
    """A table of a file: frozen, and no key it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
    )


class Period(Closed):
    """The days the run is about, both included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise refusal(
                _("the period ends before it starts"),
                _("correct start or end"),
                value=f"{self.start}, {self.end}",
            )
        return self


class EligibilityRules(Closed):
    """Which rules of eligibility apply; ``false`` switches one off."""

    typology: str | Off = False
    """File of the grid: number of persons to smallest and largest typology."""
    surface: bool = True
    """Legal minimum surface."""
    ceilings: str | Off = False
    """File of the income ceilings."""
    max_effort: Annotated[ExactDecimal, Field(ge=0, le=10)] | Off = False
    """Largest (rent + charges − APL) / monthly income."""
    apl: str = "none"
    """Which dated APL parameters, or ``none``."""
    communes: bool = True
    accessible: bool = True
    contingents: bool = True


def _reason(text: str) -> str:
    """Return a reason that says something."""
    if not text.strip():
        raise refusal(_("is empty"), _("write why: it stands beside the degree wherever that is"))
    return text


class FragilityIndicator(Closed):
    """One column of ``programmes`` that the index looks at, and what it weighs in it."""

    id: Identifier
    column: Identifier | None = None
    """Where the column is not called as the indicator is."""
    weight: Annotated[ExactDecimal, Field(gt=0, le=10**6, decimal_places=4)]
    higher_is: Literal["more_fragile", "less_fragile"] = "more_fragile"

    @property
    def source(self) -> str:
        """The column of ``programmes`` it reads."""
        return self.id if self.column is None else self.column


class FragilityCut(Closed):
    """Where the scores of the index are cut into degrees: one of the two, the other is false."""

    quantiles: tuple[Quantile, ...] | Off = False
    """Shares of the classed programmes."""
    thresholds: tuple[ScoreThreshold, ...] | Off = False
    """Scores, 0 to 100."""

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The values of the one that is set, in rising order."""
        return self.quantiles or self.thresholds or ()


class FragilityOverride(Closed):
    """A degree settled by people, for the programme it is called after, and their reason."""

    id: Identifier
    degree: Annotated[int, Field(ge=0, le=10**6)]
    reason: Annotated[str, AfterValidator(_reason)]


class FragilitySettings(Closed):
    """Where a programme's fragility comes from, and from which degree on it counts."""

    method: Literal["given", "index"] = "given"
    perimeter: str = "qpv"
    """The column that says "in a QPV"."""
    fragile_from: Annotated[int, Field(ge=1, le=10**6)] = 1
    indicators: tuple[FragilityIndicator, ...] = ()
    cut: FragilityCut = FragilityCut()
    unclassed_under: Annotated[int, Field(ge=0, le=10**6)] = 11
    """Dwellings under which a programme is not classed."""
    overrides: tuple[FragilityOverride, ...] = ()
    draws: Annotated[int, Field(ge=1, le=10**5)] = 1000
    """How often weights are drawn to tell how firm a degree is."""


INDEX_KEYS: Final = ("indicators", "cut", "unclassed_under", "overrides", "draws")
"""Keys of ``[fragility]`` that mean nothing where degrees are given."""


class CotationSettings(Closed):
    """Where the points of the households come from."""

    grid: str | Off = False
    """File of the points grid; without one, points are those of the tables."""


class Transfer(Closed):
    """A right of other contingents to propose for dwellings of the contingents ``from``."""

    id: Identifier
    from_: FilterField = Field(alias="from")
    to: FilterField
    where: FilterField = EVERYTHING
    max_share: Share = Decimal(1)


class ContingentSettings(Closed):
    """How attributions are charged to reservation rights."""

    mode: Literal["stock", "flow"] = "stock"
    transfers: tuple[Transfer, ...] = ()


class Among(Closed):
    """What a share is of, where that is not every attribution of the quota's own ``via``."""

    who: FilterField = EVERYTHING
    via: FilterField | None = None


class Quota(Closed):
    """A target: who × where × via, per group, with one bound or more."""

    id: Identifier
    who: FilterField = EVERYTHING
    where: FilterField = EVERYTHING
    via: FilterField = EVERYTHING
    per: str | None = None
    max: Count | None = None
    min: Count | None = None
    max_share: Share | None = None
    min_share: Share | None = None
    of: Literal["attributions", "vacancies"] = "attributions"
    among: Among | None = None
    soft: Annotated[int, Field(ge=1)] | Off = False

    def bounds(self) -> tuple[tuple[QuotaKind, Decimal], ...]:
        """Return the bounds that are set, in the fixed order of their kinds."""
        pairs = ((kind, getattr(self, kind)) for kind in QUOTA_KINDS)
        return tuple((kind, Decimal(bound)) for kind, bound in pairs if bound is not None)

    def denominator_via(self) -> Filter:
        """Return the filter on contingents of what a share is of."""
        return self.via if self.among is None or self.among.via is None else self.among.via

    def denominator_who(self) -> Filter:
        """Return the filter on households of what a share is of."""
        return EVERYTHING if self.among is None else self.among.who


class Objective(Closed):
    """One tier: a measure summed over the attributions that match, or the shortfall of a level."""

    id: Identifier
    maximise: str | None = None
    minimise: str | None = None
    who: FilterField = EVERYTHING
    where: FilterField = EVERYTHING
    via: FilterField = EVERYTHING
    soft: Annotated[int, Field(ge=1)] | None = None

    @property
    def measure(self) -> str:
        """The name of what is summed."""
        return self.maximise or self.minimise or ""


class Quartiles(Closed):
    """Thresholds of the income quartiles, in euros per year and consumption unit."""

    thresholds: Annotated[tuple[ExactDecimal, ExactDecimal, ExactDecimal], Field(strict=False)]


class Baseline(Closed):
    """What was published about the real period: shown beside usual practice and the plan."""

    attributions: Count
    aci_attributions: Count
    aci_outside_fragile: Count
    source: Identifier
    """Where the figures were published, as a reader should find it named."""

    @model_validator(mode="after")
    def _nested(self) -> Self:
        if not self.aci_outside_fragile <= self.aci_attributions <= self.attributions:
            figures = (self.attributions, self.aci_attributions, self.aci_outside_fragile)
            raise refusal(
                _("the ACI attributions are among the attributions, and those outside among them"),
                _("write three figures, none above the one before"),
                value=", ".join(str(figure) for figure in figures),
            )
        return self


def _run_name(name: str) -> str:
    """Return a name that can also name a folder, on any system an office may have."""
    if not name.strip():
        raise refusal(_("is empty"), _("write a name; the results go into a folder of this name"))
    if set(name) & set('<>:"/\\|?*') or any(ord(letter) < ord(" ") for letter in name):
        raise refusal(
            _("the results go into a folder of this name, and no folder can have it"),
            _("leave out {letters}", letters='< > : " / \\ | ? *'),
        )
    if name.strip(" .") != name or name.split(".")[0].upper() in _DEVICES:
        raise refusal(
            _("the results go into a folder of this name, and no folder can have it"),
            _("write no dot or space at its ends, nor CON, NUL, COM1…"),
        )
    return name


RunName = Annotated[str, AfterValidator(_run_name)]


class Scenario(Closed):
    """What a run is asked: the data, the rules, the targets and the order of importance."""

    schema_: Literal[1] = Field(alias="schema")
    name: RunName
    data: str
    period: Period
    seed: int
    synthetic: bool = False
    """Whether people and dwellings are made up: said wherever a result shows."""
    baseline: Baseline | None = None
    eligibility: EligibilityRules = EligibilityRules()
    fragility: FragilitySettings = FragilitySettings()
    contingents: ContingentSettings = ContingentSettings()
    quartiles: Quartiles | None = None
    cotation: CotationSettings = CotationSettings()
    quotas: tuple[Quota, ...] = ()
    objectives: tuple[Objective, ...] = ()
