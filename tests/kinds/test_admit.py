"""What documents become: long forms, converted formats, filled-in fields, references."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.bundle import shipped
from keur.kinds import Kinds, load
from keur.model import Reference
from keur.model.quantities import Day, Duration, Period, Timestamp

KINDS = load(shipped("schemas"), verified=True)


def spec(kinds: Kinds, kind: str, written: Any) -> Any:
    return kinds[kind].admit({"kind": kind, "metadata": {"name": "a"}, "spec": written}, "Europe/Amsterdam").spec


# kind, spec as written, and part of the normalised spec
NORMALISED = [
    ("Service", "{}", {"status": "operational", "type": "supporting", "class": "core"}),
    ("Service", "{customers: [b]}", {"type": "customer-facing"}),
    ("Service", "{customers: [b], type: supporting}", {"type": "supporting"}),
    ("Service", "{dependsOn: [b]}", {"dependsOn": [{"ref": "b", "soft": False}]}),
    ("Service", "{dependsOn: [{ref: b, soft: true}]}", {"dependsOn": [{"ref": "b", "soft": True}]}),
    ("Service", "{utility: [Pay]}", {"utility": [{"text": "Pay"}]}),
    ("Service", "{availability: 99.93%}", {"availability": {"value": 0.9993, "source": "estimate"}}),
    (
        "Service",
        "{warranty: {availability: 99.8%, continuity: {rto: 8h}}}",
        {
            "warranty": {
                "availability": {"value": 0.998, "per": "month", "clock": "agreed"},
                "continuity": {"rto": Duration.of(hours=8)},
            }
        },
    ),
    (
        "ServiceLevelAgreement",
        "{targets: {restore: {p1: 4h, p2: {value: 8h, clock: elapsed}}}}",
        {
            "targets": {
                "restore": {
                    "p1": {"value": Duration.of(hours=4), "clock": "agreed"},
                    "p2": {"value": Duration.of(hours=8), "clock": "elapsed"},
                }
            }
        },
    ),
    ("ServiceLevelAgreement", "{customer: b}", {"structure": "customer-based"}),
    ("ServiceLevelAgreement", "{customer: b, parent: c}", {"structure": "multi-level"}),
    ("ServiceLevelAgreement", "{review: 1 year}", {"review": Period(12)}),
    ("ServiceLevelAgreement", "{valid: {from: 2026-07-01}}", {"valid": {"from": Day.of(2026, 7, 1)}}),
    ("UnderpinningContract", "{notice: 6 months}", {"notice": Period(6)}),
    ("Calendar", "{open: always}", {"open": {"daily": "always"}, "holidays": "none"}),
    ("Calendar", "{plus: [2027-05-05]}", {"plus": [{"on": Day.of(2027, 5, 5)}]}),
    ("Change", "{}", {"type": "normal", "status": "draft"}),
    ("Change", "{authorised: {by: b}}", {"status": "authorised"}),
    ("Change", "{authorised: {by: b}, implemented: 2027-03-20}", {"status": "implemented"}),
    ("Change", "{outcome: failed, implemented: 2027-03-20}", {"status": "closed"}),
    ("Change", "{outcome: failed, status: draft}", {"status": "draft"}),
    ("Change", "{relationships: none}", {"relationships": {"text": "none"}}),
    (
        "Change",
        "{window: {from: '2027-03-20T20:00'}}",
        {"window": {"from": Timestamp(1_805_569_200 * 10**9)}},
    ),
    ("Change", "{raised: {on: '2027-03-28T00:30+02:00'}}", {"raised": {"on": Day.of(2027, 3, 27)}}),
    ("Change", "{raised: {on: 2027-03-28}}", {"raised": {"on": Day.of(2027, 3, 28)}}),
    ("ChangeModel", "{preAuthorised: {by: b}}", {"status": "active", "type": "normal"}),
    ("ChangeModel", "{steps: [Look, {do: Leap, within: 30m}]}",
     {"steps": [{"do": "Look"}, {"do": "Leap", "within": Duration.of(minutes=30)}]}),
    ("ConfigurationItem", "{redundancy: {of: [b]}}", {"redundancy": {"of": ["b"], "need": 1}}),
    ("Process", "{target: 3.0}", {"target": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "expected"), NORMALISED)
def test_normalised(kinds: Kinds, documents, kind: str, written: str, expected: dict[str, Any]) -> None:
    (data,) = documents(written)
    found = spec(kinds, kind, data)
    assert {key: found[key] for key in expected} == expected
    assert all(type(found[key]) is type(expected[key]) for key in expected)


def test_references_come_in_document_order_with_their_place(kinds: Kinds, documents) -> None:
    (document,) = documents("""
