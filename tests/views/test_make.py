"""What a view file may ask for: rows per element, order, groups, marks, one customer, and what cannot be had."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.views.viewing import Make, rows, texts

from keur import views
from keur.assess import Ground
from keur.cel.types import DOUBLE, DYN, STRING, Type, list_of, map_of, optional_of
from keur.cel.values import CelMap, Optional
from keur.errors import KeurError
from keur.model.quantities import Day, Duration, Period, parse_date_time
from keur.views.cell import cell, names, order

HEAD = "title: T\ndescription: D.\nkind: Service\n"
NAME = "columns: {Name: self.name}\n"
CATALOGUE = """
kind: Service
metadata: {name: b, ids: {x: "2", a: "1"}, labels: {team: blue}}
spec: {criticality: high, warranty: {continuity: {rto: 30d}}, dependsOn: [a, {ref: c, soft: true}]}
---
kind: Service
metadata: {name: a, labels: {team: Amber}}
spec: {criticality: low, warranty: {continuity: {rto: 7d}}, customers: [tax]}
---
kind: Service
metadata: {name: C, labels: {team: amber}}
spec: {warranty: {continuity: {rto: 8h}}}
---
kind: Service
metadata: {name: d}
---
kind: Customer
metadata: {name: tax}
---
kind: Customer
metadata: {name: permits}
---
kind: ConfigurationItem
metadata: {name: c}
"""


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["a", "b", "C", "d"]),
        ("sort: self.spec.?warranty.?continuity.?rto\n", ["C", "a", "b", "d"]),
        ("sort: [self.spec.?criticality, self.name]\n", ["b", "a", "C", "d"]),
        ("sort: 'size(self.spec.?dependsOn.orValue([]))'\n", ["C", "a", "d", "b"]),
        ("where: has(self.spec.criticality) && self.spec.criticality == 'high'\n", ["b"]),
        ("where: self.metadata.?labels.?team.orValue('') > 'a'\nsort: self.metadata.labels.team\n", None),
    ],
)
def test_rows_come_in_order(make: Make, asked: str, names: list[str] | None) -> None:
    if names is None:
        with pytest.raises(KeurError):
            make(f"{HEAD}{NAME}{asked}", CATALOGUE)
        return
    assert rows(make(f"{HEAD}{NAME}{asked}", CATALOGUE)) == [[name] for name in names]


def test_equal_rows_come_by_id_whatever_file_they_stand_in(make: Make) -> None:
    backwards = "---".join(reversed(CATALOGUE.split("---")))
    for text in (CATALOGUE, backwards):
        assert rows(make(f"{HEAD}{NAME}sort: self.kind\n", text)) == [["C"], ["a"], ["b"], ["d"]]


def test_groups_are_of_one_value_and_come_in_order(make: Make) -> None:
    shown = make(f"{HEAD}{NAME}group: self.metadata.?labels[?'team']\n", CATALOGUE)
    assert texts(shown) == {
        ("", "Amber"): [["Name"], ["a"]],
        ("", "amber"): [["Name"], ["C"]],
        ("", "blue"): [["Name"], ["b"]],
        ("", "none"): [["Name"], ["d"]],
    }


def test_a_row_per_element_of_a_list_and_per_entry_of_a_map(make: Make) -> None:
    columns = "columns: {Name: self.name, Needs: one.ref, Soft: one.soft}\n"
    shown = make(f"{HEAD}each: {{one: 'self.spec.?dependsOn.orValue([])'}}\n{columns}", CATALOGUE)
    assert rows(shown) == [["b", "a", "no"], ["b", "c", "yes"]]
    columns = "columns: {Name: self.name, System: system, Id: id}\nsort: id\n"
    shown = make(f"{HEAD}each: {{'system, id': 'self.metadata.?ids.orValue({{}})'}}\n{columns}", CATALOGUE)
    assert rows(shown) == [["b", "a", "1"], ["b", "x", "2"]]


def test_variables_follow_from_each_other_and_conditions_of_view_and_section_both_hold(make: Make) -> None:
    view = f"""{HEAD}variables: {{first: 'self.name', twice: first + first}}
where: has(self.spec.warranty) && has(self.spec.warranty.continuity) && has(self.spec.warranty.continuity.rto)
columns: {{Twice: twice, Mean time: self.spec.warranty.continuity.rto}}
sections:
  Long: {{where: self.spec.warranty.continuity.rto > days(1)}}
  Short:
    where: self.spec.warranty.continuity.rto <= days(1)
    columns: {{Name: first}}
    sort: twice
