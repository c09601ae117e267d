"""How what is due is listed: in which order, for whom, by which calendar, and what cannot be told."""

from collections.abc import Callable

import pytest

from keur.assess import Ground, read
from keur.due import Due, within
from keur.due.owners import named, of
from keur.model import Snapshot
from keur.model.quantities import parse_date

Listed = Callable[..., Due]


def waiver(name: str, until: str, owner: str = "") -> str:
    who = f", owner: {owner}" if owner else ""
    return f"kind: Waiver\nmetadata: {{name: {name}{who}}}\nspec: {{rule: a/b, entities: [{name}], until: {until}, approved: {{by: x}}}}\n"


def supplier(name: str) -> str:
    return f"kind: Supplier\nmetadata: {{name: {name}}}\nspec: {{review: 1 year}}\n"


def together(*texts: str) -> str:
    return "---\n".join(texts)


def test_what_is_overdue_comes_first_and_what_has_no_day_before_all(listed: Listed) -> None:
    text = together(
        waiver("c", "2027-04-01"),
        waiver("b", "2027-03-28"),
        waiver("a", "2027-03-27"),
        waiver("d", "2026-01-01"),
        supplier("e"),
    )
    found = listed(text)
    assert [(item.entity.partition("/")[2], item.days, item.overdue) for item in found.items] == [
        ("e", None, True),
        ("d", -451, True),
        ("a", -1, True),
        ("b", 0, False),
        ("c", 4, False),
    ]


@pytest.mark.parametrize(
    ("until", "names", "later", "next_day"),
    [
        ("2027-03-28", ["a", "b"], 2, "2027-04-27"),
        ("2027-04-26", ["a", "b"], 2, "2027-04-27"),
        ("2027-04-27", ["a", "b", "c"], 1, "2027-04-28"),
        ("2027-04-28", ["a", "b", "c", "d"], 0, None),
    ],
)
def test_a_while_includes_its_last_day_and_counts_the_rest(
    listed: Listed, until: str, names: list[str], later: int, next_day: str | None
) -> None:
    text = together(
        *(waiver(*one) for one in (("a", "2027-03-01"), ("b", "2027-03-28"), ("c", "2027-04-27"), ("d", "2027-04-28")))
    )
    found = within(listed(text), parse_date(until))
    assert [item.entity.partition("/")[2] for item in found.items] == names
    assert (found.until, found.later, found.next) == (until, later, next_day)


PEOPLE = together(
    "kind: Group\nmetadata: {name: it}\n",
    "kind: Group\nmetadata: {name: databases}\nspec: {parent: it, members: [ann, dba]}\n",
    "kind: Role\nmetadata: {name: dba}\nspec: {holders: [bob]}\n",
    "kind: Role\nmetadata: {name: alone}\n",
    "kind: Person\nmetadata: {name: ann}\n",
    "kind: Person\nmetadata: {name: bob}\n",
    "kind: Person\nmetadata: {name: it}\n",
    waiver("w-it", "2027-04-01", "Group/it"),
    waiver("w-db", "2027-04-02", "databases"),
    waiver("w-dba", "2027-04-03", "dba"),
    waiver("w-ann", "2027-04-04", "ann"),
    waiver("w-nobody", "2027-04-05"),
)


@pytest.mark.parametrize(
    ("name", "mine"),
    [
        ("it", ["w-it", "w-db"]),
        ("Person/it", []),
        ("databases", ["w-db"]),
        ("dba", ["w-db", "w-dba"]),
        ("bob", ["w-db", "w-dba"]),
        ("ann", ["w-db", "w-ann"]),
        ("alone", []),
        ("nobody", None),
        ("w-it", None),
    ],
)
def test_what_somebody_answers_for(listed: Listed, shipped: Ground, name: str, mine: list[str] | None) -> None:
    catalog = read(Snapshot.of({"catalog/a.yaml": PEOPLE}), shipped).declared.catalog
    ids = named(catalog, name)
    assert bool(ids) == (mine is not None)
    found = of(listed(PEOPLE), catalog, ids, name)
    assert [item.entity.partition("/")[2] for item in found.items] == (mine or [])
    assert found.owner == name


def calendar(name: str, days: str) -> str:
    return f"kind: Calendar\nmetadata: {{name: {name}}}\nspec: {{open: {{{days}: 09:00-17:00}}}}\n"


NIGHT = "kind: Change\nmetadata: {name: c, owner: team}\nspec: {type: emergency, authorised: {on: 2027-03-26}}\n"
TEAM = "kind: Group\nmetadata: {name: team}\nspec: {parent: unit}\n"
UNIT = "kind: Group\nmetadata: {name: unit}\nspec: {hours: weekend}\n"
ALWAYS = "kind: Calendar\nmetadata: {name: always}\nspec: {open: always}\n"


