"""Writes what was measured into ``docs/performance.md``: tables, targets and the picture."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log
from pathlib import Path
from typing import Final

from benchmarks.speed.contenders import CONTENDERS, FLOW, OURS
from benchmarks.speed.picture import Line, Point, draw
from benchmarks.speed.results import Run, latest, median_of, ratio, read_runs
from benchmarks.speed.sizes import SIZES, Size, size_named

BEGIN: Final = "<!-- what follows is written by `make bench`: do not edit it by hand -->"
END: Final = "<!-- up to here -->"
_GIGABYTE: Final = 1e9
_MANY_SECONDS: Final = 10
_SOME_SECONDS: Final = 0.1
_MANY_PERCENT: Final = 10
_TWO: Final = 2
_STEEPEST: Final = 1.3
_MOST_FLOWS: Final = 8
_YEAR_BYTES: Final = 2.5e9
_TIMES_FASTER: Final = 30
_OUTCOMES: Final = {
    "time": "stopped by its time limit",
    "memory": "stopped by its memory limit",
    "failed": "ended by itself, with an error",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """The runs of one contender on one size, which stand together."""

    size: Size
    name: str
    runs: tuple[Run, ...]

    @property
    def last(self) -> Run:
        """The run that is shown where there is no median: values are the same in all."""
        return self.runs[-1]

    @property
    def finished(self) -> bool:
        return all(run.outcome == "done" for run in self.runs)

    @property
    def took(self) -> float | None:
        return median_of(run.took for run in self.runs)

    @property
    def peak(self) -> float:
        return float(max(run.peak_bytes for run in self.runs))

    @property
    def proves_all(self) -> bool:
        return self.finished and bool(self.last.tiers) and self.last.first_open() is None


def write_page(page: Path, results: Path) -> None:
    """Replace the part of a page between the two marks, and the picture beside the page."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no place for the benchmarks: {BEGIN} … {END}")
    runs = read_runs(results)
    document = json.loads(results.read_text(encoding="utf-8"))
    parts = _parts(runs, document["machine"], document["versions"])
    body = "\n\n".join(parts)
    page.write_text(f"{before}{BEGIN}\n\n{body}\n\n{END}{after}", encoding="utf-8")
    page.with_suffix(".svg").write_text(draw(_lines(runs)), encoding="utf-8")


def _parts(runs: Sequence[Run], machine: str, versions: dict[str, str]) -> Iterator[str]:
    measured = [size for size in SIZES if any(run.size == size.name for run in runs)]
    days = sorted({run.sweep[:10] for run in runs})
    yield (
        f"Measured {' and '.join(dict.fromkeys((days[0], days[-1])))} on {machine}; "
        + ", ".join(f"{name} {number}" for name, number in versions.items())
        + "."
    )
    yield "### Targets"
    yield _table(("target", "measured", ""), _targets(runs))
    yield "### Instances"
    yield _table(
        ("size", "requests × dwellings", "pairs", "columns", "time limit"),
        (
            (
                f"`{size.name}`",
                f"{size.requests:,} × {size.vacancies:,}",
                _count(run.pairs for run in runs if run.size == size.name),
                _count(run.columns for run in runs if run.size == size.name),
                _limits(runs, size),
            )
            for size in measured
        ),
    )
    yield "### Time, memory, proof"
    for size in measured:
        yield f"**`{size.name}`**, {size.requests:,} requests × {size.vacancies:,} dwellings"
        entries = list(_entries(runs, size))
        yield _table(
            (
                "contender",
                "runs",
                "wall",
                "ready",
                "solve",
                "÷ flow",
                "÷ repartition",
                "peak memory",
                "tiers proven",
                "gap of the next",
                "",
            ),
            (_row(runs, entry) for entry in entries),
        )
    yield "### Value of each tier"
    yield (
        "Tier after tier: proven values in bold; of the first tier that is not proven, the value "
        "and (after the bar) what bounds it. Values after that one are those of the same plan, and "
        "compare with nothing. Every value is recounted from the tables, without a solver."
    )
    for size in measured:
        entries = list(_entries(runs, size))
        tiers = next((list(entry.last.values) for entry in entries if entry.last.values), [])
        yield f"**`{size.name}`**"
        yield _table(
            ("contender", *tiers),
            ((f"{e.name}", *(_known(e.last, tier) for tier in tiers)) for e in entries),
        )
    yield "### Cost against pairs"
    yield "![Seconds to solve against pairs, both on a logarithmic scale](performance.svg)"
    yield _slopes(runs)


