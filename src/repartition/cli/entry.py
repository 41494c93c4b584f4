"""The entry point: one command line in, one exit status out."""

import gettext
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest

import click

from repartition.cli.commands import program
from repartition.cli.reader import Reader
from repartition.errors import (
    Fault,
    InfeasibleError,
    InputError,
    RepartitionError,
    UnfinishedError,
    lacks_room,
    system_reason,
)
from repartition.language import (
    CATALOGUES,
    LANGUAGES,
    Language,
    _,
    n_,
    spoken,
    system_language,
)

JSON = "--json"
DONE = 0
UNEXPECTED = 1
WRONG_USAGE = 2


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (or the process) ask for and return its exit status.

    The statuses are those of the contract: 0 done, 1 an unexpected fault, 2 wrong usage or bad
    input, 3 proven infeasible, 4 stopped, 5 ``verify`` found a fault.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = asked_language(given)
    with spoken(language), _click_speaks(language):
        reader = Reader.of_process()
        status = _run(given, reader)
        reader.flush()
        return status


def asked_language(arguments: Sequence[str]) -> Language:
    """Return the language of ``--lang`` wherever it stands, else the system's.

    Read before anything else, because the help too is written in it. A value that is no language
    is left to the option itself to refuse.
    """
    asked: Language | None = None
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if argument == "--":
            break
        value = following if argument == "--lang" else argument.partition("--lang=")[2]
        asked = next((language for language in LANGUAGES if language == value), asked)
    return asked or system_language()


def _run(arguments: Sequence[str], reader: Reader) -> int:
    as_json = JSON in arguments
    try:
        status = program().main(
            list(arguments), prog_name="repartition", standalone_mode=False, obj=reader
        )
    except click.ClickException as fault:
        if as_json:
            _answer(reader, fault.format_message())
        else:
            fault.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        reader.complain(_("Stopped on request: nothing was written."))
        return UnfinishedError.exit_status
    except RepartitionError as fault:
        _refuse(fault, reader, as_json=as_json)
        return fault.exit_status
    except SystemExit:  # click's end where the reader has left (`repartition --help | head`)
        return DONE
    except OSError as fault:
        return _show_refusal(fault, reader)
    except Exception as fault:  # whatever else happens, the reader gets a sentence
        _apologise(fault, reader)
        return UNEXPECTED
    return DONE if status is None else int(status)


def _refuse(fault: RepartitionError, reader: Reader, *, as_json: bool) -> None:
    """Say what a command refuses or cannot do: to a program, if that is who asked."""
    if as_json:
        faults = fault.faults if isinstance(fault, InputError) else str(fault).splitlines()
        _answer(reader, *faults)
    elif isinstance(fault, InputError):
        _show_faults(fault, reader)
    else:
        reader.complain(str(fault))
        _show_cautions(fault, reader)


def _answer(reader: Reader, *faults: Fault | str) -> None:
    """Answer a program with what is wrong."""
    from repartition.report.findings import fault_as_json

    found = (Fault(fault) if isinstance(fault, str) else fault for fault in faults)
    reader.answer({"faults": [fault_as_json(fault) for fault in found]})


def _show_faults(fault: InputError, reader: Reader) -> None:
    for found in fault.faults:
        reader.complain(str(found))
    reader.complain(
        n_(
            "{number} fault in the input: nothing was written.",
            "{number} faults in the input: nothing was written.",
            len(fault.faults),
        )
    )


def _show_cautions(fault: RepartitionError, reader: Reader) -> None:
    """Show the warnings of an input that no plan can be made from: they often tell the cause."""
    if isinstance(fault, InfeasibleError) and fault.cautions:
        from repartition.report.summary import cautions

        reader.complain("", *cautions(fault.cautions, verbose=reader.verbose))


def _show_refusal(fault: OSError, reader: Reader) -> int:
    if lacks_room(fault):
        reader.complain(
            _(
                "There is no room for what was to be written ({reason}): make room, or have it "
                "written elsewhere.",
                reason=system_reason(fault),
            )
        )
        return WRONG_USAGE
    if fault.filename is None:
        _apologise(fault, reader)
        return UNEXPECTED
    reader.complain(
        _(
            "{file}: the system refuses it ({reason}): check that it exists, that you may read or "
            "write it, and that no other program holds it open",
            file=fault.filename,
            reason=system_reason(fault),
        )
    )
    return WRONG_USAGE


def _apologise(fault: Exception, reader: Reader) -> None:
    if reader.verbose:
        reader.complain("".join(traceback.format_exception(fault)))
    reader.complain(
        _(
            "Sorry, the program failed in a way nobody foresaw ({fault}). This is its mistake, not "
            "yours. Please report it where you got repartition, with the command and what it says "
            "when you add -v.",
            fault=f"{type(fault).__name__}: {fault}",
        )
    )


@contextmanager
def _click_speaks(language: Language) -> Iterator[None]:
    """Have click's own messages (usage, wrong options) in ``language`` too.

    Click asks the process-wide gettext, which reads the environment: both are put back after.
    """
    domain, asked = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("click", CATALOGUES)
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if asked is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = asked
