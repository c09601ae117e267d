"""What nobody wrote can be told apart from what somebody did, and says where it comes from."""

from typing import Any

import pytest

from keur.kinds import Kinds

CASES = [
    (
        "{kind: Service, metadata: {name: a}, spec: {customers: [b], dependsOn: [c, {ref: d, soft: true}]}}",
        [
            ("/spec/status", "operational", "by default"),
            ("/spec/type", "customer-facing", "because customers is there"),
            ("/spec/class", "core", "by default"),
            ("/spec/dependsOn/0/soft", False, "by default"),
        ],
    ),
    (
        "{kind: Change, metadata: {name: a}, spec: {type: normal, authorised: {by: b}, outcome: failed}}",
        [
            ("/spec/status", "closed", "because outcome is there"),
            ("/spec/nature", "proactive", "by default"),
        ],
    ),
    (
        "{kind: OperationalLevelAgreement, metadata: {name: a}, spec: {targets: {restore: {p1: 4h}}}}",
        [("/spec/targets/restore/p1/clock", "agreed", "by default")],
    ),
    ("{kind: Person, metadata: {name: a}}", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_filled(kinds: Kinds, documents, text: str, expected: list[tuple[str, Any, str]]) -> None:
    (document,) = documents(text)
    found = kinds[document["kind"]].filled(document)
    assert [(one.pointer, one.value, one.because) for one in found] == expected


def test_inherited_fields_name_their_list(kinds: Kinds, documents) -> None:
    (document,) = documents("{kind: Process, metadata: {name: a}, spec: {extends: itil-2011/incident-management}}")
    found = {one.pointer: one.because for one in kinds["Process"].filled(document)}
    assert found["/spec/purpose"] == "from itil-2011/incident-management"
    assert {pointer.removeprefix("/spec/") for pointer in found} == set(kinds["Process"].admit(document).inherited)


def test_a_broken_shape_is_no_obstacle(kinds: Kinds) -> None:
    for spec in (None, [], "x", {"dependsOn": 3, "warranty": [1], "targets": None}):
        kinds["Service"].filled({"kind": "Service", "metadata": [], "spec": spec})