kind: Change
metadata: {name: a, owner: team}
spec:
  items: {new: add, a/b~c: remove, old: modify}
  remediation: {plan: [Look, {do: Leap, procedure: rb-1}]}
  relationships: {changes: [CHG-1]}
""")
    anything = ("*",)
    assert kinds["Change"].admit(document).references == (
        Reference("/metadata/owner", "owner", ("Role", "Group", "Person"), "team"),
        Reference("/spec/items/new", "changes", anything, "new", expects="add"),
        Reference("/spec/items/a~1b~0c", "changes", anything, "a/b~c", expects="remove"),
        Reference("/spec/items/old", "changes", anything, "old"),
        Reference("/spec/remediation/plan/1/procedure", "procedure", ("Document",), "rb-1"),
        Reference("/spec/relationships/changes/0", "relatesTo", ("Change",), "CHG-1"),
    )


def test_a_reference_is_soft_where_its_own_entry_says_so(kinds: Kinds, documents) -> None:
    (document,) = documents("""
kind: Service
metadata: {name: a}
spec: {dependsOn: [{ref: b, soft: true}, c, {soft: true, ref: d}, {ref: e}, {ref: f, soft: false}]}
""")
    found = kinds["Service"].admit(document).references
    assert [(reference.target, reference.soft) for reference in found] == [
        ("b", True),
        ("c", False),
        ("d", True),
        ("e", False),
        ("f", False),
    ]
    assert found[1].pointer == "/spec/dependsOn/1/ref"


def test_softness_does_not_leak_from_what_is_inside(kinds_with) -> None:
    ref = "{type: string, description: d, x-ref: {kinds: [Service], relation: dependsOn, soft: soft}}"
    soft = "{type: boolean, description: d}"
    inner = f"{{type: object, description: d, properties: {{ref: {ref}, soft: {soft}}}}}"
    kinds = kinds_with("Tool.yaml", f"{{in: {inner}, ref: {ref}, soft: {soft}}}")
    written = {"in": {"ref": "a", "soft": True}, "ref": "b", "soft": False}
    found = kinds["Tool"].admit({"metadata": {"name": "a"}, "spec": written}).references
    assert [(reference.target, reference.soft) for reference in found] == [("a", True), ("b", False)]


def test_fields_beside_the_named_ones_are_kept(kinds_with) -> None:
    text = "type: object, description: d, properties: {b: {type: string, description: d}}"
    kinds = kinds_with("Tool.yaml", f"{{a: {{{text}, additionalProperties: {{type: string, format: duration}}}}}}")
    document = {"kind": "Tool", "metadata": {"name": "a"}, "spec": {"a": {"b": "1h", "c": "1h", "x-d": 1}}}
    assert kinds["Tool"].problems(document) == []
    assert kinds["Tool"].admit(document).spec == {"a": {"b": "1h", "c": Duration.of(hours=1)}}


def test_keys_that_begin_with_x_are_passed_over_and_counted_except_where_keys_are_data(kinds, documents) -> None:
    (document,) = documents("""
kind: Change
x-origin: form
metadata: {name: a, x-ticket: 4, labels: {x-mine: here}}
spec: {x-note: {b: c}, raised: {x-by: d}, items: {x-ray: modify}}
""")
    kind = kinds["Change"]
    assert kind.problems(document) == []
    admitted = kind.admit(document)
    assert admitted.extensions == 4
    assert admitted.metadata == {"name": "a", "labels": {"x-mine": "here"}}
    assert admitted.spec["items"] == {"x-ray": "modify"}
    assert "x-note" not in admitted.spec
    assert [reference.target for reference in admitted.references] == ["x-ray"]


def test_a_process_inherits_what_it_does_not_say(kinds: Kinds, documents) -> None:
    (document,) = documents("""
