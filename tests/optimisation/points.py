"""Every point of a tiny programme: choices of columns, and the slacks they may come with."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from repartition.domain.certificate import CountBound
from repartition.optimisation.choices import activities, smallest_slacks, total
from repartition.optimisation.face import UNBOUNDED, Face
from repartition.optimisation.pricing import Prices
from repartition.optimisation.program import Program


@dataclass(frozen=True)
class Point:
    """A choice of columns and a value of every slack."""

    columns: NDArray[np.int64]
    slacks: NDArray[np.int64]


def choices(program: Program) -> Iterator[NDArray[np.int64]]:
    """Yield every choice: households and dwellings at most once, the required exactly once."""
    found: list[tuple[int, ...]] = [()]
    for household in range(program.n_households):
        first, last = program.household_start[household : household + 2].tolist()
        moved = [
            (*chosen, column)
            for chosen in found
            for column in range(first, last)
            if program.vacancy[column] not in program.vacancy[list(chosen)]
        ]
        found = moved if program.required[household] else found + moved
    for chosen in found:
        yield np.array(chosen, np.int64)


def points(program: Program, face: Face, *, mix: random.Random) -> Iterator[Point]:
    """Yield the points of a face: each choice with its least slacks, its largest, and a mix."""
    for columns in choices(program):
        activity = activities(program, columns)
        least, limit = face.slack_least.copy(), face.slack_limit.copy()
        np.maximum.at(least, program.side.slack, activity - face.upper)
        # Far below any activity where the row has no lower end.
        np.minimum.at(limit, program.side.slack, activity - np.maximum(face.lower, UNBOUNDED // 4))
        if (least > limit).any():
            continue
        drawn = np.array([mix.randint(low, high) for low, high in zip(least, limit, strict=True)])
        for slacks in (least, limit, drawn.astype(np.int64)):
            point = Point(columns, slacks)
            if lies_on(program, face, point):
                yield point


def lies_on(program: Program, face: Face, point: Point) -> bool:
    """Return whether a choice of columns and slacks respects every row of a face."""
    columns, slacks = point.columns, point.slacks
    households = np.bincount(program.household[columns], minlength=program.n_households)
    vacancies = np.bincount(program.vacancy[columns], minlength=program.n_vacancies)
    activity = activities(program, columns) - slacks[program.side.slack]
    return bool(
        np.isin(columns, face.columns).all()
        and (households <= 1).all()
        and (vacancies <= 1).all()
        and (households[face.household_required] == 1).all()
        and (vacancies[face.vacancy_required] == 1).all()
        and (face.lower <= activity).all()
        and (activity <= face.upper).all()
        and (face.slack_least <= slacks).all()
        and (slacks <= face.slack_limit).all()
        and all(total(program, tier, columns, slacks) >= target for tier, target in face.kept)
        and all(counted(program, b, columns) <= b.upper for b in face.branches)
    )


def counted(program: Program, branch: CountBound, columns: NDArray[np.int64]) -> int:
    """Return what a branch bounds, for a choice of columns."""
    return int(program.counts.weight_of_ways(branch)[program.way[columns]].sum())


def matrix(program: Program) -> NDArray[np.int64]:
    """Return the side rows as a matrix, slacks left out: int64 (n_side_rows, n_columns)."""
    found = np.zeros((program.side.n_rows, program.n_columns), np.int64)
    for column in range(program.n_columns):
        found[:, column] = activities(program, np.array([column]))
    return found


def narrowed(program: Program, r: random.Random) -> Face:
    """Return a face narrowed at random around a plan, which stays on it."""
    face = Face.whole(program)
    plans = list(choices(program))
    plan = plans[r.randrange(len(plans))] if plans else np.zeros(0, np.int64)
    slacks = smallest_slacks(program, plan)
    activity = activities(program, plan) - slacks[program.side.slack]
    rows, bent = program.side.n_rows, program.side.n_slacks
    closed = np.array([r.random() < 0.2 for _column in face.columns], np.bool_)
    closed[plan] = False
    filled = np.zeros(program.n_vacancies, np.bool_)
    filled[program.vacancy[plan]] = True
    moved = np.zeros(program.n_households, np.bool_)
    moved[program.household[plan]] = True
    below = [int(value) - r.randrange(3) if r.random() < 0.4 else UNBOUNDED for value in activity]
    least = [r.randint(0, int(slack)) for slack in slacks]
    limit = [
        r.randint(int(slack), int(top)) for slack, top in zip(slacks, face.slack_limit, strict=True)
    ]
    kept = [
        (tier, total(program, tier, plan, slacks) - r.randrange(2))
        for tier in range(len(program.objectives))
        if r.random() < 0.3
    ]
    branches = []
    for quota, group_of_way in enumerate(program.counts.group_of_way):
        if r.random() < 0.4:
            branch = CountBound(
                quota, r.randint(0, int(group_of_way.max(initial=0))), r.choice((-1, 1)), 0
            )
            room = counted(program, branch, plan) + r.randrange(2)
            branches.append(replace(branch, upper=room))
    return replace(
        face,
        alive=face.alive.keep(~closed),
        household_required=face.household_required
        | (moved & [r.random() < 0.4 for _household in moved]),
        vacancy_required=filled & [r.random() < 0.4 for _vacancy in filled],
        lower=np.array(below, np.int64).reshape(rows),
        slack_least=np.array(least, np.int64).reshape(bent),
        slack_limit=np.array(limit, np.int64).reshape(bent),
        kept=tuple(kept),
        branches=tuple(branches),
    )


def priced(program: Program, face: Face, r: random.Random) -> Prices[np.float64]:
    """Return prices drawn at random, of either sign, whole or not."""
    unit = r.choice([1.0, 0.5, 0.1, 1 / 7])

    def draw(count: int) -> NDArray[np.float64]:
        signs = [r.choice([-1, 0, 1, 1]) for _price in range(count)]
        return np.array([sign * r.randrange(30) * unit for sign in signs]).reshape(count)

    return Prices(
        draw(program.n_vacancies),
        draw(program.side.n_rows),
        draw(len(face.kept)),
        draw(len(face.branches)),
    )
