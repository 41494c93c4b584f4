"""From a run folder to a report: a page, and the same tables as a workbook."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from repartition.audit.names import Names
from repartition.audit.outcome import Outcome
from repartition.language import _, current_language, day
from repartition.pipeline import Reopened, reopen
from repartition.report.chapters import CHAPTERS
from repartition.report.difference import Attributions, Origin, have_same_data
from repartition.report.document import Area, Report
from repartition.report.files import PAGES, WORKBOOKS, check_name, spare_inputs, write_whole
from repartition.report.identity import run_words
from repartition.report.labels import commune_names
from repartition.report.maps.shapes import read_shapes
from repartition.report.public import compose_public
from repartition.report.same_rule import recounted, with_the_same_bound
from repartition.report.sides import Side, Subject

PAGE_FILE: Final = "report.html"
PUBLIC_PAGE_FILE: Final = "report-public.html"


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader asks for.

    Attributes
    ----------
    folder
        The run reported on.
    against
        Another run to compare it with; None = usual practice.
    page, workbook
        The files to write; the page beside the run's own files, and no workbook, where None.
    shapes
        Outlines of communes; None = the schematic map.
    public
        Whether the report must be fit to be published.
    """

    folder: Path
    against: Path | None = None
    page: Path | None = None
    workbook: Path | None = None
    shapes: Path | None = None
    public: bool = False

    @property
    def page_file(self) -> Path:
        """The page to write."""
        return self.page or self.folder / (PUBLIC_PAGE_FILE if self.public else PAGE_FILE)


def make_report(request: Request) -> tuple[Path, ...]:
    """Write a report and return the files written, the page first.

    Raises
    ------
    UsageError
        If a folder is no run, or a file may not be written there.
    VerificationError
        If a run does not hold what it says, or its inputs have changed.
    InputError
        If the outlines cannot be drawn.
    """
    page = request.page_file
    check_name(page, PAGES)
    if request.workbook is not None:
        check_name(request.workbook, WORKBOOKS)
    subject = read_subject(request)
    for target in filter(None, (page, request.workbook)):
        spare_inputs(target, subject.run)
    report = compose_public(heading(subject), subject) if request.public else compose(subject)
    # Loading what renders takes longer than to refuse what cannot be rendered.
    from repartition.report.rendering.page import page_of
    from repartition.report.rendering.workbook import write_workbook

    text = page_of(report)
    write_whole(page, lambda path: path.write_text(text, encoding="utf-8", newline="\n"))
    if request.workbook is None:
        return (page,)
    write_whole(request.workbook, lambda path: write_workbook(report, path))
    return page, request.workbook


def read_subject(request: Request) -> Subject:
    """Return what a report speaks of, read and verified.

    Raises
    ------
    UsageError, VerificationError, InputError
        As for :func:`make_report`.
    """
    run = reopen(request.folder)
    other = None if request.against is None else reopen(request.against)
    shapes: tuple[Area, ...] | None = None
    if request.shapes is not None:
        shapes = read_shapes(request.shapes, commune_names(run.outcome.instance))
    return subject_of(run, other, shapes=shapes)


def subject_of(
    run: Reopened, other: Reopened | None = None, *, shapes: tuple[Area, ...] | None = None
) -> Subject:
    """Return a run beside another one, or beside usual practice where there is none."""
    outcome = run.outcome
    is_usual = outcome.policy == "sequential"
    after = Side(_("usual practice") if is_usual else _("plan"), outcome, run.found)
    if other is not None:
        return _beside_another(run, after, other, shapes)
    if is_usual:
        return Subject(run, None, after, shapes=shapes)
    usual = Outcome(
        outcome.instance,
        outcome.charging,
        outcome.pairs,
        run.usual,
        "sequential",
        proven=False,
    )
    before = Side.of(_("usual practice"), usual)
    return Subject(run, before, after, before_targets=before.found.quotas, shapes=shapes)


def _beside_another(
    run: Reopened, after: Side, other: Reopened, shapes: tuple[Area, ...] | None
) -> Subject:
    before = Side(_("run {name}", name=other.stored.folder.name), other.outcome, other.found)
    earlier = Attributions.of_plan(before.instance, before.plan)
    origins = (Origin.of_run(each.stored.folder) for each in (other, run))
    found = recounted(run.outcome, earlier) if have_same_data(*origins) else None
    targets = (
        with_the_same_bound(before.found.quotas, after.found.quotas)
        if found is None
        else found.quotas
    )
    return Subject(
        run,
        before,
        after,
        before_targets=targets,
        other=other,
        has_same_data=found is not None,
        has_same_people=_households(before) == _households(after),
        shapes=shapes,
    )


def _households(side: Side) -> frozenset[str]:
    return frozenset(Names.of(side.instance).household)


def compose(subject: Subject) -> Report:
    """Return the report on a run: every chapter, in order, in the reader's language."""
    return replace(heading(subject), chapters=tuple(chapter(subject) for chapter in CHAPTERS))


def heading(subject: Subject) -> Report:
    """Return a report without a chapter yet: what stands at its head."""
    scenario = subject.instance.scenario
    return Report(
        title=scenario.name,
        subtitle=_(
            "From {start} to {end}",
            start=day(scenario.period.start),
            end=day(scenario.period.end),
        ),
        banner=_("SYNTHETIC DATA: the people and the dwellings are made up.")
        if scenario.synthetic
        else "",
        language=current_language(),
        chapters=(),
        run=run_words(subject.run.stored),
    )
