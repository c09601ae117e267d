"""Where one stands: in a repository or outside of any, and how a rule stands there."""

import os
from typing import Literal

from keur import bundle
from keur.assess import Ground, ground
from keur.cli.session import Choice, Session, begin
from keur.config import FILE, Config
from keur.git import Folder, open_source
from keur.model.quantities import Day
from keur.rules import CATALOG

State = Literal["enforced", "shown", "not in use", "off"]


def here(choice: Choice | None = None) -> Session | None:
    """The session of the repository one stands in; None outside of any, where no folder is searched."""
    source = open_source(".")
    at_home = any(os.path.exists(os.path.join(source.root, name)) for name in (FILE, *Config().catalog))
    return begin(choice or Choice()) if at_home or not isinstance(source, Folder) else None


def shipped() -> Ground:
    """What keur brings along, for where there is no repository."""
    return ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())


def state_of(ground: Ground, id: str, today: Day | None) -> tuple[State, str]:
    """Whether a rule decides here, and why or why not, as a clause."""
    file = ground.policies.rules[id]
    rule, setting, level = file.rule, ground.config.rules.get(id), ground.enforced[file.area]
    if setting is not None and setting.off:
        return "off", f"keur.yaml turns it off: {setting.reason}"
    start = setting.from_ if setting and setting.from_ else rule.from_
    end = setting.until if setting and setting.until else rule.until
    if today is not None and start is not None and today.date < start:
        return "not in use", f"it is asked from {start} on"
    if today is not None and end is not None and today.date > end:
        return "not in use", f"it was asked until {end}"
    if rule.level <= level:
        return "enforced", f"level {level} of {file.area} is enforced"
    if CATALOG in rule.kind:
        return "not in use", f"it is about the whole catalog and is asked once {file.area} is enforced at {rule.level}"
    return "shown", f"{file.area} is enforced up to level {level}, and this is level {rule.level}"
