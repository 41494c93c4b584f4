"""The figures of a report against counts made from the files with nothing but the csv module."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from tests.report.office import (
    FORMULA,
    HOSTILE,
    LANDLORD,
    TAG,
    aci,
    attributions,
    count,
    fragile,
    rows_of,
)
from tests.report.runs import cells, table

from repartition.language import Language, spoken
from repartition.pipeline import Reopened, reopen, solve
from repartition.report.document import Amount, Bullets, Commands, Map, Report, Sentences, Table
from repartition.report.indicators import indicators
from repartition.report.making import compose, subject_of

PLAN, USUAL = "plan", "usual practice"


def said(report: Report, key: str) -> str:
    """Return every sentence of a chapter."""
    chapter = next(chapter for chapter in report.chapters if chapter.key == key)
    parts: list[str] = []
    for block in chapter.blocks:
        match block:
            case Sentences():
                parts += block.sentences
            case Bullets():
                parts += [block.lead, *block.items]
            case Commands():
                parts += [block.lead, *block.lines]
    return " ".join(parts)


@pytest.mark.parametrize(("folder", "column"), [("best", PLAN), ("usual", USUAL)])
def test_the_headline_is_what_the_plan_file_says(
    office: Path, report: Report, folder: str, column: str
) -> None:
    rows = attributions(office / "runs" / folder)
    housed, outside = count(rows, aci), count(rows, lambda r: aci(r) and not fragile(r))

    assert cells(report, "headline", "Attributions")[column] == len(rows)
    assert cells(report, "headline", "ACI households housed")[column] == housed
    assert cells(report, "headline", "of them outside fragile programmes")[column] == outside
    share = cells(report, "headline", "share of the ACI households housed")[column]
    assert isinstance(share, Amount)
    assert share.value == Fraction(outside, housed)


def test_the_rules_on_quartiles_are_dated_and_not_the_sheets(report: Report) -> None:
    # The sheet is of 2015; the law of 27 January 2017 came after it.
    definitions = {row[0]: row for row in table(report, "definitions").rows}
    inside = definitions["Mix inside the QPV: attributions to quartiles 2 to 4"]
    outside = definitions["Outside the QPV: attributions to the first quartile"]
    for _name, formula, _unit, source in (inside, outside):
        assert "since 2017" in str(formula)
        assert "law of 27 January 2017" in str(source)
    assert "Sheet" not in str(outside[3])
    assert "not for this figure" in str(definitions["Commune contingents used"][3])


def test_french_agrees_whatever_the_number(reports: dict[Language, Report]) -> None:
    french = reports["fr"]

    assert "parmi ces dernières, hors programmes fragiles\u00a0: " in said(french, "answer")
    assert "en % des ménages ACI logés" in [row[0] for row in table(french, "headline").rows]
    assert "dont attributions reçues d’autres contingents" in [
        row[0] for row in table(french, "indicators").rows
    ]
    assert "dont ménages ACI" not in said(french, "access")


def test_the_published_figures_stand_beside_them(report: Report) -> None:
    assert cells(report, "headline", "Attributions")["published"] == 9
    assert "Published figures: <b>a sheet</b>." in said(report, "answer")


@pytest.mark.parametrize(("folder", "column"), [("best", PLAN), ("usual", USUAL)])
def test_every_indicator_is_what_its_definition_says(
    office: Path, report: Report, folder: str, column: str
) -> None:
    rows = attributions(office / "runs" / folder)
    vacancies = rows_of(office / "data" / "vacancies.csv")
    inside = [row for row in rows if row["qpv"]]
    outside = [row for row in rows if not row["qpv"]]
    poorest = count(rows, lambda r: aci(r) and fragile(r))
    expected = {
        # 7 in 2014; those of 2013 and 2015, and the PLUS, are not counted
        "plai-approved": 7,
        "plai-offered": count(vacancies, lambda v: v["financing"] == "PLAI"),
        "attributions": len(rows),
        "aci-in-fragile": poorest,
        "aci-in-fragile-share": Fraction(poorest, count(rows, aci)),
        "aci-share-of-fragile": Fraction(poorest, count(rows, fragile)),
        "qpv-upper-quartiles": Fraction(count(inside, lambda r: r["quartile"] != "1"), len(inside)),
        "qpv-aci": Fraction(count(inside, aci), len(inside)),
        "first-quartile-outside-qpv": Fraction(
            count(outside, lambda r: r["quartile"] == "1"), len(outside)
        ),
        "commune-contingents": count(rows, lambda r: r["contingent"] == "mairie"),
        "commune-contingents-received": count(
            rows, lambda r: r["contingent"] == "mairie" and r["transfer"] != ""
        ),
    }
    names = {each.key: each.name for each in indicators()}
    found = {key: cells(report, "indicators", name)[column] for key, name in names.items()}

    assert {key: cell.value for key, cell in found.items() if isinstance(cell, Amount)} == expected


def test_the_hand_back_is_used_so_that_its_indicator_means_something(best: Path) -> None:
    assert count(attributions(best), lambda row: row["transfer"] == "handback") == 1


def test_every_indicator_comes_with_its_definition(report: Report) -> None:
    shown = [row[0] for row in table(report, "indicators").rows]

    assert [row[0] for row in table(report, "definitions").rows] == shown
    assert all(all(row) for row in table(report, "definitions").rows)


def test_communes_are_counted_before_and_after(office: Path, report: Report) -> None:
    for folder, column in (("best", PLAN), ("usual", USUAL)):
        rows = attributions(office / "runs" / folder)
        for name, code in ((HOSTILE, "37261"), (FORMULA, "37109"), ("Ailleurs", "99001")):
            here = [row for row in rows if row["commune"] == code]
            found = cells(report, "communes", name)
            assert found["INSEE code"] == code
            assert found[f"attributions, {column}"] == len(here)
            assert found[f"to ACI households, {column}"] == count(here, aci)
            assert found[f"ACI outside fragile programmes, {column}"] == count(
                here, lambda row: aci(row) and not fragile(row)
            )
    change = cells(report, "communes", HOSTILE)
    assert change["to ACI households, change"] == (
        int(str(change["to ACI households, plan"]))
        - int(str(change["to ACI households, usual practice"]))
    )


def test_in_and_out_add_up_to_all(report: Report) -> None:
    found = table(report, "kinds-of-place")
    total = cells(report, "headline", "Attributions")[PLAN]
    place = [column.full_title for column in found.columns].index("attributions, plan")
    pairs = zip(found.rows[::2], found.rows[1::2], strict=True)

    assert [int(str(a[place])) + int(str(b[place])) for a, b in pairs] == [total] * 3


def test_degrees_say_who_is_housed_and_who_lives_there(office: Path, report: Report) -> None:
    rows = attributions(office / "runs" / "best")
    here = [row for row in rows if row["fragility"] == "2"]

    assert cells(report, "degrees", "2")["ACI share of the attributions, plan"] == (
        Fraction(count(here, aci), len(here))
    )
    assert cells(report, "degrees", "not classed")["attributions, plan"] == count(
        rows, lambda row: row["fragility"] == ""
    )
    # P1: 40 ACI households of 100; P3 says nothing
    assert cells(report, "occupation", "2")["ACI share"] == Fraction(2, 5)
    assert [row[0] for row in table(report, "occupation").rows] == ["0, not fragile", "2"]


def test_rights_say_what_is_used_and_handed_back(best: Path, report: Report) -> None:
    charged = Counter(row["contingent"] for row in attributions(best))
    state = cells(report, "rights-by-kind", "State, priority households")
    town = cells(report, "rights-by-kind", "Commune")

    assert (state["dwellings reserved"], town["dwellings reserved"]) == (2, 1)
    assert state["attributions charged, plan"] == charged["etat"]
    assert town["attributions charged, plan"] == charged["mairie"]
    assert state["handed back to others, plan"] == town["of them through a transfer, plan"] == 1
    # 0.5 of the two new dwellings of the State
    assert cells(report, "transfers", "handback")["cap"] == 1
    assert cells(report, "transfers", "handback")["used, plan"] == 1
    assert [row[0] for row in table(report, "contingents").rows] == [
        "+État",
        "Mairie",
        "Nobody (not reserved)",
    ]


def test_quota_rows_are_those_of_the_run_the_most_binding_first(best: Path, report: Report) -> None:
    written = {(row["quota"], row["group"]): row for row in rows_of(best / "quotas.csv")}
    found = table(report, "quota-rows")
    names = [column.full_title for column in found.columns]
    slacks = []
    for row in found.rows:
        shown = dict(zip(names, row, strict=True))
        group = str(shown["group"]).split(",")[0]
        expected = written.pop((str(shown["Target"]), group))
        assert shown["count, plan"] == int(expected["count"])
        assert shown["slack, plan"] == Fraction(expected["slack"])
        assert shown["bound"] == Fraction(expected["bound"])
        assert shown["met"] == ("yes" if Fraction(expected["slack"]) >= 0 else "no")
        slacks.append(Fraction(expected["slack"]))
    assert not written
    assert slacks == sorted(slacks)


def test_a_programme_is_called_by_its_name_too(report: Report) -> None:
    assert f"P1, {TAG}" in [row[1] for row in table(report, "quota-rows").rows]


def test_landlords_have_their_attributions_and_their_engagements(
    best: Path, report: Report
) -> None:
    rows = attributions(best)
    mine = [row for row in rows if row["bailleur"] == LANDLORD]

    assert cells(report, "landlords", LANDLORD)["attributions, plan"] == len(mine)
    assert cells(report, "landlords", LANDLORD)["to ACI households, plan"] == count(mine, aci)
    assert {row[1] for row in table(report, "engagements").rows} == {LANDLORD, "office"}
    assert {row[0] for row in table(report, "engagements").rows} == {"aci-engagement"}


def test_groups_say_who_is_housed_and_who_waits(office: Path, report: Report) -> None:
    requests = rows_of(office / "data" / "households.csv")
    for folder, column in (("best", PLAN), ("usual", USUAL)):
        rows = attributions(office / "runs" / folder)
        for name, holds in (
            ("ACI households", aci),
            ("DALO households", lambda row: row["dalo"] == "true"),
            ("First income quartile", lambda row: row["quartile"] == "1"),
            ("Families of 5 and more", lambda row: int(row["persons"]) >= 5),
            ("Tenants (mutations)", lambda row: row["occupies"] != ""),
        ):
            found = cells(report, "access", name)
            assert found["requests"] == count(requests, holds)
            assert found[f"housed, {column}"] == count(rows, holds)
            assert found[f"still waiting, {column}"] == count(requests, holds) - count(rows, holds)


def test_who_is_kept_out_of_fragile_programmes_is_followed(office: Path, report: Report) -> None:
    before = {row["household"]: row for row in attributions(office / "runs" / "usual")}
    after = {row["household"]: row for row in attributions(office / "runs" / "best")}
    kept_out = {
        household: after.get(household)
        for household, row in before.items()
        if aci(row) and fragile(row)
        if household not in after or not fragile(after[household])
    }
    column = "ACI households"

    assert cells(report, "offers", "Kept out of fragile programmes")[column] == len(kept_out)
    assert cells(report, "offers", "left without a dwelling")[column] == sum(
        row is None for row in kept_out.values()
    )
    assert cells(report, "offers", "given another dwelling in the same commune")[column] == sum(
        row is not None and row["commune"] == before[household]["commune"]
        for household, row in kept_out.items()
    )
    assert kept_out


def test_the_limit_of_effort_has_its_own_line(report: Report) -> None:
    # H9 has 400 a month: 33 % of it pays nothing here, and it asks for one commune only.
    effort = cells(report, "exclusions", "rent too high for the income (effort)")

    assert f"by itself it leaves {effort['all']} household" in said(report, "access")


def test_what_is_left_is_counted_by_reason(best: Path, report: Report) -> None:
    unplaced = rows_of(best / "unplaced.csv")
    vacant = rows_of(best / "vacant.csv")
    households = {r["household"]: r for r in rows_of(best.parents[1] / "data" / "households.csv")}

    assert cells(report, "unplaced", "All")["households"] == len(unplaced)
    assert cells(report, "unplaced", "All")["of them ACI"] == count(
        unplaced, lambda row: aci(households[row["household"]])
    )
    assert cells(report, "vacant", "All")["dwellings"] == len(vacant)
    no_dwelling = count(unplaced, lambda row: row["code"] == "no_dwelling")
    assert no_dwelling
    assert (
        cells(report, "unplaced", "The rules leave it no dwelling at all")["households"]
        == no_dwelling
    )


def test_rents_are_told_by_commune_and_financing(report: Report) -> None:
    # P1 and P2 are in 37261: 250/50, 300/50, 240/60, 300/50, 400/40 = 5, 6, 4, 6, 10
    here = cells(report, "rents-communes", HOSTILE)
    assert here["dwellings"] == 5
    assert here["rent (€/m²), median"] == 6
    assert here["rent (€/m²), first quartile"] == 5
    assert [row[0] for row in table(report, "rents-financing").rows] == ["PLAI", "PLUS", "PLS"]
    # PLAI: V3 240/60 = 4 and V6 200/50 = 4
    assert cells(report, "rents-financing", "PLAI")["rent (€/m²), median"] == 4
    pivot = cells(report, "rents-pivot", HOSTILE)
    assert pivot["PLAI, dwellings"] == 1
    assert pivot["PLS, median (€/m²)"] == 10
    assert cells(report, "rents-pivot", FORMULA)["PLAI, median (€/m²)"] == 4
    low = cells(report, "low-rents", FORMULA)
    assert (low["PLAI approved"], low["PLAI offered"]) == (7, 1)
    # A row of PLUS says nothing of PLAI: 0 would be a row of its own.
    assert cells(report, "low-rents", HOSTILE)["PLAI approved"] == "not given"
    # Communes in SRU deficit first
    assert table(report, "low-rents").rows[0][0] == FORMULA


def test_low_rents_are_counted_where_they_are_and_where_they_are_missing(report: Report) -> None:
    # By the square metre: 5, 6, 4, 6, 10 in 37261, and 4, 6, 10 in 37109. The first quartile of
    # all eight is 4.75: V3 and V6. Asking for 37261: H1, H2, H3; 37109: H1, H9; 99001: H10.
    here, there = (cells(report, "low-rents", name) for name in (HOSTILE, FORMULA))
    number, share = "low rents, number", "low rents, share of the dwellings"
    asking = "ACI households that would live there"

    assert (here[number], here[share]) == (1, Fraction(1, 5))
    assert (there[number], there[share]) == (1, Fraction(1, 3))
    assert (here[f"{asking}, number"], here[f"{asking}, for each low rent"]) == (3, 3)
    assert (there[f"{asking}, number"], there[f"{asking}, for each low rent"]) == (2, 2)
    without = cells(report, "low-rents", "Ailleurs")
    assert (without[number], without[share], without[f"{asking}, for each low rent"]) == (
        0,
        None,
        None,
    )
    (drawn,) = table(report, "low-rents").charts
    assert isinstance(drawn, Map)
    assert table(report, "low-rents").columns[drawn.value].full_title == share


def test_the_sentences_say_where_low_rents_are_and_where_most_ask_for_each(report: Report) -> None:
    words = said(report, "rents")

    assert "here 4.75 euros a month per square metre" in words
    assert f"{FORMULA} (1, 33.3% of its dwellings); {HOSTILE} (1, 20.0% of its dwellings)." in words
    assert "no dwelling to let in the period: Ailleurs (1 household)." in words
    assert "but no low rent: no commune." in words
    assert f"for each low rent, most in: {HOSTILE} (3.0); {FORMULA} (2.0)." in words


def test_rents_are_told_by_commune_financing_typology_and_degree_at_once(report: Report) -> None:
    crossed = table(report, "rents-crossed")
    keys = [row[:4] for row in crossed.rows]

    assert len(set(keys)) == len(keys)
    # V3 240/60 = 4; V1 250/50 = 5 and V2 300/50 = 6
    assert [row[4:8] for row in crossed.rows if row[:2] == (HOSTILE, "PLAI")] == [(1, 4, 4, 4)]
    # Each table by one of the four is its sum.
    for place, key in enumerate(("communes", "financing", "typology", "fragility")):
        for name, dwellings, *_others in table(report, f"rents-{key}").rows:
            assert dwellings == sum(row[4] for row in crossed.rows if row[place] == name)


def test_the_proof_says_what_was_recomputed_and_from_what(
    reopened: Reopened, report: Report
) -> None:
    manifest = reopened.stored.manifest
    hashes = dict(table(report, "hashes").rows)

    assert reopened.verified.statement in said(report, "proof")
    assert {name: hashes[name] for name in manifest.inputs} == dict(manifest.inputs)
    assert cells(report, "origin", "Seed of the last tie-break")["value"] == "7"
    assert "repartition verify best" in said(report, "proof")
    tiers = table(report, "tiers")
    assert [row[4] for row in tiers.rows] == ["yes"] * len(tiers.rows)


def test_the_commission_decides_and_made_up_data_say_so(report: Report) -> None:
    assert "The commission decides." in said(report, "method")
    assert report.banner == "SYNTHETIC DATA: the people and the dwellings are made up."


def test_the_chapters_stand_in_their_order(report: Report) -> None:
    assert [chapter.key for chapter in report.chapters] == [
        "answer", "indicators", "targets", "territory", "fragility", "rights", "landlords",
        "access", "leftovers", "rents", "warnings", "proof", "method",
    ]  # fmt: skip


def test_tables_have_keys_of_their_own_and_as_many_cells_as_columns(
    reports: dict[Language, Report],
) -> None:
    for report in reports.values():
        keys = [found.key for found in report.tables]
        assert len(keys) == len(set(keys))
        for found in report.tables:
            assert {len(row) for row in found.rows} <= {len(found.columns)}, found.key


def test_both_languages_have_the_same_figures(reports: dict[Language, Report]) -> None:
    def numbers(found: Table) -> list[object]:
        return [cell for row in found.rows for cell in row if not isinstance(cell, str)]

    pairs = zip(reports["en"].tables, reports["fr"].tables, strict=True)

    assert all(numbers(english) == numbers(french) for english, french in pairs)
    assert reports["fr"].chapters[0].title == "La réponse"


def test_a_run_of_usual_practice_has_nothing_beside_it(usual_run: Path) -> None:
    report = compose(subject_of(reopen(usual_run)))

    assert [column.title for column in table(report, "headline").columns] == [
        "",
        "published",
        "usual practice",
    ]
    assert "offers" not in {found.key for found in report.tables}
    assert "nothing is claimed of its being the best" in said(report, "proof")


def test_another_run_takes_the_place_of_usual_practice(best: Path, usual_run: Path) -> None:
    report = compose(subject_of(reopen(best), reopen(usual_run)))
    rows = {folder: attributions(folder) for folder in (best, usual_run)}
    was, now = (
        {(row["household"], row["vacancy"]) for row in rows[folder]} for folder in (usual_run, best)
    )

    assert cells(report, "headline", "Attributions")["run usual"] == len(rows[usual_run])
    assert cells(report, "difference", "Attributions that are the same")["number"] == len(was & now)
    assert "Warning" not in said(report, "answer")


def test_groups_that_are_housed_less_are_named_in_the_answer(best: Path, usual_run: Path) -> None:
    report = compose(subject_of(reopen(usual_run), reopen(best)))
    losers = [
        row[0] for row in table(report, "access").rows if isinstance(row[4], int) and row[4] < 0
    ]

    assert losers
    assert f"Fewer housed than in the comparison: {', '.join(map(str, losers))}." in said(
        report, "answer"
    )


def test_a_scenario_without_targets_or_limit_of_effort_is_reported_too(tmp_path: Path) -> None:
    from tests.audit.residences import write_case_run

    report = compose(subject_of(reopen(write_case_run(tmp_path))))

    assert "The scenario sets no limit to the share of income to pay" in said(report, "rents")
    assert "This scenario refuses nobody for the share of income to pay." in said(report, "access")
    assert "means-of-households" not in {found.key for found in report.tables}
    assert cells(report, "indicators", "PLAI dwellings approved")["plan"] == "not given"
    with spoken("fr"):
        assert compose(subject_of(reopen(write_case_run(tmp_path / "fr")))).language == "fr"


def test_what_a_scenario_does_not_have_is_said_and_takes_no_column(
    office: Path, tmp_path: Path
) -> None:
    bare = (
        "contingents.mode=flow",
        "contingents.transfers.handback.remove=true",
        "quotas.aci-cap.remove=true",
        "quotas.aci-engagement.remove=true",
    )
    solve(office / "scenario.toml", output=tmp_path / "bare", overrides=bare)
    report = compose(subject_of(reopen(tmp_path / "bare")))
    keys = {found.key for found in report.tables}
    rights = [column.group for column in table(report, "rights-by-kind").columns]

    assert "This scenario sets no target." in said(report, "targets")
    assert "No target of this scenario is counted by landlord." in said(report, "landlords")
    assert "Rights are shares of the flow" in said(report, "rights")
    assert keys.isdisjoint({"targets", "quota-rows", "engagements", "transfers"})
    assert "handed back to others" not in rights
    settings = cells(report, "origin", "Settings given beside it (--set)")["value"]
    assert settings == " ; ".join(bare)
