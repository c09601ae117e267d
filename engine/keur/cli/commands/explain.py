"""`keur explain`: why a rule is there, what nobody wrote in an entity, what a kind may say."""

from collections.abc import Sequence

import click

from keur.assess import Ground
from keur.cli.explained import explain_entity, explain_kind, explain_rule
from keur.cli.page import Page
from keur.cli.runs import run
from keur.cli.session import Choice, Session
from keur.cli.standing import here, shipped
from keur.errors import KeurError
from keur.kinds.wording import closest


@click.command()
@click.argument("name", metavar="RULE|KIND|ENTITY")
@click.option("--rev", metavar="REV", help="A commit, branch or tag instead of the work tree.")
@click.option("--as-of", metavar="DATE", help="The day that counts as today, as 2027-03-28.")
def command(name: str, rev: str | None, as_of: str | None) -> int:
    """Explain a rule (AREA/NAME), a kind (Service) or an entity (Service/payroll, or its name alone).

    Of a rule: why it is asked, how to mend what breaks it, and how it stands here. Of an entity: what follows from
    what, who refers to it, and what is found about it.
    """
    choice = Choice(rev=rev, as_of=as_of)
    session = here(choice)
    ground = session.ground if session else shipped()
    ground.policies.or_refuse()
    page = Page()
    if name in ground.policies.rules:
        explain_rule(page, ground, name, session.today if session else None)
    elif name in ground.kinds:
        explain_kind(page, ground.kinds[name])
    elif session is not None:
        _entity(session, choice, page, name)
    else:
        raise KeurError(_no_such(name, ground, ()))
    page.print()
    return 0


def _entity(session: Session, choice: Choice, page: Page, name: str) -> None:
    """Explains the entity of this id or name. Raises KeurError when there is none, or several."""
    made = run(choice)
    catalog = made.reading.declared.catalog
    ids = [id for id, header in catalog.headers.items() if name in (id, header.name)]
    if not ids:
        names = [*catalog.headers, *(header.name for header in catalog.headers.values())]
        raise KeurError(_no_such(name, session.ground, names))
    if len(ids) > 1:
        raise KeurError(f"{name} could be {' or '.join(ids)}; name the one you mean.")
    explain_entity(page, made, ids[0])


def _no_such(name: str, ground: Ground, entities: Sequence[str]) -> str:
    """That there is nothing of this name, with what was probably meant: the end of an id, a near name, initials."""
    if name in ground.policies.areas:
        return f"{name} is an area; keur rules {name} lists its rules, and keur explain {name}/RULE tells of one."
    ending = [rule for rule in ground.policies.rules if rule.rpartition("/")[2] == name]
    close = ending[0] if ending else closest(name, [*entities, *ground.kinds, *ground.policies.rules])
    close = close or ground.kinds.suggest(name)
    return f"There is no rule, kind or entity {name}{f'; did you mean {close}?' if close else '.'}"