kind: Process
metadata: {name: a}
spec: {extends: itil-2011/change-management, purpose: Ours, triggers: []}
""")
    admitted = kinds["Process"].admit(document)
    assert admitted.spec["purpose"] == "Ours"
    assert admitted.spec["triggers"] == []
    ids = [activity["id"] for activity in admitted.spec["activities"]]
    assert ids == ["record", "review", "assess", "authorise", "plan", "coordinate", "close"]
    assert {activity["type"] for activity in admitted.spec["activities"]} == {"operational", "control"}
    assert admitted.inherited == (
        "stage", "scope", "objectives", "inputs", "outputs", "activities", "challenges", "risks",
    )  # fmt: skip
    (document,) = documents("{kind: Process, metadata: {name: a}, spec: {}}")
    assert kinds["Process"].admit(document).inherited == ()


def test_an_entity_of_the_wrong_shape_still_says_whom_it_names(kinds: Kinds, documents) -> None:
    (document,) = documents("""
kind: Service
metadata: {name: 7, owner: team, ids: []}
spec: {dependsOn: [b, 3, {reff: c}, [d]], customers: e, nonsense: {f: g}, warranty: {hours: h, availability: [1]}}
""")
    admitted = kinds["Service"].admit(document)
    assert [reference.target for reference in admitted.references] == ["team", "b", "h"]
    for data in ({}, {"metadata": [], "spec": "x"}, {"metadata": None, "spec": None}):
        admitted = kinds["Service"].admit(data)
        assert admitted.metadata == {}
        assert admitted.spec["status"] == "operational"


def test_where_an_entity_is_in_its_life(kinds: Kinds) -> None:
    state = kinds["Change"].state({"status": "closed"})
    assert state is not None
    assert (state.name, state.terminal, state.record) == ("closed", True, True)
    state = kinds["Change"].state({"status": "implemented"})
    assert state is not None
    assert not state.terminal
    state = kinds["Service"].state({"status": "retired"})
    assert state is not None
    assert (state.terminal, state.record) == (True, False)
    assert kinds["Waiver"].state({}) is None
    broken = kinds["Change"].state({"status": ["closed"]})
    assert broken is not None
    assert not broken.terminal


def test_what_the_change_policy_may_govern(kinds: Kinds) -> None:
    governed = kinds["ConfigurationItem"].governed
    assert governed["spec.version"] == "version"
    assert governed["spec.dependsOn"] == governed["spec.redundancy"] == "topology"
    assert governed["metadata.owner"] == "ownership"
    assert "spec.documents" not in governed
    assert kinds["ServiceLevelAgreement"].governed["spec.targets"] == "promise"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def shaped(draw: st.DrawFn, schema: Any, long: bool = False) -> Any:
    """Data that is often, but not always, what the schema describes."""
    if not long and draw(st.integers(0, 30)) == 0:
        return draw(ANYTHING)
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    short = schema.get("x-short")
    if short and not long and draw(st.booleans()):
        return draw(shaped(schema.get("properties", {}).get(short, schema.get("additionalProperties"))))
    match schema.get("type"):
        case "object" if "properties" in schema:
            fields = schema["properties"]
            required = set(schema.get("required", ()))
            chosen = [name for name in fields if name in required or draw(st.integers(0, 3)) == 0]
            made = {name: draw(shaped(fields[name])) for name in chosen}
            return made | ({"x-more": 1} if draw(st.integers(0, 9)) == 0 else {})
        case "object":
            keys = st.sampled_from(["p1", "p2", "daily", "mon-fri", "provider", "2027-05-05", "some-name", "x-y"])
            return {draw(keys): draw(shaped(schema["additionalProperties"]))}
        case "array":
            return [draw(shaped(schema["items"])) for _ in range(draw(st.integers(0, 3)))]
        case "boolean":
            return draw(st.booleans())
        case "integer":
            return draw(st.sampled_from([0, 1, 3, 5, 2.0, 7]))
        case _:
            return draw(st.sampled_from(SAMPLES.get(schema.get("format", ""), ["some-name", "Service/a", "24x7"])))


SAMPLES = {
    "duration": ["4h", "30m", "PT1H", "soon"],
    "period": ["6 months", "1 year", "often"],
    "percentage": ["99.95%", "100%", "99,9%"],
    "date": ["2027-03-28", "2027-02-30"],
    "date-time": ["2027-03-20T20:00", "2027-03-28T02:30", "2027-03-20T20:00:00Z"],
    "moment": ["2027-03-20T20:00", "2027-03-28", "then"],
    "time-zone": ["Europe/Amsterdam", "Nowhere/Else"],
    "holidays": ["nl", "none", "xx"],
    "pattern": ["^srv-[0-9]+$", "(a", "(?=a)"],
}


@st.composite
def entities(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    document = draw(shaped(KINDS[kind].document, long=True))
    return kind, document | {"kind": kind}


@given(entities())
@settings(max_examples=150, deadline=None)
def test_admission_never_raises_and_leaves_the_document_alone(entity: tuple[str, dict[str, Any]]) -> None:
    kind, document = entity
    before = repr(document)
    KINDS[kind].problems(document)
    admitted = KINDS[kind].admit(document, "Europe/Amsterdam")
    assert repr(document) == before
    assert all(type(reference.target) is str for reference in admitted.references)


@given(st.sampled_from(sorted(KINDS)), ANYTHING)
@settings(max_examples=60, deadline=None)
def test_any_spec_at_all_is_explained_in_printable_words(kind: str, spec: Any) -> None:
    document = {"kind": kind, "metadata": {"name": "a"}, "spec": spec}
    found = [*KINDS[kind].problems(document), *KINDS[kind].admit(document).problems]
    assert all(problem.message.isprintable() for problem in found)


@given(entities())
@settings(max_examples=150, deadline=None)
def test_normalised_data_is_what_the_normalised_schema_says(entity: tuple[str, dict[str, Any]]) -> None:
    kind, document = entity
    admitted = KINDS[kind].admit(document)
    if KINDS[kind].problems(document) or admitted.problems:
        return
    assert_fits(admitted.spec, KINDS[kind].spec_schema)
    assert_fits(admitted.metadata, KINDS[kind].metadata_schema)


@given(entities())
@settings(max_examples=100, deadline=None)
def test_admitting_long_forms_again_changes_nothing(entity: tuple[str, dict[str, Any]]) -> None:
    kind, document = entity
    once = KINDS[kind].admit(document)
    if KINDS[kind].problems(document) or once.problems:
        return
    again = KINDS[kind].admit({"kind": kind, "metadata": once.metadata, "spec": once.spec})
    assert (again.metadata, again.spec, again.references) == (once.metadata, once.spec, once.references)


PYTHON = {
    "duration": Duration, "period": Period, "percentage": float, "date": Day, "date-time": Timestamp, "moment": Day,
    "time-zone": str, "holidays": str, "pattern": str, "string": str, "number": float, "integer": int, "boolean": bool, "array": list, "object": dict,
}  # fmt: skip


def assert_fits(value: Any, schema: Any) -> None:
    said = schema["type"]
    if isinstance(said, list):
        return
    assert type(value) is PYTHON[schema.get("format", said)], (value, schema)
    if said == "array":
        for element in value:
            assert_fits(element, schema["items"])
    elif said == "object":
        fields = schema.get("properties", {})
        assert set(schema.get("required", ())) <= value.keys()
        for key, element in value.items():
            assert_fits(element, fields[key] if fields else schema["additionalProperties"])


@pytest.mark.parametrize("written", ["xx", "de-XX", "NL", "nederland", "n\nl", ""])
def test_a_list_of_holidays_that_nobody_keeps_is_one_problem(written: str) -> None:
    document = {"kind": "Calendar", "metadata": {"name": "a"}, "spec": {"holidays": written}}
    assert KINDS["Calendar"].problems(document) == []
    (problem,) = KINDS["Calendar"].admit(document).problems
    assert (problem.rule, problem.pointer) == ("shape/format", "/spec/holidays")
    assert problem.message.endswith("write a country such as nl, a part of one such as de-BY, or none")
    assert problem.message.isprintable()
