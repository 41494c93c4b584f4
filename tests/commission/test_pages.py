"""The pages of a session: one a dwelling, the facts explanations give, the rights people have."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from openpyxl import load_workbook
from tests.commission.conftest import FIRST, LAST, SessionOf, case, facts_of
from tests.explanation.conftest import view_of
from tests.factories import commune, household, programme, vacancy
from tests.report.test_page import Element, Tree

from repartition.commission.session.agenda import agenda_of
from repartition.commission.session.facts import SessionFacts, session_facts
from repartition.commission.session.wording.arguments import limits
from repartition.commission.session.wording.booklet import session_booklet
from repartition.commission.session.wording.dwelling import Pages, dwelling_sheet
from repartition.commission.session.wording.opening import lists
from repartition.commission.session.wording.workbook import session_tables
from repartition.explanation import Lexicon, PlanView
from repartition.language import Language, spoken
from repartition.report.booklet import Booklet, Contents, Facts, Form, Matrix, Sheet, Titled
from repartition.report.rendering.booklet import booklet_of
from repartition.report.rendering.workbook import write_workbook

LANDLORD = "office-fictif-2"
LIMITS = "Limits of the programme, the landlord: no reason against a household"
HOSTILE = "</style><script>alert(1)</script>"


def booklet(facts: SessionFacts) -> Booklet:
    return session_booklet(facts, "run")


def tree(facts: SessionFacts) -> Element:
    return Tree(booklet_of(booklet(facts))).root


def sheet_of(view: PlanView, name: str) -> Sheet:
    """Return the page of one dwelling."""
    agenda = agenda_of(view, "bailleur", first=FIRST, last=LAST)
    found = facts_of(view, name)
    session = SessionFacts(view.instance, agenda, (found,), ())
    return dwelling_sheet(Pages(Lexicon.of(view.instance), session, "run", 3), found, 1)


def matrix_of(sheet: Sheet) -> Matrix:
    return next(part for part in sheet.parts if isinstance(part, Matrix))


def rows_of(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    return dict(matrix_of(sheet).rows)


def titled(sheet: Sheet, title: str) -> str:
    return next(
        " ".join((*part.sentences, *part.items))
        for part in sheet.parts
        if isinstance(part, Titled) and part.title == title
    )


def fact(sheet: Sheet, label: str) -> str:
    facts = (each for part in sheet.parts if isinstance(part, Facts) for each in part.facts)
    return next(each.value for each in facts if each.label == label)


def listed(facts: SessionFacts) -> list[tuple[str, str]]:
    """Return the dwellings of the list on the first page, and when each is free."""
    parts = (part for part in booklet(facts).sheets[0].parts if isinstance(part, Contents))
    return [(link.cells[0], link.cells[4]) for part in parts for link in part.links]


def words(sheet: Sheet) -> str:
    return repr(sheet)


@pytest.fixture
def march(session_of: SessionOf) -> SessionFacts:
    return session_of("session-cotation", LANDLORD)


def test_there_is_one_page_a_dwelling_between_the_opening_and_the_rights(
    march: SessionFacts,
) -> None:
    sheets = booklet(march).sheets
    assert [sheet.key for sheet in sheets] == [
        "session",
        *(f"dwelling-{place}" for place in range(1, 12)),
        "rights",
    ]
    for sheet, found in zip(sheets[1:-1], march.dwellings, strict=True):
        assert found.about.data.vacancy in sheet.title
    assert len(tree(march).all("section")) == 13


def test_the_list_leads_to_each_page_by_its_number(march: SessionFacts) -> None:
    found = booklet(march)
    (contents,) = (part for part in found.sheets[0].parts if isinstance(part, Contents))
    assert [found.number(link.sheet) for link in contents.links] == list(range(2, 13))
    assert [link.cells[0] for link in contents.links] == [
        each.about.data.vacancy for each in march.dwellings
    ]


@pytest.mark.parametrize(
    ("dwellings", "sizes"), [(1, [1]), (14, [14]), (15, [14, 1]), (45, [14, 30, 1])]
)
def test_a_long_list_takes_more_pages(dwellings: int, sizes: list[int]) -> None:
    found = lists(dwellings)
    assert [len(each) for each in found] == sizes
    assert [place for each in found for place in each] == list(range(dwellings))


def test_the_page_on_rights_is_the_last_where_it_is_referred_to(march: SessionFacts) -> None:
    found = booklet(march)
    for sheet in found.sheets[:-1]:
        assert f"page {len(found.sheets)}" in words(sheet)
    said = words(found.sheets[-1])
    for article in ("R441-3", "L441-2-2", "L311-3-1", "article 22"):
        assert article in said


def test_candidates_have_the_numbers_that_explanations_have(march: SessionFacts) -> None:
    """L00010: the household proposed and three others, every fact of theirs on the page."""
    place = next(n for n, each in enumerate(march.dwellings) if each.about.data.vacancy == "L00010")
    found, sheet = march.dwellings[place], booklet(march).sheets[place + 1]
    rows = rows_of(sheet)

    assert found.about.household is not None
    assert found.proposed is not None
    assert found.proposed.profile == found.about.household
    assert len(found.candidates) == 4
    assert rows["Points"] == tuple(each.profile.points for each in found.candidates)
    assert rows["Waiting"][0] == f"{found.about.household.waiting_days} days"
    # €288.92 of rent + €43.91 of charges − €319.48 of APL = €13.35, 2.26 % of €590 a month
    assert rows["To pay, APL deducted; effort"][0] == "€13.35 (APL €319.48); 2.26%"
    assert rows["Persons"][0] == "2 (adults: 1, children: 1)"


def test_the_parts_of_the_points_sum_to_the_points(march: SessionFacts) -> None:
    for place, found in enumerate(march.dwellings):
        if not found.candidates:
            continue
        rows = rows_of(booklet(march).sheets[place + 1])
        for column, candidate in enumerate(found.candidates):
            cells = [cells[column] for label, cells in rows.items() if label.startswith("· ")]
            numbers = [int(cell.replace("−", "-")) for cell in cells if cell != "–"]
            assert sum(numbers) == int(candidate.profile.points)


def test_decisions_already_taken_are_on_the_page_and_the_ranked_are_next(
    march: SessionFacts,
) -> None:
    place = next(n for n, each in enumerate(march.dwellings) if each.about.data.vacancy == "L00025")
    sheet = booklet(march).sheets[place + 1]
    said = titled(sheet, "Decisions already taken")

    assert "ranks H000151 for L00025, rank 1, on March 13, 2014" in said
    assert "ranks H000055 for L00025, rank 3" in said
    assert [head.split("\n")[0] for head in matrix_of(sheet).heads][:3] == [
        "H000151",
        "H000001",
        "H000055",
    ]
    assert rows_of(sheet)["Speaks for it"][1].startswith("ranked 2 by the commission")


def test_an_empty_dwelling_has_its_page_with_why_and_room_to_decide(march: SessionFacts) -> None:
    place = next(n for n, each in enumerate(march.dwellings) if each.proposed is None)
    sheet = booklet(march).sheets[place + 1]

    assert sheet.subtitle == "left empty by the plan"
    assert titled(sheet, "Why it is left empty").startswith("It is left empty")
    (form,) = (part for part in sheet.parts if isinstance(part, Form))
    assert (form.lines, form.empty) == ((), 4)
    assert len(form.boxes) == 5


def test_every_dwelling_has_the_five_decisions_for_everybody_side_by_side(
    march: SessionFacts,
) -> None:
    for sheet, found in zip(booklet(march).sheets[1:-1], march.dwellings, strict=True):
        (form,) = (part for part in sheet.parts if isinstance(part, Form))
        assert form.lines == tuple(each.profile.household for each in found.candidates)
        assert form.empty >= 1
        assert len(form.boxes) == 5


def test_the_first_page_counts_the_proposals_and_the_landlords_targets(
    march: SessionFacts,
) -> None:
    first = booklet(march).sheets[0]
    (counts,) = (part for part in first.parts if isinstance(part, Facts))
    told = {fact.label: fact.value for fact in counts.facts}
    aci = [each for each in march.dwellings if each.proposed and each.proposed.profile.aci]
    outside = [each for each in aci if not each.about.data.fragile]

    assert told["Seed of the public draw"] == "20140331"
    assert told["Dwellings"] == str(len(march.dwellings))
    assert told["ACI households proposed"] == str(len(aci))
    assert told["of them outside fragile programmes"] == str(len(outside))
    assert told["of them in fragile programmes"] == str(len(aci) - len(outside))
    row = next(iter(matrix_of(first).rows))
    assert LANDLORD in row[0]
    engagement = next(
        each for each in march.targets if each.count.row.quota == "aci-engagement"
        and each.count.row.group == LANDLORD
    )  # fmt: skip
    assert engagement.of_session == len(aci)


def test_targets_of_other_landlords_are_not_on_the_first_page(march: SessionFacts) -> None:
    rows = [each.count.row for each in march.targets]
    assert {row.group for row in rows if row.family.quota.per == "bailleur"} == {LANDLORD}


@pytest.mark.parametrize(("accessible", "shown"), [(True, True), (False, False)])
def test_the_need_of_an_accessible_dwelling_is_shown_where_the_dwelling_is_accessible(
    accessible: bool, shown: bool
) -> None:
    view = case(
        {"needs": "v"} if accessible else {"other": "v"},
        households=[household("needs", accessible=True), household("other")],
        vacancies=[vacancy("v", accessible=accessible)],
    )
    sheet = sheet_of(view, "v")
    assert ("Needs an accessible dwelling" in rows_of(sheet)) is shown
    if shown:
        assert rows_of(sheet)["Needs an accessible dwelling"] == ("yes", "no")
        assert "does not need that" in rows_of(sheet)["Speaks against it"][1]


def test_nobody_is_named_for_a_need_that_the_dwelling_does_not_meet() -> None:
    """The dwelling is closed to the one request by “accessible” alone: that is health data."""
    view = case({}, households=[household("wheels", accessible=True)], vacancies=[vacancy("v")])
    assert [each.rule for each in facts_of(view, "v").about.barriers] == ["accessible"]
    assert "wheels" not in words(sheet_of(view, "v"))


def capped() -> PlanView:
    """Return a fragile programme whose cap and whose aim are against a second ACI household."""
    return case(
        {"holder": "v"},
        households=[household("holder", points=1), household("poor", aci=True, points=9)],
        vacancies=[vacancy("v"), vacancy("w", programme="calm"), vacancy("x")],
        programmes=[programme("residence", fragility=2), programme("calm")],
        scenario={
            "quotas": [
                {"id": "cap", "who": {"aci": True}, "where": {"fragile": True},
                 "per": "programme", "max": 0, "soft": 1}
            ],
            "objectives": [
                {"id": "caps", "minimise": "shortfall", "soft": 1},
                {"id": "spare", "minimise": "fragility", "who": {"aci": True}},
                {"id": "points", "maximise": "points"},
            ],
        },
    )  # fmt: skip


def test_being_an_aci_household_is_never_said_against_one() -> None:
    """The cap and the aim are said as the programme's, beside what else is open to it."""
    rows = rows_of(sheet_of(capped(), "v"))

    assert rows["Speaks for it"][1] == "“points”: 9 against 1"
    assert rows["Speaks against it"][1] == "–"
    limits = rows[LIMITS][1]
    assert "“cap”, programme residence (soft 1, at most 0): 1 then, missed by 1 (now 0)" in limits
    assert "the aim “spare” is served better by holder: no reason against" in limits
    otherwise = rows["In the plan otherwise"][1]
    assert otherwise == "no dwelling; 2 others open to it, of which 1 not fragile"