@pytest.mark.parametrize(
    ("texts", "day", "by"),
    [
        # from a Friday
        ((NIGHT,), "2027-03-30", "monday to friday"),
        ((NIGHT, ALWAYS), "2027-03-30", "monday to friday"),
        ((NIGHT, ALWAYS, calendar("weekend", "sat-sun")), "2027-03-28", "weekend"),
        ((NIGHT, calendar("weekend", "sat-sun"), calendar("mondays", "mon")), "2027-03-30", "monday to friday"),
        ((NIGHT, TEAM, UNIT, calendar("weekend", "sat-sun"), calendar("mondays", "mon")), "2027-03-28", "weekend"),
        (
            (
                NIGHT,
                TEAM.replace("parent: unit", "hours: mondays"),
                UNIT,
                calendar("weekend", "sat-sun"),
                calendar("mondays", "mon"),
            ),
            "2027-04-05",
            "mondays",
        ),
    ],
)
def test_which_calendar_counts_working_days(listed: Listed, texts: tuple[str, ...], day: str, by: str) -> None:
    (item,) = listed(together(*texts), "2027-03-26", "emergency-record").items
    assert item.day == day
    assert item.what.endswith(f"(2 working days after 2027-03-26, by {by})")


def test_a_calendar_without_working_days_gives_no_deadline_but_a_note(listed: Listed) -> None:
    found = listed(together(NIGHT, "kind: Calendar\nmetadata: {name: shut}\n"), "2027-03-26", "emergency-record")
    assert found.items == ()
    assert found.notes == ("Change/c is left out of emergency-record: the calendar shut has not so many working days",)


def test_what_has_the_wrong_shape_is_left_out_and_said_so_once(listed: Listed) -> None:
    found = listed("kind: ServiceLevelAgreement\nmetadata: {name: a}\nspec: {valid: {to: soon}, review: often}\n")
    assert found.items == ()
    assert found.notes == ("ServiceLevelAgreement/a is left out: its shape is wrong, as keur check says",)


def test_what_a_source_cannot_say_is_not_asked(listed: Listed) -> None:
    text = "kind: ServiceLevelAgreement\nmetadata: {name: a}\nspec: {valid: {to: 2027-04-01}}\n"
    assert [item.name for item in listed(text).items] == ["signatures", "signatures", "validity-ends"]
    for says, names in ((frozenset({"spec.valid"}), ["validity-ends"]), (frozenset({"metadata.owner"}), [])):
        assert [item.name for item in listed(text, says=lambda _, says=says: says).items] == names


def test_moments_are_read_on_the_clock_of_the_catalog(listed: Listed) -> None:
    spec = "{window: {from: 2027-03-28T01:30, to: 2027-03-28T03:30}, authorised: {on: 2027-03-18}}"
    (item,) = listed(f"kind: Change\nmetadata: {{name: a}}\nspec: {spec}\n").items
    assert (item.day, item.begins, item.ends) == (
        "2027-03-28",
        "2027-03-28T01:30:00+01:00",
        "2027-03-28T03:30:00+02:00",
    )


def test_what_is_under_way_is_not_overdue(listed: Listed) -> None:
    spec = "{window: {from: 2027-03-27T22:00, to: 2027-03-28T06:00}, authorised: {on: 2027-03-18}}"
    text = f"kind: Change\nmetadata: {{name: a}}\nspec: {spec}\n"
    assert [(item.days, item.overdue) for item in listed(text, "2027-03-28").items] == [(-1, False)]
    assert [(item.days, item.overdue) for item in listed(text, "2027-03-29").items] == [(-2, True)]


OWN = 'title: T\nverb: deliver\nkind: Group\nwhat: "{self.name}"\n'


def test_one_due_date_per_element_with_its_own_number_and_doer(listed: Listed) -> None:
    text = together(
        "kind: Group\nmetadata: {name: g, labels: {a: ann, b: x}}\n", "kind: Person\nmetadata: {name: ann}\n"
    )
    own = OWN.replace("what: ", "each: {'key, name': 'self.metadata.?labels.orValue({})'}\nby: name\non: today\nwhat: ")
    found = listed(text, own={"mine": own})
    assert [(item.number, item.owner, item.day) for item in found.items] == [
        (0, "Person/ann", "2027-03-28"),
        (1, "", "2027-03-28"),
    ]


def test_an_expression_that_fails_leaves_out_one_entity_and_says_why(listed: Listed) -> None:
    own = OWN + "on: date(self.metadata.?title.orValue('2027-03-30'))\n"
    text = together("kind: Group\nmetadata: {name: a, title: soon}\n", "kind: Group\nmetadata: {name: b}\n")
    found = listed(text, own={"mine": own})
    assert [item.entity for item in found.items] == ["Group/b"]
    (note,) = found.notes
    assert note.startswith('Group/a is left out of mine: "soon" is not a date')


def test_what_only_the_run_can_tell_is_no_day_is_said(listed: Listed) -> None:
    found = listed("kind: Group\nmetadata: {name: a}\n", own={"mine": OWN + "on: dyn(1)\n"})
    assert found.notes == ("Group/a is left out of mine: it is due on a day or at a moment, and this is neither",)


def test_notes_of_the_scene_come_first(listed: Listed) -> None:
    assert listed("kind: Group\nmetadata: {name: a}\n", notes=("first",)).notes == ("first",)


def test_asking_twice_gives_the_same(listed: Listed) -> None:
    assert listed(PEOPLE) == listed(PEOPLE)
