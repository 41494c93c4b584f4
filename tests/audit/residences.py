"""Two residences on files: one fragile in Tours, one not in Chambray, and eight requests.

Small enough to follow by hand, with every kind of thing a run has to say: a mutation that frees a
dwelling, a fixed and a forbidden pair, a transfer, hard and soft quotas, a counter, a dwelling
nobody can have and one that comes free after the period.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from repartition.audit import Outcome, RunRecord, recount, write_run
from repartition.domain.plan import Plan, Policy, TierResult
from repartition.eligibility.charging import resolve_charging
from repartition.eligibility.pairs import find_pairs
from repartition.ingest.assembly import read_instance
from repartition.ingest.scenario_file import hash_inputs, read_scenario
from repartition.usual_practice import attribute_in_turn

TABLES: Final = {
    "communes": """commune,name,contrat_de_ville
37050,Chambray-lès-Tours,false
37261,Tours,true
""",
    "programmes": """programme,name,bailleur,commune,qpv,fragility
P1,Les Tours,office,37261,Sanitas,2
P2,"Le Clos, bâtiment B",office,37050,,0
""",
    "vacancies": """vacancy,programme,typology,surface,financing,rent,charges,contingent,\
new_build,available_on,freed_by
V1,P1,T2,45,PLUS,300.50,20,etat,true,,
V2,P2,T5,95,PLAI,280,0,,false,,
V3,P2,T2,45,PLUS,310,0,,false,2014-06-01,H2
V4,P2,T2,45,PLUS,310,0,,false,2015-02-01,
V5,P1,T1,8,PLUS,150,0,,false,,
V6,P1,T2,45,PLUS,320,0,etat,true,,
V7,P2,T2,45,PLUS,330,0,,false,2014-03-01,H7
""",
    "households": """household,persons,reference_income,monthly_income,aci,requested_on,dalo,\
points,communes,accessible,contingents,active
H1,1,5000,900,true,2013-01-01,false,50.5,37261|37050,false,etat,true
H2,2,9000,1500,false,2013-06-01,false,40,,false,,true
H3,5,9000,1800,false,2012-01-01,false,30,37050,false,,true
H4,1,4000,700,true,2013-12-31,true,60,37261,false,mairie,true
H5,1,4000,700,false,2013-12-01,false,20,,true,,true
H6,1,4000,700,false,2013-12-01,false,20,,false,,false
H7,2,8000,1400,false,2013-02-01,false,5,37261,false,,true
H8,1,4000,700,true,2013-11-01,false,10,37261,false,etat,true
""",
    "contingents": """contingent,kind,commune
etat,etat_prioritaires,
mairie,commune,37261
""",
    "decisions": """vacancy,household,decision
V2,H3,attribution
V1,H1,non_attribution
""",
    "counters": """quota,group,count,of
aci-share,37261,1,3
""",
}

BASE: Final = """schema = 1
name = "residences"
data = "data"
seed = 7

[period]
start = 2014-01-01
end = 2014-12-31

[[contingents.transfers]]
id = "handback"
from = { kind = "etat_prioritaires" }
to = { kind = "commune" }
where = { new_build = true }
max_share = 0.5

[[quotas]]
id = "aci-share"
who = { aci = true }
per = "commune"
max_share = 0.333
soft = 1

[[quotas]]
id = "aci-fragile"
who = { aci = true }
where = { fragility = { min = 2 } }
max = 2

[[objectives]]
id = "house"
maximise = "attributions"

[[objectives]]
id = "effort"
minimise = "effort_rate"
"""

SCENARIO: Final = """extends = "base.toml"

[[objectives]]
id = "points"
maximise = "points"
"""


def write_case(folder: Path) -> Path:
    """Write the dataset and its scenario, and return the scenario's file."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, text in TABLES.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "base.toml").write_text(BASE, encoding="utf-8")
    scenario = folder / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    return scenario


def make_run(
    scenario: Path, policy: Policy = "optimal", *, overrides: tuple[str, ...] = ()
) -> RunRecord:
    """Return a run of usual practice's plan; called optimal, each of its tiers claims a proof.

    What a solver claims cannot be told from here, so any plan that meets the hard rules will do.
    """
    scenario_file = read_scenario(scenario, overrides)
    instance = read_instance(scenario_file)
    charging = resolve_charging(instance)
    pairs = find_pairs(instance, charging)
    plan = attribute_in_turn(instance, charging, pairs)
    outcome = Outcome(instance, charging, pairs, plan, policy, proven=policy == "optimal")
    return RunRecord(
        scenario_file=scenario_file,
        overrides=overrides,
        inputs=hash_inputs(scenario_file),
        outcome=outcome,
        tiers=claims(outcome),
        seconds={"read": 0.125},
    )


def claims(outcome: Outcome) -> tuple[TierResult, ...]:
    """Return the tiers of a plan, each bounded by its own value; usual practice bounds nothing."""
    found = recount(outcome.instance, outcome.charging, outcome.plan)
    return tuple(
        TierResult(
            tier.id,
            value,
            None if outcome.policy == "sequential" else value,
            proven=outcome.proven,
        )
        for tier, value in found.tiers
    )


def with_plan(run: RunRecord, plan: Plan) -> RunRecord:
    """Return a run that says of another plan what it is worth."""
    outcome = replace(run.outcome, plan=plan)
    return replace(run, outcome=outcome, tiers=claims(outcome))


def write_case_run(folder: Path, policy: Policy = "optimal") -> Path:
    """Write the case and a run of it, and return the run's folder."""
    return write_run(folder / "runs" / "one", make_run(write_case(folder / "case"), policy))


GRID: Final = """name = "a grid"
cap = 60

[[group]]
id = "first"
label = "first of all"
counts = "highest"

[[criterion]]
id = "dalo"
label = "DALO"
group = "first"
who = { dalo = true }
points = 50
proof = "a decision"

[[criterion]]
id = "aci"
label = "ACI"
group = "first"
who = { aci = true }
points = 30
proof = "a letter"

[[criterion]]
id = "years"
label = "years of waiting"
measure = "waiting_days"
per = 365
points = 12.5
cap = 20
proof = "the date of the request"

[[criterion]]
id = "far"
label = "asks anywhere"
who = { communes = { present = false } }
points = -4
proof = "the request"
"""


def with_grid(scenario: Path) -> Path:
    """Write a points grid beside a scenario, and add it to that; return the scenario's file."""
    scenario.with_name("grid.toml").write_text(GRID, encoding="utf-8")
    with scenario.open("a", encoding="utf-8") as file:
        file.write('\n[cotation]\ngrid = "grid.toml"\n')
    return scenario