def test_that_an_aci_household_is_proposed_is_no_argument_for_another() -> None:
    """The aim would be served better without it, which is said of the programme alone."""
    swapped = view_of(capped().instance, plan={"poor": "v"})
    rows = rows_of(sheet_of(swapped, "v"))

    assert rows["Speaks for it"] == ("the others are compared with it", "–")
    assert rows["Speaks against it"][1] == "“points”: 1 against 9"
    limits = rows[LIMITS]
    assert limits[1] == "the aim “spare” is served better here: no reason against poor"


def test_a_cap_that_the_proposal_itself_breaks_is_said_as_the_programmes_limit() -> None:
    """One ACI household of none allowed: missed by 1. The plan with holder misses nothing."""
    proposed = rows_of(sheet_of(view_of(capped().instance, plan={"poor": "v"}), "v"))[LIMITS][0]
    assert proposed == (
        "“cap”, programme residence (soft 1, at most 0): 1 with this attribution, missed by 1"
    )
    assert rows_of(sheet_of(capped(), "v"))[LIMITS][0] == "–"


@pytest.mark.parametrize(
    ("bounds", "who", "shown"),
    [
        # Of two attributions one counts, 0.5 × 2 = 1 are asked for: nothing is missed.
        ({"max_share": 0.5}, "poor", ()),
        # 0.25 × 2 = 0.5 are allowed: missed by 0.5; without this one, 0 of 1.
        ({"max_share": 0.25}, "poor", ("1 of 2 with this attribution, missed by 0.5",)),
        # 0.75 × 2 = 1.5 are asked for: the one that counts helps, the other makes it more.
        ({"min_share": 0.75}, "poor", ()),
        ({"min_share": 0.75}, "rich", ("1 of 2 with this attribution, missed by 0.5",)),
        # Three are asked for, and any one brings the count nearer.
        ({"min": 3}, "poor", ()),
        # A cap of another programme is no business of this dwelling.
        ({"max": 0, "where": {"programme": "calm"}}, "poor", ()),
    ],
)
def test_a_missed_target_is_told_where_this_attribution_takes_the_plan_further_from_it(
    bounds: dict[str, object], who: str, shown: tuple[str, ...]
) -> None:
    view = case(
        {"poor": "v", "rich": "w"},
        households=[household("poor", aci=True), household("rich")],
        vacancies=[vacancy("v"), vacancy("w")],
        programmes=[programme("residence"), programme("calm")],
        scenario={"quotas": [{"id": "target", "who": {"aci": True}, "soft": 1} | bounds]},
    )
    proposed = facts_of(view, {"poor": "v", "rich": "w"}[who]).proposed
    assert proposed is not None
    told = limits(Lexicon.of(view.instance), proposed)
    assert [said for said in shown if said not in told] == []
    assert (told == "–") is not bool(shown)