def _entries(runs: Sequence[Run], size: Size) -> Iterator[_Entry]:
    for contender in CONTENDERS:
        found = latest(runs, size.name, contender.name)
        if found:
            yield _Entry(size, contender.name, tuple(found))


def _entry(runs: Sequence[Run], size: str, name: str) -> _Entry | None:
    found = latest(runs, size, name)
    return _Entry(size_named(size), name, tuple(found)) if found else None


def _row(runs: Sequence[Run], entry: _Entry) -> tuple[str, ...]:
    last = entry.last
    more = "" if entry.finished else "> "
    open_tier = last.first_open()
    gap = None if open_tier is None else open_tier.gap()
    proves = bool(last.tiers) and entry.name != FLOW
    took = entry.took
    return (
        entry.name,
        str(len(entry.runs)),
        _seconds(median_of(run.wall for run in entry.runs)),
        _seconds(median_of(run.ready for run in entry.runs)),
        "" if took is None else more + _seconds(took),
        _ratio(ratio(runs, entry.runs, FLOW), more),
        _ratio(ratio(runs, entry.runs, OURS), more),
        f"{entry.peak / _GIGABYTE:.2f} GB",
        f"{last.n_proven} of {len(last.values) or 9}" if proves else "",
        _percent(gap) if proves and gap is not None else "",
        _OUTCOMES.get(last.outcome, ""),
    )


def _known(run: Run, tier: str) -> str:
    known = next((one for one in run.tiers if one.tier == tier), None)
    value = run.values.get(tier) or (known.value if known is not None else None)
    if known is None or (known.bound is None and value is not None):
        return _number(value)
    if known.proven:
        return f"**{_number(known.value)}**"
    if known is run.first_open():
        return f"{_number(value)} \\| {_number(known.bound)}"
    return _number(value)


def _targets(runs: Sequence[Run]) -> Iterator[tuple[str, str, str]]:
    yield _year_target(runs)
    yield _fifth_target(runs)
    yield _metropole_target(runs)
    yield _slope_target(runs)


def _slope_target(runs: Sequence[Run]) -> tuple[str, str, str]:
    says = "time to solve against pairs: slope at most 1.3"
    points = _points(runs, OURS)
    slope, stopped = _slope(points), [point.size for point in points if not point.finished]
    if slope is None:
        return says, "not measured", _met(None)
    if not stopped:
        return says, f"{slope:.2f}", _met(slope <= _STEEPEST)
    finished = _slope([point for point in points if point.finished])
    told = f"at least {slope:.2f}, since {', '.join(stopped)} was stopped"
    if finished is not None:
        told += f"; {finished:.2f} over the others"
    return says, told, _met(False if slope > _STEEPEST else None)


def _year_target(runs: Sequence[Run]) -> tuple[str, str, str]:
    says = "`year`: all tiers proven, in at most 8 × one flow on the same pairs, and 2.5 GB"
    ours = _entry(runs, "year", OURS)
    times = None if ours is None else ratio(runs, ours.runs, FLOW)
    if ours is None or times is None:
        return says, "not measured", _met(None)
    proven = "all proven" if ours.proves_all else f"{ours.last.n_proven} tiers proven"
    met = ours.proves_all and times <= _MOST_FLOWS and ours.peak <= _YEAR_BYTES
    return says, f"{proven}, {times:.1f} × the flow, {ours.peak / _GIGABYTE:.2f} GB", _met(met)


def _fifth_target(runs: Sequence[Run]) -> tuple[str, str, str]:
    says = "`fifth`: at least 30 × faster than the best peer that proves the same tiers"
    ours = _entry(runs, "fifth", OURS)
    if ours is None or not ours.proves_all:
        return says, "not measured" if ours is None else "not all tiers proven", _met(None)
    peers = [
        entry for entry in _entries(runs, ours.size) if entry.name not in {OURS, FLOW, "usual"}
    ]
    times = {entry.name: ratio(runs, entry.runs, OURS) for entry in peers}
    proving = {
        entry.name: times[entry.name] for entry in peers if entry.proves_all and times[entry.name]
    }
    if proving:
        best = min(proving, key=lambda name: proving[name] or 0)
        found = proving[best] or 0.0
        return says, f"{found:.1f} × ({best})", _met(found >= _TIMES_FASTER)
    if not peers or not ours.took:
        return says, "no peer to compare with", _met(None)
    allowed = min(entry.last.seconds_allowed for entry in peers)
    least = allowed / ours.took
    told = f"no peer proves them in {allowed:.0f} s, which is {least:.0f} × as long"
    return says, told, _met(True if least >= _TIMES_FASTER else None)


