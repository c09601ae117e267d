"""`keur view`: portfolios, registers, schedules and charts, made from the catalog."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import click

from keur import bundle, views
from keur.assess import Ground, Reading
from keur.cli.output import put, say, screen
from keur.cli.page import BOLD, Page
from keur.cli.runs import judged_session, read_only
from keur.cli.session import Choice, Session, begin
from keur.cli.standing import here, shipped
from keur.errors import KeurError
from keur.evaluate import CatalogReader
from keur.formats import tables
from keur.kinds.wording import either
from keur.views.codeowners import BEGIN, END, block, codeowners, replaced


@click.command()
@click.argument("name", required=False)
@click.option("--for", "kept", metavar="NAME", help="Only what is for this customer, owner, supplier or process.")
@click.option("--framework", metavar="NAME", help="For controls: of this standard or law, such as nis2.")
@click.option("--rev", metavar="REV", help="A commit, branch or tag instead of the work tree.")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28.")
@click.option("--format", "format", type=click.Choice(tables.names()), help="What to write.  [default: terminal]")
@click.option("--output", metavar="FILE", help="Write to a file instead of standard output.")
def command(
    name: str | None,
    kept: str | None,
    framework: str | None,
    rev: str | None,
    as_of: str | None,
    format: str | None,
    output: str | None,
) -> int:
    """Show a view: a portfolio, a register, a schedule or a chart, derived from the catalog.

    controls shows how each control of a framework stands by what the rules found.

    Without NAME: which views there are. A view is one file, schemas/views/NAME.yaml; yours stand in a folder views/
    below one that keur.yaml names under `schemas`.
    """
    if name is None:
        asked = {"--for": kept, "--framework": framework, "--rev": rev, "--as-of": as_of}
        _refuse({**asked, "--format": format, "--output": output}, "{} goes with the name of a view.")
        _list()
        return 0
    session = begin(Choice(rev=rev, as_of=as_of))
    file = _named(_views(session, session.ground), name)
    if file.view.text is not None:
        asked = {"--format": format, "--for": kept, "--framework": framework}
        _refuse(asked, f"{name} is a text of a form that forges fixed; leave {{}} out.")
        text, notes = _codeowners(read_only(session), output)
    else:
        if file.view.made is None:
            _refuse({"--framework": framework}, f"{{}} goes with controls; leave it out for {name}.")
            view = views.compile_view(file, session.ground.vocabulary)
            shown = views.make(view, _scene(session, read_only(session)), kept)
        else:
            _refuse({"--for": kept}, f"{name} is for everybody alike; leave {{}} out.")
            shown = _controls(session, file, framework)
        text, notes = tables.load(format or "terminal")(shown, screen(to_file=output is not None)), shown.notes
    put(text, output)
    for note in notes:
        say(note)
    return 0


def _refuse(options: Mapping[str, str | None], sentence: str) -> None:
    """Refuses the first option that was given. sentence: what is said of it, with {} for its name."""
    for option in (option for option, value in options.items() if value is not None):
        raise click.UsageError(sentence.format(option))


def _controls(session: Session, file: views.ViewFile, framework: str | None) -> views.Shown:
    ground = session.ground
    name = _framework(ground, framework)
    made = judged_session(session)
    rules = {id: one.rule for id, one in ground.policies.rules.items() if name in one.rule.controls}
    asked = {id for id in rules if ground.asked(id, session.today)}
    found = views.evidence(rules, asked, made.reading.declared.catalog, made.results, made.report.findings)
    about = views.Asked(
        name,
        ground.frameworks[name],
        made.report.revision,
        made.report.today,
        session.config.language,
        (*_unread(made.reading), *(note.message for note in made.report.notes if note.kind == "rule-error")),
    )
    return views.controls(file, about, rules, found)


def _framework(ground: Ground, name: str | None) -> str:
    """The framework that is asked for, else the only one of keur.yaml. Raises KeurError where that leaves a choice."""
    known, chosen = ground.frameworks, ground.config.frameworks
    if name is None and len(chosen) == 1:
        return chosen[0]
    if name is None:
        which = "keur.yaml names several" if chosen else "keur.yaml names none"
        there = [f"{one}: {known[one].title}, {known[one].edition}" for one in sorted(chosen or known)]
        raise KeurError(f"Controls of which framework? {which}; say --framework NAME, one of these:", there)
    if name not in known:
        close = get_close_matches(name, known, n=1) or [one for one in known if name in one][:1]
        meant = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(known))}."
        raise KeurError(f"There is no framework {name}; {meant}")
    return name


def _scene(session: Session, reading: Reading) -> views.Scene:
    return views.Scene(
        reading.declared.catalog,
        reading.observed.catalog,
        session.today,
        session.config.time_zone,
        session.snapshot.revision,
        session.config.language,
        tuple(_unread(reading)),
    )


def _unread(reading: Reading) -> Iterator[str]:
    for path, taken in reading.files.items():
        if taken.admitted.unparsed:
            yield f"{path} is left out, in whole or in part: it cannot be read, as keur check says"


def _codeowners(reading: Reading, output: str | None) -> tuple[str, tuple[str, ...]]:
    """CODEOWNERS, and what to say about it. Of a file that is there already, everything that is not keur's is kept.

    Raises KeurError where not everything could be read: the forge would believe that nobody owns the rest.
    """
    owners = codeowners(CatalogReader(reading.declared.catalog, reading.observed.catalog))
    torn = [path for path, taken in reading.files.items() if taken.admitted.unparsed]
    if torn or owners.torn:
        what = torn[0] if torn else "an owner"
        raise KeurError(f"{what} cannot be read, so some files would lose their owners; see keur check.")
    lines: tuple[str, ...] | None = block(owners)
    if output is not None and os.path.lexists(output):
        try:
            with open(output, encoding="utf-8") as file:
                lines = replaced(file.read().splitlines(), owners)
        except OSError as error:
            raise KeurError(f"--output {output}: {error.strerror or error}") from None
        except UnicodeDecodeError:
            lines = None
    if lines is None:
        raise KeurError(f"{output} is there, and not keur's. Put these lines where keur's may stand:", (BEGIN, END))
    return "\n".join(lines), owners.notes


def _list() -> None:
    session = here()
    page = Page()
    found = _views(session, session.ground if session else shipped()).files
    language = session.config.language if session else "en"
    page.rows(([(name, BOLD), _described(file.view, language)] for name, file in found.items()), "")
    page.print()


def _described(view: views.View, language: str) -> str:
    nouns = dict.fromkeys(noun for section in (view, *view.sections.values()) for noun in section.for_)
    only = f" --for NAME: one {either(list(nouns))}." if nouns else ""
    only += " --framework NAME: of which standard or law." if view.made else ""
    return view.words(language).get(view.description, view.description) + only


def _views(session: Session | None, ground: Ground) -> views.Views:
    """The views there are. Raises KeurError with every problem of those that the organisation wrote."""
    own = {}
    if session is not None:
        use = session.config.use
        own = {path: session.snapshot.read(path) for path in session.snapshot.files if use(path) == "schemas"}
    found = views.load(bundle.shipped("schemas"), own)
    views.refuse_malformed(found, ground.vocabulary)
    return found


def _named(found: views.Views, name: str) -> views.ViewFile:
    if name in found.files:
        return found.files[name]
    close = get_close_matches(name, found.files, n=1) or [one for one in found.files if name in one][:1]
    meant = f"did you mean {close[0]}?" if close else f"there are {', '.join(found.files)}."
    raise KeurError(f"There is no view {name}; {meant}")