@pytest.mark.parametrize(
    "objective",
    [
        {"maximise": "monthly_income"},
        {"minimise": "effort_rate"},
        {"maximise": "reference_income"},
        {"minimise": "attributions", "who": {"quartile": 1}},
    ],
)
def test_no_measure_of_means_is_ever_said_against_a_household(objective: dict[str, object]) -> None:
    view = case(
        {"rich": "v"},
        households=[
            household("rich", monthly_income=3000, reference_income=30000, quartile=4),
            household("poor", monthly_income=1000, reference_income=9000, quartile=1),
        ],
        vacancies=[vacancy("v", rent=300)],
        scenario={"objectives": [{"id": "means"} | objective]},
    )
    (poor,) = facts_of(view, "v").successors
    assert [each.of_means for each in poor.arguments if each.comparison.tier == "means"] == [True]
    rows = rows_of(sheet_of(view, "v"))
    assert "means" not in rows["Speaks against it"][1]
    assert "no reason against the household" in rows[LIMITS][1]


def test_the_place_of_the_commune_among_the_wishes_is_counted_from_one() -> None:
    view = case(
        {"first": "v"},
        households=[
            household("first", communes=["tours", "joue"]),
            household("second", communes=["joue", "tours"]),
            household("any"),
        ],
        vacancies=[vacancy("v")],
        communes=[commune("joue"), commune("tours")],
    )
    assert set(rows_of(sheet_of(view, "v"))["Communes asked for"]) == {
        "wish 1 of 2: Tours, Joue",
        "wish 2 of 2: Joue, Tours",
        "anywhere",
    }