def _metropole_target(runs: Sequence[Run]) -> tuple[str, str, str]:
    says = "`metropole`: proven, or within 0.01 %, in 15 minutes and 8 GB"
    ours = _entry(runs, "metropole", OURS)
    if ours is None:
        return says, "not measured", _met(None)
    last = ours.last
    open_tier = last.first_open()
    gap = None if open_tier is None else open_tier.gap()
    told = [f"{last.n_proven} tiers proven"]
    if gap is not None:
        told.append(f"gap of the next {_percent(gap)}")
    told.append(f"{_seconds(ours.took or last.wall)}, {ours.peak / _GIGABYTE:.1f} GB")
    if last.outcome != "done":
        told.append(_OUTCOMES[last.outcome])
    close = ours.proves_all or (gap is not None and gap <= Fraction(1, 10_000))
    within = last.outcome != "memory" and ours.peak <= 8 * _GIGABYTE and last.wall <= 15 * 60
    return says, ", ".join(told), _met(close and within)


def _met(met: bool | None) -> str:  # noqa: FBT001 - what the table says of it
    return "" if met is None else "met" if met else "**missed**"


def _slopes(runs: Sequence[Run]) -> str:
    told = []
    for name in (OURS, FLOW):
        slope = _slope([point for point in _points(runs, name) if point.finished])
        if slope is not None:
            told.append(f"{name} {slope:.2f}")
    if not told:
        return "Two sizes at least are needed for a slope."
    return (
        "Slope of the straight line through the logarithms (least squares, over the sizes on which "
        f"it finished, `session` left out): {', '.join(told)}. One would be proportional to the "
        "pairs."
    )


def _slope(points: Sequence[Point]) -> float | None:
    """Return the exponent of time against pairs, None where there are not two sizes.

    `session` is left out: there the start of the solvers is what is measured.
    """
    places = [
        (log(point.pairs), log(point.seconds)) for point in points if point.size != SIZES[0].name
    ]
    if len(places) < _TWO:
        return None
    mean_x, mean_y = (sum(values) / len(places) for values in zip(*places, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _y in places)
    return sum((x - mean_x) * (y - mean_y) for x, y in places) / spread if spread else None


def _points(runs: Sequence[Run], name: str) -> list[Point]:
    found = []
    for size in SIZES:
        entry = _entry(runs, size.name, name)
        if entry is None or entry.last.pairs is None:
            continue
        finished = entry.finished and (name in {"usual", FLOW} or entry.proves_all)
        if entry.took:
            found.append(Point(size.name, entry.last.pairs, entry.took, finished=finished))
    return found


def _lines(runs: Sequence[Run]) -> list[Line]:
    return [
        Line(contender.name, tuple(points))
        for contender in CONTENDERS
        if (points := _points(runs, contender.name))
    ]


def _table(header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    ends = ["---", *("---:" if title else "---" for title in header[1:])]
    lines = [header, ends, *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _limits(runs: Sequence[Run], size: Size) -> str:
    """Return what contenders were allowed to take to solve: one number, or the two ends."""
    found = sorted({run.seconds_allowed for run in runs if run.size == size.name})
    return "–".join(f"{seconds:,.0f}" for seconds in dict.fromkeys((found[0], found[-1]))) + " s"


def _count(values: Iterator[int | None]) -> str:
    found = max((value for value in values if value is not None), default=None)
    return "" if found is None else f"{found:,}"


def _seconds(value: float | None) -> str:
    if value is None:
        return ""
    if value >= _MANY_SECONDS:
        return f"{value:,.0f} s"
    return f"{value:.2f} s" if value >= _SOME_SECONDS else f"{value:.3f} s"


def _ratio(value: float | None, more: str) -> str:
    if value is None:
        return ""
    return more + (f"{value:,.0f}" if value >= _MANY_SECONDS else f"{value:.2f}")


def _percent(value: Fraction) -> str:
    percent = float(value * 100)
    return f"{percent:.0f} %" if percent >= _MANY_PERCENT else f"{percent:.2g} %"


def _number(value: str | None) -> str:
    if value is None:
        return ""
    number = Fraction(value)
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):,.2f}"
