"""What rules may ask of reference lists."""

from typing import Any

import pytest

from keur import bundle
from keur.assess import Ground, Reading, ground
from keur.assess.reading import read
from keur.catalog import Catalog
from keur.cel import CheckErrors, Program
from keur.config import Config
from keur.evaluate import CatalogReader
from keur.model import Snapshot
from keur.rules import Vocabulary

GROUND = ground(bundle.shipped("schemas"), {}, Config())
VOCABULARY = GROUND.vocabulary

CHANGE = "kind: Process\nmetadata: {name: change-management}\nspec: {extends: itil-2011/change-management}\n"
PARTLY = """\
kind: Process
metadata: {name: changes}
spec: {extends: itil-2011/change-management, stage: transition, purpose: Ours., triggers: []}
"""
OWN = "kind: Process\nmetadata: {name: incident-management}\nspec: {purpose: Ours.}\n"
NONE = "kind: Process\nmetadata: {name: tea}\n"
ROLE = "kind: Role\nmetadata: {name: change-management}\n"
TEXTS = {"change": CHANGE, "partly": PARTLY, "own": OWN, "none": NONE, "role": ROLE}


def ask(text: str, of: str) -> Any:
    """The value of an expression of `self`: the same whichever way it is run."""
    reading: Reading = read(Snapshot.of({"catalog/a.yaml": TEXTS[of]}), GROUND)
    catalog: Catalog = reading.declared.catalog
    (entity,) = catalog.entities.values()
    program: Program = VOCABULARY.environment({"self": VOCABULARY.entity((entity.kind,))}).compile(text)
    reader = CatalogReader(catalog, reading.observed.catalog)
    values = {"self": entity, "today": None}
    found = program.run(reader, *values.values())
    assert found == program.evaluate(values, reader) == program.trace(values, reader).value
    return found


@pytest.mark.parametrize(
    ("of", "text", "value"),
    [
        ("change", "'purpose' in self.inherited() && 'activities' in self.inherited()", True),
        ("change", "'extends' in self.inherited() || 'manager' in self.inherited()", False),
        ("partly", "self.inherited().exists(f, f in ['stage', 'purpose', 'triggers'])", False),
        ("partly", "'inputs' in self.inherited()", True),
        ("own", "self.inherited().size()", 0),
        ("role", "self.inherited().size()", 0),
        ("change", "self.reference().?stage.orValue('')", "transition"),
        ("change", "self.reference().?purpose == optional.of(self.spec.?purpose.orValue(''))", True),
        ("partly", "self.reference().?purpose == optional.of(self.spec.?purpose.orValue(''))", False),
        ("partly", "self.reference().?triggers.orValue([]).map(t, t.?id.orValue(''))[0]", "proactive"),
        ("own", "self.reference().?stage.orValue('')", "operation"),
        ("own", "self.reference().?activities.orValue([]).filter(a, a.type == 'control').map(a, a.id)", ["close"]),
        ("own", "self.reference().?manager.hasValue()", False),
        ("none", "self.reference().hasValue()", False),
        ("role", "self.reference().hasValue()", False),
    ],
)
def test_answers(of: str, text: str, value: Any) -> None:
    assert ask(text, of) == value


def test_a_list_is_read_with_its_fields_known() -> None:
    environment = VOCABULARY.environment({"self": VOCABULARY.entity(("Process",))})
    with pytest.raises(CheckErrors, match="has no field porpose; did you mean purpose"):
        environment.compile("self.reference().?porpose.hasValue()")
    with pytest.raises(CheckErrors, match="may be absent"):
        environment.compile("self.reference().value().stage == 'x'")


def test_what_they_read() -> None:
    environment = VOCABULARY.environment({"self": VOCABULARY.entity(("Process",))})
    reads = environment.compile("self.inherited().size() > 0 && self.reference().hasValue()").footprint
    assert reads.variables["self"] == {("inherited",), ("id",), ("spec", "extends")}
    assert reads.kinds == {}


def test_two_lists_of_one_name_are_none_for_a_process_that_extends_nothing() -> None:
    lists = {"reference/ours/incident-management.yaml": b"purpose: Other.\n"}
    schemas = {**bundle.shipped("schemas"), **lists}
    made: Ground = ground(schemas, {}, Config())
    process = made.kinds["Process"]
    assert process.reference("incident-management", None) is None
    assert process.reference("incident-management", "ours/incident-management") == {"purpose": "Other."}
    assert process.reference("change-management", None) is not None
    assert process.reference("change-management", "gone/list") is None
    assert made.kinds["Role"].reference("change-management", "itil-2011/change-management") is None
    assert isinstance(made.vocabulary, Vocabulary)