def test_a_candidate_housed_elsewhere_says_where() -> None:
    view = case(
        {"a": "v", "b": "w"},
        households=[household("a"), household("b")],
        vacancies=[vacancy("v"), vacancy("w", typology="T4")],
    )
    assert rows_of(sheet_of(view, "v"))["In the plan otherwise"] == (
        "this dwelling",
        "w: T4, Tours, programme residence",
    )


@pytest.mark.parametrize(("others", "said"), [(1, True), (2, False)])
def test_fewer_than_three_candidates_are_told_with_the_article(others: int, said: bool) -> None:
    households = [household(f"h{number}") for number in range(others)]
    view = case({"a": "v"}, households=[household("a"), *households], vacancies=[vacancy("v")])
    title = "If it is refused, or another is chosen"
    assert ("CCH R441-3" in titled(sheet_of(view, "v"), title)) is said


def test_a_long_line_is_cut_with_the_number_that_is_left() -> None:
    households = [household(f"h{number:02}") for number in range(20)]
    view = case({"a": "v"}, households=[household("a"), *households], vacancies=[vacancy("v")])
    said = titled(sheet_of(view, "v"), "If it is refused, or another is chosen")
    assert "and 7 more" in said  # 20 − 3 side by side − 10 by name


def test_a_move_that_frees_a_dwelling_for_somebody_is_told() -> None:
    view = case(
        {"moves": "v", "heir": "old"},
        households=[household("moves"), household("heir")],
        vacancies=[vacancy("v"), vacancy("old", freed_by="moves")],
    )
    said = titled(sheet_of(view, "v"), "If it is refused, or another is chosen")
    assert "If moves does not move, old is not freed for heir." in said


