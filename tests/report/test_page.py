"""The page: well formed, self-contained, accessible, and deaf to what names would have it do."""

import json
import re
from dataclasses import replace

import pytest
from tests.report.office import FORMULA, HOSTILE, LANDLORD, TAG
from tests.report.pages import Element, Tree

from repartition.language import Language, spoken
from repartition.report.document import Bars, Chapter, Column, Report, Table, Unit
from repartition.report.rendering.page import page_of

URLS = {"src", "href", "xlink:href", "srcset", "action", "data", "poster", "formaction"}


@pytest.fixture(scope="module")
def pages(reports: dict[Language, Report]) -> dict[Language, str]:
    found: dict[Language, str] = {}
    for language, report in reports.items():
        with spoken(language):
            found[language] = page_of(report)
    return found


@pytest.fixture(scope="module")
def trees(pages: dict[Language, str]) -> dict[Language, Element]:
    return {language: Tree(page).root for language, page in pages.items()}


@pytest.fixture(scope="module")
def page(pages: dict[Language, str]) -> str:
    return pages["en"]


@pytest.fixture(scope="module")
def tree(trees: dict[Language, Element]) -> Element:
    return trees["en"]


def test_nothing_points_outside_the_page(tree: Element) -> None:
    def every(element: Element) -> list[Element]:
        return [element, *(each for child in element.children for each in every(child))]

    for element in every(tree):
        for name in element.attributes.keys() & URLS:
            assert element.attributes[name].startswith("#"), (element.tag, element.attributes)
        assert not re.search(r"url\((?!['\"]?#)", " ".join(element.attributes.values()))
        assert element.tag not in {"link", "iframe", "object", "embed", "base", "img", "form"}
    style = " ".join(element.words() for element in tree.all("style"))
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_forbids_itself_every_request(tree: Element, page: str) -> None:
    policy = next(
        element.attributes["content"]
        for element in tree.all("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    scripts = policy.partition("script-src ")[2]
    assert re.fullmatch(r"'sha256-[\w+/=]{44}' 'sha256-[\w+/=]{44}'", scripts)
    # Before anything the policy is about.
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_hostile_names_are_words_and_nothing_else(tree: Element, page: str) -> None:
    shown = page.partition('<script type="application/json"')[0]
    assert "<script" not in shown
    assert "<img" not in shown
    assert "</script><script>alert" not in page
    heads = [element.words() for element in tree.all("th")]
    assert HOSTILE in heads
    assert FORMULA in heads
    assert LANDLORD in heads
    assert any(TAG in element.words() for element in tree.all("td"))
    assert len(tree.all("script")) == 4
    assert "<b>a sheet</b>" in "".join(element.words() for element in tree.all("p"))


def test_hostile_names_in_charts_stay_data(tree: Element) -> None:
    data = {element.attributes["id"]: element.words() for element in tree.all("script")
            if "id" in element.attributes}  # fmt: skip
    assert "<" not in data["charts"]
    specs = json.loads(data["charts"])
    names = {
        value["c"]
        for spec in specs.values()
        for source in spec["data"]
        for value in source.get("values", [])
        if "c" in value
    }
    assert HOSTILE in names
    # never in an expression, nor as the name of a field
    for spec in specs.values():
        bare = {
            **spec,
            "data": [{k: v for k, v in d.items() if k != "values"} for d in spec["data"]],
        }
        assert "alert" not in json.dumps(bare)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_table_has_its_caption_and_the_scopes_of_its_heads(
    trees: dict[Language, Element], language: Language
) -> None:
    tables = trees[language].all("table")
    assert len(tables) > 20
    for table in tables:
        (caption,) = table.all("caption")
        assert caption.words().strip()
        heads = table.all("th")
        assert heads
        assert all(head.attributes.get("scope") in {"col", "row", "colgroup"} for head in heads)
        lines = table.all("thead")[0].all("tr")
        width = sum(int(head.attributes.get("colspan", 1)) for head in lines[0].all("th"))
        for row in table.all("tbody")[0].all("tr"):
            assert len(row.all("th")) == 1
            assert len(row.all("th")) + len(row.all("td")) == width


def test_the_page_can_be_walked_without_seeing_it(trees: dict[Language, Element]) -> None:
    for language, tree in trees.items():
        (html,) = tree.all("html")
        assert html.attributes["lang"] == language
        assert [len(tree.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1] * 4
        assert all(nav.attributes["aria-label"] for nav in tree.all("nav"))
        ids = [e.attributes["id"] for e in _every(tree) if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        targets = [a.attributes["href"].removeprefix("#") for a in tree.all("a")]
        assert set(targets) <= set(ids)
        assert "main" in targets  # the skip link
        for element in _every(tree):
            if "aria-labelledby" in element.attributes:
                assert element.attributes["aria-labelledby"] in ids
            if element.attributes.get("role") == "region":
                assert element.attributes["tabindex"] == "0"
        sections = tree.all("section")
        assert [len(section.all("h2")) for section in sections] == [1] * len(sections)


def _every(element: Element) -> list[Element]:
    return [element, *(each for child in element.children for each in _every(child))]


def test_every_chart_has_a_title_a_still_picture_and_its_table(tree: Element) -> None:
    figures = tree.all("figure")
    assert len(figures) > 10
    specs = json.loads(next(
        e.words() for e in tree.all("script") if e.attributes.get("id") == "charts"
    ))  # fmt: skip
    assert len(specs) == len(figures)
    for figure in figures:
        assert figure.all("figcaption")[0].words().strip()
        assert len(figure.all("svg")) == 1
        drawn, still = (
            next(d for d in figure.all("div") if d.attributes.get("class") == name)
            for name in ("drawn", "still")
        )
        assert drawn.all("div")[1].attributes["data-chart"] in specs
        assert drawn.attributes["role"] == still.attributes["role"] == "img"
        assert "hidden" in drawn.attributes
        assert "hidden" not in still.attributes  # where scripts are off, this one shows
    blocks = [div for div in tree.all("div") if div.attributes.get("class") == "block"]
    assert all(block.all("table") for block in blocks if block.all("figure"))


def test_a_chart_shows_the_numbers_of_its_table_in_the_readers_language(
    trees: dict[Language, Element],
) -> None:
    shown = {
        language: next(
            figure
            for figure in tree.all("figure")
            if figure.all("div")[1].attributes["data-chart"] == "degrees-0"
        ).words()
        for language, tree in trees.items()
    }
    assert "50.0%" in shown["en"]
    assert "50,0\u00a0%" in shown["fr"]


def test_the_folding_of_long_tables_needs_no_script(tree: Element) -> None:
    for table in tree.all("table"):
        if "data-shown" in table.attributes:
            assert len(table.all("tbody")[0].all("tr")) > int(table.attributes["data-shown"])
    assert not tree.all("button")  # the script makes them


def test_synthetic_data_say_so_at_the_head(trees: dict[Language, Element]) -> None:
    banners = {
        language: [p.words() for p in tree.all("p") if p.attributes.get("class") == "banner"]
        for language, tree in trees.items()
    }
    assert banners["en"] == ["SYNTHETIC DATA: the people and the dwellings are made up."]
    assert banners["fr"][0].startswith("DONNÉES SYNTHÉTIQUES")


def test_synthetic_data_say_so_on_every_printed_page() -> None:
    table = Table("t", "t", (Column("a"), Column("b")), (("x", "y"),))
    report = Report("r", "s", 'A "};</style>', "en", (Chapter("c", "c", (table,)),))
    (style,) = Tree(page_of(report)).root.all("style")

    # 41 20 22 7d 3b: A, space, quote, brace, semicolon
    assert r'content: "\41 \20 \22 \7d \3b ' in style.words()
    assert "@top-left" not in Tree(page_of(replace(report, banner=""))).root.all("style")[0].words()


def test_shares_are_drawn_in_percent_as_their_axis_says(tree: Element) -> None:
    specs = json.loads(next(
        e.words() for e in tree.all("script") if e.attributes.get("id") == "charts"
    ))  # fmt: skip
    values = [v for d in specs["degrees-0"]["data"] for v in d.get("values", [])]
    written = {(value["c"], value["s"]): (value["v"], value["t"]) for value in values}

    # one ACI household among the three of P1
    assert written["2", "plan"] == (pytest.approx(100 / 3), "33.3%")


def test_a_chart_that_draws_the_first_rows_only_says_so() -> None:
    rows = tuple((f"row {number}", number) for number in range(4))
    columns = (Column("a"), Column("b", Unit.COUNT))
    for most, words in ((3, "Bars (the first 3 rows of the table)"), (4, "Bars")):
        table = Table("t", "t", columns, rows, charts=(Bars("Bars", "axis", (1,), most=most),))
        tree = Tree(page_of(Report("r", "s", "", "en", (Chapter("c", "c", (table,)),)))).root
        assert tree.all("figcaption")[0].words() == words
        assert ("row 3" in tree.all("svg")[0].words()) == (most == 4)


def test_two_rows_of_one_name_have_a_bar_each() -> None:
    rows = (("Saint-Martin", 1), ("Saint-Martin", 2))
    columns = (Column("a"), Column("b", Unit.COUNT))
    table = Table("t", "t", columns, rows, charts=(Bars("Bars", "axis", (1,)),))
    tree = Tree(page_of(Report("r", "s", "", "en", (Chapter("c", "c", (table,)),)))).root
    specs = json.loads(next(
        e.words() for e in tree.all("script") if e.attributes.get("id") == "charts"
    ))  # fmt: skip
    names = [v["c"] for d in specs["t-0"]["data"] for v in d.get("values", [])]

    assert len(set(names)) == 2
    assert {name.strip("\u200b") for name in names} == {"Saint-Martin"}


def test_commands_are_set_as_code(tree: Element) -> None:
    assert "repartition explain" in [code.words() for code in tree.all("code")]
    main = tree.all("main")[0]
    assert not any("`" in "".join(p.text) for p in main.all("p"))


def test_one_run_makes_one_page(report: Report, page: str) -> None:
    with spoken("en"):
        assert page_of(report) == page


def test_the_page_is_light(page: str) -> None:
    assert len(page.encode()) < 3_000_000
