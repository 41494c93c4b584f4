"""Tiny instances drawn at random: crossing quotas, transfers, flow, chains, decisions, counters."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from tests.factories import (
    Row,
    commune,
    contingent,
    household,
    instance,
    programme,
    vacancy,
)

from repartition.domain.instance import Instance


def odd_cycles(number: int, least: int, *quotas: Row) -> Instance:
    """Return ``number`` triples of which any two count together, once at most; ``least`` in all.

    All is hard. Half of everybody makes 1.5 of each triple and no quota counts a fraction: neither
    prices nor branches on counts tell what integers do, that there is one of each at most.
    """
    rows = [
        {"id": f"{one}{two}-{i}", "who": {"household": [f"{one}{i}", f"{two}{i}"]}, "max": 1}
        for i in range(number)
        for one, two in ("ab", "bc", "ac")
    ]
    names = [f"{letter}{i}" for i in range(number) for letter in "abc"]
    return instance(
        households=[household(name) for name in names],
        vacancies=[vacancy(f"v{i}") for i in range(len(names))],
        scenario={
            "quotas": [{"id": "least", "min": least}, *rows, *quotas],
            "objectives": [{"id": "house", "maximise": "attributions"}],
        },
    )


COMMUNES = [commune("luynes"), commune("tours")]
CONTINGENTS = [
    contingent("action", "action_logement"),
    contingent("habitat", "bailleur", bailleur="habitat"),
    contingent("prefet", "etat_prioritaires"),
    contingent("tours", "commune", commune="tours"),
]
PEOPLE: list[Any] = [
    {},
    {"aci": True},
    {"dalo": True},
    {"persons": {"min": 2}},
    [{"aci": True}, {"dalo": True}],
]
PLACES: list[Row] = [
    {},
    {"fragile": True},
    {"in_qpv": True},
    {"commune": "tours"},
    {"fragility": {"min": 2}},
]
RIGHTS: list[Row] = [{"kind": "etat_prioritaires"}, {"kind": "action_logement"}, {"contingent": ""}]
SHARES = [Decimal(share) for share in ("0.1", "0.25", "0.5", "0.333", "0.8")]
MEASURES = ["attributions", "points", "fragility", "wish_rank", "persons", "spare_rooms", "aci"]


def draw(
    seed: int, *, smallest: int = 1, largest: int = 4, soft: bool = False, hard: bool = False
) -> Instance:
    """Return the instance of a seed: so many households and dwellings.

    ``soft``: no hard quota; ``hard``: no soft one.
    """
    r = random.Random(seed)
    households = [_household(r, i) for i in range(r.randint(smallest, largest))]
    vacancies = _vacancies(r, r.randint(smallest, largest), len(households))
    quotas = [_quota(r, i) for i in range(r.randrange(5))]
    if soft:
        quotas = [{"soft": 1} | quota for quota in quotas]
    if hard:
        quotas = [{key: cell for key, cell in quota.items() if key != "soft"} for quota in quotas]
    fixed, forbidden = _decisions(r, households, vacancies)
    counters = {
        (quota["id"], ""): (r.randrange(2), r.randrange(1, 4))
        for quota in quotas
        if "per" not in quota and r.random() < 0.3
    }
    return instance(
        households=households,
        vacancies=vacancies,
        programmes=[
            programme(
                f"p{i}",
                commune=r.choice(["luynes", "tours"]),
                bailleur=("habitat", "logis")[i % 2],
                fragility=r.choice([0, 0, 1, 2, 3]),
                qpv=r.choice(["", "sanitas"]),
            )
            for i in range(3)
        ],
        communes=COMMUNES,
        contingents=CONTINGENTS,
        fixed=fixed,
        forbidden=forbidden,
        counters=counters,
        scenario={
            "quotas": quotas,
            "objectives": _objectives(r, quotas),
            "contingents": _charging(r),
        },
    )


def shares(seed: int) -> Instance:
    """Return an instance where an odd number of attributions must be shared: fractions of counts.

    In about half of them the bound is not a whole number until some count is branched on.
    """
    r = random.Random(seed)
    size = r.randint(3, 5)
    people = [
        household(
            f"h{i}",
            aci=r.random() < 0.5,
            dalo=r.random() < 0.4,
            points=r.randrange(9),
            persons=r.randint(1, 2),
        )
        for i in range(size)
    ]
    homes = [vacancy(f"v{i}", surface=r.choice([18, 30, 40])) for i in range(size)]
    number = r.choice([1, 3]) if size > 3 else 1
    quotas: list[Row] = [{"id": "so-many", "min": number, "max": number}]
    for i in range(r.randint(1, 2)):
        share = Decimal(r.choice(["0.5", "0.4", "0.25"]))
        bounds = r.choice([["min_share"], ["max_share"], ["min_share", "max_share"]])
        who = r.choice([{"aci": True}, {"dalo": True}, {"persons": {"min": 2}}])
        quotas.append(
            {"id": f"share-{i}", "who": who, "soft": r.randint(1, 2)} | dict.fromkeys(bounds, share)
        )
    return instance(
        households=people,
        vacancies=homes,
        scenario={"quotas": quotas, "objectives": [{"id": "points", "maximise": "points"}]},
    )


def crossing(seed: int) -> Instance:
    """Return an instance where everyone fits everywhere and minima cross caps: larger conflicts."""
    r = random.Random(seed)
    people = [household(f"h{i}", aci=r.random() < 0.6, dalo=r.random() < 0.4) for i in range(4)]
    homes = [vacancy(f"v{i}", programme=f"p{r.randrange(3)}") for i in range(4)]
    aci = {"who": {"aci": True}}
    quotas: list[Row] = [
        {"id": "aci", "min": r.randint(1, 3)} | aci,
        {"id": "dalo", "who": {"dalo": True}, "min": r.randint(1, 2)},
        {"id": "all", r.choice(["min", "max"]): r.randint(2, 4)},
        {"id": "cap", "per": "programme", "max": r.randint(0, 1)} | aci,
        {"id": "mixed", "per": "programme", "max_share": Decimal("0.5")} | aci,
    ]
    return instance(
        households=people,
        vacancies=homes,
        programmes=[programme(f"p{i}") for i in range(3)],
        fixed=[(f"h{i}", f"v{i}") for i in range(4) if r.random() < 0.2],
        scenario={"quotas": r.sample(quotas, r.randint(2, 5))},
    )


def _household(r: random.Random, index: int) -> Row:
    return household(
        f"h{index}",
        persons=r.choice([1, 2, 3]),
        aci=r.random() < 0.5,
        dalo=r.random() < 0.3,
        points=r.choice([0, 1, 2, 5, 10]),
        requested_on=date(2013, 12, r.randint(1, 28)),
        communes=r.choice([[], ["tours"], ["luynes"], ["luynes", "tours"]]),
        contingents=[name for name in ("action", "prefet", "tours") if r.random() < 0.5],
    )


def _vacancies(r: random.Random, count: int, n_households: int) -> list[Row]:
    tenants = r.sample(range(n_households), n_households)
    return [
        vacancy(
            f"v{i}",
            programme=f"p{r.randrange(3)}",
            surface=r.choice([10, 20, 30]),
            contingent=r.choice(["", "action", "habitat", "prefet", "tours"]),
            new_build=r.random() < 0.3,
            freed_by=f"h{tenants[i]}" if i < n_households and r.random() < 0.3 else "",
        )
        for i in range(count)
    ]


def _quota(r: random.Random, index: int) -> Row:
    quota: Row = {"id": f"q{index}", "who": r.choice(PEOPLE), "where": r.choice(PLACES)}
    if per := r.choice([None, None, "programme", "commune", "bailleur", "via.kind"]):
        quota["per"] = per
    if r.random() < 0.3:
        quota["via"] = r.choice(RIGHTS)
    kind = r.choice(["max", "min", "max_share", "min_share"])
    quota[kind] = r.randrange(3) if kind in {"max", "min"} else r.choice(SHARES)
    if r.random() < 0.3 and "via" not in quota and per != "via.kind":
        quota["of"] = "vacancies"
    elif r.random() < 0.3:
        quota["among"] = {"who": r.choice(PEOPLE), "via": {}}
    if r.random() < 0.6:
        quota["soft"] = r.choice([1, 2])
    return quota


def _objectives(r: random.Random, quotas: list[Row]) -> list[Row]:
    found = []
    for index in range(r.randrange(4)):
        objective: Row = {"id": f"o{index}", "who": r.choice([{}, r.choice(PEOPLE)])}
        objective[r.choice(["maximise", "minimise"])] = r.choice(MEASURES)
        if r.random() < 0.2:
            objective["where"] = r.choice(PLACES)
        if r.random() < 0.2:
            objective["via"] = r.choice(RIGHTS)
        found.append(objective)
    for level in sorted({quota["soft"] for quota in quotas if "soft" in quota}):
        if r.random() < 0.6:
            placed = {"id": f"agreed-{level}", "minimise": "shortfall", "soft": level}
            found.insert(r.randrange(len(found) + 1), placed)
    return found


def _charging(r: random.Random) -> Row:
    if r.random() < 0.3:
        return {"mode": "flow"}
    handback = {
        "id": "handback",
        "from": {"kind": "etat_prioritaires"},
        "to": r.choice([{}, {"kind": "action_logement"}]),
        "max_share": r.choice([Decimal(1), Decimal("0.5")]),
    }
    return {"mode": "stock", "transfers": [handback] if r.random() < 0.6 else []}


def _decisions(
    r: random.Random, households: list[Row], vacancies: list[Row]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs fixed and forbidden; nobody is given the dwelling it frees."""

    def pair() -> tuple[str, str]:
        return r.choice(households)["household"], r.choice(vacancies)["vacancy"]

    freed = {(row["freed_by"], row["vacancy"]) for row in vacancies}
    fixed = {pair()} - freed if r.random() < 0.3 else set()
    forbidden = {pair()} - fixed if r.random() < 0.3 else set()
    return sorted(fixed), sorted(forbidden)