def test_a_dwelling_freed_by_a_move_says_the_same_in_the_list_and_on_its_page() -> None:
    """Old is free on the day of v, and far, whose tenant stays, is counted on the first page."""
    view = case(
        {"moves": "v", "heir": "old"},
        households=[household("moves"), household("heir"), household("stays")],
        vacancies=[
            vacancy("v", available_on=FIRST),
            vacancy("old", freed_by="moves"),
            vacancy("far", freed_by="stays"),
        ],
    )
    agenda = agenda_of(view, "bailleur", first=FIRST, last=LAST)
    facts = session_facts(view, agenda)
    first, old, _own, _rights = booklet(facts).sheets

    assert listed(facts) == [("old", "March 1, 2014"), ("v", "March 1, 2014")]
    assert fact(old, "Free; accessible") == "March 1, 2014, once moves moves to v; no"
    assert "1 other dwelling of this landlord stays occupied" in titled(first, "To know")
    assert [row[13] for row in session_tables(facts).tables[0].rows] == ["March 1, 2014"] * 2


def test_an_exchange_is_said_to_have_no_day() -> None:
    view = case(
        {"a": "w", "b": "v", "c": "old", "d": "x"},
        households=[household(each) for each in "abcd"],
        vacancies=[
            vacancy("v", freed_by="a"),
            vacancy("w", freed_by="b"),
            vacancy("x"),
            vacancy("old", freed_by="d"),
        ],
    )
    facts = session_facts(view, agenda_of(view, "bailleur", first=FIRST, last=LAST))
    first, *pages = booklet(facts).sheets

    assert dict(listed(facts)) == {
        "x": "already",
        "old": "once d moves out",
        "v": "by an exchange",
        "w": "by an exchange",
    }
    assert (
        fact(pages[2], "Free; accessible") == "by an exchange, a moving to w: no day is given; no"
    )
    assert "2 dwellings are freed by exchanges" in titled(first, "To know")


