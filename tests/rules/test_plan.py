"""What rules may ask of the configuration management plan."""

from typing import Any

import pytest

from keur import bundle
from keur.assess import ground
from keur.assess.reading import read
from keur.cel.values import equals
from keur.config import Config
from keur.evaluate import CatalogReader
from keur.model import Snapshot
from keur.model.quantities import Day

GROUND = ground(bundle.shipped("schemas"), {}, Config())
TODAY = Day.of(2027, 3, 28)
ITEM = "kind: ConfigurationItem\nmetadata: {name: a}\nspec: {%s}\n"
PLAN = """\
kind: Policy
metadata: {name: %s}
spec:
  type: %s
  configuration: {types: {server: {physical: %s, attributes: [serial]}}}
  %s
"""
HARD = PLAN % ("hard", "configuration-management", "true", "approved: {by: it-manager}")
SOFT = PLAN % ("soft", "configuration-management", "false", "approved: {by: it-manager}")
DRAFT = PLAN % ("draft", "configuration-management", "true", "status: draft")
OVER = PLAN % ("over", "configuration-management", "true", "status: in-force\n  valid: {to: 2027-03-27}")
SOON = PLAN % ("soon", "configuration-management", "true", "status: in-force\n  valid: {from: 2027-03-29}")
OTHER = PLAN % ("other", "change-management", "true", "approved: {by: it-manager}")
NONE = "kind: Policy\nmetadata: {name: none}\nspec: {type: configuration-management, approved: {by: it-manager}}\n"


def ask(text: str, *documents: str) -> Any:
    """The value of an expression of `self`, the first document: the same whichever way it is run."""
    catalog = read(Snapshot.of({"catalog/a.yaml": "---\n".join(documents)}), GROUND).declared.catalog
    entity = catalog.entities["ConfigurationItem/a"]
    program = GROUND.vocabulary.environment({"self": GROUND.vocabulary.entity((entity.kind,))}).compile(text)
    reader, values = CatalogReader(catalog, catalog), {"self": entity, "today": TODAY}
    found = program.run(reader, *values.values())
    assert equals(found, program.evaluate(values, reader))
    assert equals(found, program.trace(values, reader).value)
    return found


@pytest.mark.parametrize(
    ("item", "plans", "count"),
    [
        ("type: server", (HARD,), 1),
        ("type: server", (HARD, SOFT), 2),
        ("type: printer", (HARD,), 0),
        ("", (HARD,), 0),
        ("type: server", (DRAFT, OVER, SOON, OTHER, NONE), 0),
        ("type: server", (), 0),
    ],
)
def test_what_is_planned(item: str, plans: tuple[str, ...], count: int) -> None:
    assert ask("self.planned().size()", ITEM % item, *plans) == count
    assert ask("self.planned().all(said, said.?attributes.orValue([]) == ['serial'])", ITEM % item, *plans)


@pytest.mark.parametrize(
    ("item", "plans", "physical"),
    [
        ("type: server", (HARD,), True),
        ("type: server", (SOFT,), False),
        ("type: server", (SOFT, HARD), True),
        ("type: server", (DRAFT, OVER, SOON, OTHER, NONE), False),
        ("type: server, physical: false", (HARD,), False),
        ("type: server, physical: true", (SOFT,), True),
        ("type: server, redundancy: {of: [a]}", (HARD,), False),
        ("physical: true", (), True),
        ("", (), False),
    ],
)
def test_what_can_be_touched(item: str, plans: tuple[str, ...], physical: bool) -> None:
    assert ask("self.isPhysical()", ITEM % item, *plans) is physical