"""
    assert texts(make(view, CATALOGUE)) == {
        ("Long", ""): [["Twice", "Mean time"], ["aa", "7d"], ["bb", "30d"]],
        ("Short", ""): [["Name"], ["C"]],
    }


def test_a_matrix_has_a_column_for_each_value_in_the_order_they_are_met(make: Make) -> None:
    view = f"{HEAD}{NAME}matrix: {{N: self.refs('dependsOn'), C: self.refs('customer'), D: self.refs('dependsOn')}}\n"
    assert texts(make(view, CATALOGUE)) == {
        ("", ""): [["Name", "tax", "a", "c"], ["a", "C", "", ""], ["b", "", "N/D", "N/D"], ["C", "", "", ""],
                   ["d", "", "", ""]]
    }  # fmt: skip


def test_two_kinds_share_columns_and_each_is_checked_for_itself(make: Make) -> None:
    view = "title: T\ndescription: D.\nkind: [Service, Customer]\ncolumns: {Kind: self.kind, Name: self.name}\n"
    assert rows(make(view, CATALOGUE))[-3:] == [["Service", "d"], ["Customer", "permits"], ["Customer", "tax"]]


FOR = f"{HEAD}{NAME}for: {{customer: self.refs('customer'), team: \"self.metadata.?labels[?'team']\"}}\n"


@pytest.mark.parametrize(
    ("kept", "found", "said"),
    [
        ("tax", ["a"], "customer tax"),
        ("Customer/tax", ["a"], "customer Customer/tax"),
        ("blue", ["b"], "team blue"),
        ("permits", [], "customer permits"),
    ],
)
def test_for_keeps_what_bears_the_name(make: Make, kept: str, found: list[str], said: str) -> None:
    shown = make(FOR, CATALOGUE, kept)
    assert (rows(shown), shown.kept) == ([[name] for name in found], said)


@pytest.mark.parametrize(
    ("view", "kept", "said"),
    [
        (FOR, "permit", "ours knows no customer or team permit; did you mean permits?"),
        (FOR, "zzz", "ours knows no customer or team zzz; it knows Amber, amber, blue, permits, tax."),
        (f"{HEAD}{NAME}", "tax", "ours is for everybody alike; leave --for tax out."),
    ],
)
def test_for_nobody_is_one_sentence(make: Make, view: str, kept: str, said: str) -> None:
    with pytest.raises(KeurError) as refused:
        make(view, CATALOGUE, kept)
    assert str(refused.value) == said


def test_a_row_may_be_for_everybody_and_a_misspelt_name_is_told_all_the_same(make: Make) -> None:
    who = 'size(self.refs("customer")) > 0 ? [self.name] : ["*"]'
    view = f"{HEAD}{NAME}for:\n  customer: >-\n    {who}\n"
    assert rows(make(view, CATALOGUE, "a")) == [["a"], ["b"], ["C"], ["d"]]
    with pytest.raises(KeurError, match="knows no customer zzz; it knows a"):
        make(view, CATALOGUE, "zzz")


def test_headings_are_in_the_language_that_is_asked_for(standing: Ground, scene: Callable[..., views.Scene]) -> None:
    text = (
        "title: Things\ndescription: All.\nkind: Service\nmatrix: {X: self.refs('customer')}\n"
        "sections: {Old: {columns: {Name: self.name, Kind: self.kind}}}\n"
        "nl: {title: Dingen, headings: {Old: Oud, Name: Naam}}\n"
    )
    file = views.load({}, {"k/views/things.yaml": text.encode()}).files["things"]
    view = views.compile_view(file, standing.vocabulary)
    english = views.make(view, scene(CATALOGUE))
    dutch = views.make(view, replace(scene(CATALOGUE), language="nl"))
    assert english.translated() == english
    assert (dutch.title, dutch.tables) == (english.title, english.tables)
    said = dutch.translated()
    assert (said.title, said.description) == ("Dingen", "All.")
    assert (said.tables[0].section, said.tables[0].columns) == ("Oud", ("Naam", "Kind", "tax"))


TORN = """
kind: Service
metadata: {name: right}
spec: {customers: [torn]}
---
kind: Service
metadata: {name: wrong}
spec: {status: nowhere}
---
kind: Customer
metadata: {name: torn}
spec: {type: nowhere}
---
kind: Service
metadata: {name: none}
"""


def test_what_cannot_be_had_is_said_and_the_rest_is_there(make: Make) -> None:
    view = f"{HEAD}columns: {{Name: self.name, Who: self.refs('customer')}}\n"
    shown = make(view, TORN)
    assert rows(shown) == [["none", ""], ["right", "not assessed"]]
    assert shown.notes == (
        "Who of Service/right is not assessed: Customer/torn, which it reads, has a shape that is wrong",
        "Service/wrong is left out: its shape is wrong, as keur check says",
    )


def test_a_row_that_cannot_be_decided_on_is_left_out_and_said(make: Make) -> None:
    where = "where: self.refs('customer').size() == 0 && 10 / size(self.name.replace('none', '')) > 0\n"
    shown = make(f"{HEAD}{NAME}{where}", TORN)
    assert rows(shown) == []
    assert [note for note in shown.notes if "wrong" not in note.partition(":")[0]] == [
        "Service/none is left out: 10 / 0: division by zero",
        "Service/right is left out: Customer/torn, which it reads, has a shape that is wrong",
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text", "plain"),
    [
        (None, DYN, "", None),
        (Optional.none(), optional_of(STRING), "", None),
        (Optional.of(0.998), optional_of(DOUBLE.formatted("percentage")), "99.8%", 0.998),
        (0.5, DOUBLE, "0.5", 0.5),
        (float("inf"), DOUBLE, "inf", None),
        (3, DYN, "3", 3),
        (True, DYN, "yes", True),
        (["a", "b"], list_of(STRING), "a, b", ["a", "b"]),
        (["a, b", "c"], list_of(STRING), "a, b; c", ["a, b", "c"]),
        ([Optional.none(), Optional.of("x")], list_of(optional_of(STRING)), "x", [None, "x"]),
        (list("abcdefghijklmn"), list_of(STRING), "a, b, c, d, e, f, g, h, i, j, k, l, m, n", list("abcdefghijklmn")),
        ([["a", "b"], [["c"], ["a"]]], list_of(list_of(DYN)), "a, b, c", ["a", "b", "c"]),
        ([0.5], list_of(DOUBLE.formatted("percentage")), "50%", [0.5]),
        ({"x": 0.5}, map_of(STRING, DOUBLE.formatted("percentage")), "x: 50%", {"x": 0.5}),
        (CelMap([(1, "x")]), DYN, "1: x", {"1": "x"}),
        (Day.of(2027, 3, 28), DYN, "2027-03-28", "2027-03-28"),
        (Duration.of(hours=4), DYN, "4h", "4h"),
        (Period(6), DYN, "6 months", "6 months"),
        (parse_date_time("2027-03-28T01:30:00Z", "UTC"), DYN, "2027-03-28 03:30", "2027-03-28T03:30:00+02:00"),
        (parse_date_time("2027-01-01T00:00:05Z", "UTC"), DYN, "2027-01-01 01:00:05", "2027-01-01T01:00:05+01:00"),
    ],
)
def test_a_value_for_people_and_for_programs(value: object, kind: Type, text: str, plain: object) -> None:
    found = cell(value, kind, "Europe/Amsterdam")
    assert (found.text, found.value) == (text, plain)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=3), st.lists(st.text(max_size=2)),
    st.integers(0, 9).map(lambda n: Day.of(2027, 1, n + 1)), st.integers(0, 9).map(lambda n: Duration.of(hours=n)),
    st.integers(0, 9).map(Period), st.just(Optional.none()), st.text(max_size=2).map(Optional.of),
)  # fmt: skip


@given(st.lists(VALUES, max_size=8))
def test_any_values_have_one_order_whatever_order_they_come_in(values: list[object]) -> None:
    keys = sorted(map(order, values))
    assert keys == sorted(map(order, reversed(values)))
    assert [key for key in keys if key == order(None)] == keys[len(keys) - keys.count(order(None)) :]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, set()),
        (Optional.none(), set()),
        ("x", {"x"}),
        ([["x"], [Optional.of("y"), 3]], {"x", "y", "3"}),
    ],
)
def test_what_a_value_may_be_called(value: object, expected: set[str]) -> None:
    assert names(value) == expected