def test_days_beyond_the_plan_are_told_on_the_first_page() -> None:
    """The plan is of 2014."""
    view = case({}, households=[household("h")], vacancies=[vacancy("v")])
    agenda = agenda_of(view, "bailleur", first=date(2013, 12, 1), last=date(2015, 1, 31))
    said = titled(booklet(session_facts(view, agenda)).sheets[0], "To know")
    assert "until December 31, 2014: what comes free later is not in it" in said
    assert "from January 1, 2014 on" in said
    march = session_facts(view, agenda_of(view, "bailleur", first=FIRST, last=LAST))
    assert "The plan is about" not in titled(booklet(march).sheets[0], "To know")


def test_a_run_without_households_has_its_papers() -> None:
    view = case({}, households=[], vacancies=[vacancy("v", available_on=FIRST)])
    facts = session_facts(view, agenda_of(view, "bailleur", first=FIRST, last=LAST))
    assert booklet(facts).sheets[1].subtitle == "left empty by the plan"


def test_why_a_tenant_is_proposed_says_whom_the_move_houses_too() -> None:
    """Mover has fewer points than other, who frees nothing: by points alone it would come after."""
    view = case(
        {"mover": "v", "heir": "old"},
        households=[
            household("mover", points=-10),
            household("other", points=60),
            household("heir", points=5, typology_min="T4"),
        ],
        vacancies=[vacancy("v"), vacancy("old", freed_by="mover", typology="T4")],
        scenario={"objectives": [{"id": "points", "maximise": "points"}]},
    )
    said = titled(sheet_of(view, "v"), "Why the household mover")
    assert "By leaving old, mover frees it for heir: the plan counts both" in said
    assert "Taken alone, 1 other would come before it" in said


def test_a_wish_is_never_given_a_second_number() -> None:
    """Second is 1 place after its first wish, which the row above calls wish 2."""
    view = case(
        {"first": "v"},
        households=[
            household("first", communes=["tours", "joue"]),
            household("second", communes=["joue", "tours"]),
        ],
        vacancies=[vacancy("v")],
        communes=[commune("joue"), commune("tours")],
        scenario={"objectives": [{"id": "wishes", "minimise": "wish_rank"}]},
    )
    sheet = sheet_of(view, "v")
    assert rows_of(sheet)["Speaks against it"][1] == "“wishes”: 1 against 0 after the first wish"
    why = titled(sheet, "Why the household first")
    assert "“wishes” (least places after the first wish): 0" in why


def test_objectives_and_targets_say_whose_they_are(march: SessionFacts) -> None:
    """Two objectives maximise attributions, two targets ask for 27 %: words tell them apart."""
    first = booklet(march).sheets[0]
    order = titled(first, "What the plan goes by, in this order")
    assert "“aci-and-dalo” (most attributions; households: ACI or DALO)" in order
    labels = [label for label, _cells in matrix_of(first).rows]
    assert f"aci-engagement, {LANDLORD} (soft 2; households: ACI)" in labels
    assert (
        f"aci-engagement-outside-fragile, {LANDLORD} (soft 2; households: ACI; dwellings: not "
        "fragile programme)"
    ) in labels


def test_a_french_page_has_one_word_for_one_thing(march: SessionFacts) -> None:
    """What the table calls ancienneté has no other name, and an empty dwelling is vide."""
    with spoken("fr"):
        said = Tree(booklet_of(booklet(march))).root.words()
    assert "« ancienneté »" in said.replace("\xa0", " ")
    assert "seniority" not in said
    assert "lottery" not in said
    assert "laissé vide par le plan" in said
    assert "vacant" not in said


def test_names_are_words_and_nothing_else() -> None:
    view = case(
        {HOSTILE: "v"},
        households=[household(HOSTILE), household("b")],
        vacancies=[vacancy("v")],
        programmes=[programme("residence", name=HOSTILE)],
    )
    agenda = agenda_of(view, "bailleur", first=FIRST, last=LAST)
    page = booklet_of(session_booklet(session_facts(view, agenda), HOSTILE))

    assert "<script" not in page
    assert page.count("<style>") == 1
    assert "&lt;/style&gt;&lt;script&gt;" in page
    assert HOSTILE in Tree(page).root.words()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_whole_in_both_languages_and_asks_for_nothing(
    march: SessionFacts, language: Language
) -> None:
    with spoken(language):
        page = booklet_of(booklet(march))
    root = Tree(page).root
    (html,) = root.all("html")
    assert html.attributes["lang"] == language
    policies = [meta.attributes.get("content", "") for meta in root.all("meta")]
    assert any("default-src 'none'" in policy for policy in policies)
    assert "script-src" not in page
    assert not re.search(r"url\(|@import|<script|<img|<link", page)
    ids = {each.attributes["id"] for each in root.walk() if "id" in each.attributes}
    assert {a.attributes["href"].removeprefix("#") for a in root.all("a")} <= ids
    for table in root.all("table"):
        width = len(table.all("thead")[0].all("th"))
        assert {len(row.all("th")) + len(row.all("td")) for row in table.all("tr")} == {width}
    assert ("Décision de la commission" in page) is (language == "fr")


def test_headings_go_down_by_one_and_every_head_of_a_table_says_of_what(
    march: SessionFacts,
) -> None:
    root = tree(march)
    page = booklet_of(booklet(march))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {head.attributes.get("scope") for head in root.all("th")} == {"col", "row"}
    assert [head for head in root.all("th") if not head.words().strip()] == []
    captions = {caption.attributes["id"] for caption in root.all("caption")}
    regions = [each for each in root.all("div") if each.attributes.get("role") == "region"]
    assert {each.attributes["aria-labelledby"] for each in regions} == captions
    assert all(each.attributes["tabindex"] == "0" for each in regions)
    assert len(captions) == len(root.all("table")) == len(regions)


def test_made_up_people_are_said_to_be_on_every_page(march: SessionFacts) -> None:
    banners = [p for p in tree(march).all("p") if p.attributes.get("class") == "banner"]
    assert len(banners) == 13
    scenario = march.instance.scenario.model_copy(update={"synthetic": False})
    real = replace(march.instance, scenario=scenario)
    assert "SYNTHETIC" not in booklet_of(booklet(replace(march, instance=real)))


def test_only_what_the_commission_needs_of_a_household_stands_there(march: SessionFacts) -> None:
    """No income in euros, no health where it serves nothing; nobody's name is in the tables."""
    shown = {label for sheet in booklet(march).sheets[1:-1] for part in sheet.parts
             if isinstance(part, Matrix) for label, _cells in part.rows
             if not label.startswith("· ")}  # fmt: skip
    assert shown <= {
        "Persons",
        "Ceiling category; income",
        "To pay, APL deducted; effort",
        "Waiting",
        "ACI; DALO; priority",
        "Points",
        "Communes asked for",
        "Needs an accessible dwelling",
        "Its move would free",
        "Decided in spite of",
        "Charged to",
        "In the plan otherwise",
        "Speaks for it",
        "Speaks against it",
        LIMITS,
    }


def test_the_workbook_has_a_row_a_dwelling_and_a_row_a_candidate(
    march: SessionFacts, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("book") / "session.xlsx"
    tables = session_tables(march)
    write_workbook(tables, target)
    dwellings, candidates, targets = tables.tables

    assert [row[0] for row in dwellings.rows] == [e.about.data.vacancy for e in march.dwellings]
    assert len(candidates.rows) == sum(len(each.candidates) for each in march.dwellings)
    assert len(targets.rows) == len(march.targets)
    sheets = load_workbook(target).sheetnames
    assert sheets == [
        "contents",
        "01 The dwellings, in order",
        "02 Candidates side by side",
        "03 Where the targets stand…",
    ]
