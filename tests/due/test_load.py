"""Files of due dates that cannot be used: each mistake in a sentence, at its place."""

from collections.abc import Callable, Mapping

import pytest

from keur.due import Due
from keur.errors import KeurError

Listed = Callable[..., Due]

GOOD = {
    "title": "A thing is due",
    "verb": "review",
    "kind": "Group",
    "on": "today",
    "what": '"it"',
}


def text(**changes: str | None) -> str:
    said = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return "".join(f"{name}: {value}\n" for name, value in said.items())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"verb": "revew"}, "verb: "),
        ({"title": None}, "title: "),
        ({"whta": "x"}, "own/due/mine.yaml:6:1: whta: unknown field; did you mean what?"),
        ({"kind": "Gruop"}, "there is no kind Gruop; did you mean Group?"),
        ({"kind": "'*'"}, "`kind: *` and `having` go together"),
        ({"having": "[review]"}, "`kind: *` and `having` go together"),
        ({"kind": "['*', Group]", "having": "[review]"}, "`kind: *` stands alone"),
        ({"kind": "'*'", "having": "[reveiw]"}, "no kind has reveiw"),
        ({"rule": "a/b"}, "there is no rule a/b"),
        ({"on": "self.spec.nmae"}, "own/due/mine.yaml:4:15: on: Group.spec has no field nmae"),
        ({"on": "size('a')"}, "on: this is a int; it should be a date or a timestamp"),
        ({"on": "self.metadata.?title"}, "it should be a date or a timestamp"),
        ({"to": "today"}, "to: this is a date; it should be a timestamp"),
        ({"when": "1"}, "when: "),
        ({"on": None, "to": "timestamp('2027-01-01T00:00:00Z')"}, "`to` and `workingDays` need `on`"),
        ({"on": None, "workingDays": "'2'"}, "`to` and `workingDays` need `on`"),
        ({"calendar": "self"}, "`calendar` goes with `workingDays`"),
        ({"workingDays": "'\"2\"'"}, "workingDays: "),
        ({"each": "{x y: '[1]'}"}, "each: 'x y' is neither a name nor two names with a comma"),
        ({"each": "{x: '1'}"}, "`x` ranges over a list, this is a int"),
        ({"what": '"{self.spec.nmae}"'}, "what: "),
        (
            {"when": "all('Group').size() > 1 && all('Group').exists(g, g.name == self.name)"},
            "goes through a whole kind",
        ),
    ],
)
def test_a_mistake_is_said_at_its_place(listed: Listed, changes: Mapping[str, str | None], says: str) -> None:
    with pytest.raises(KeurError) as refused:
        listed("kind: Group\nmetadata: {name: a}\n", own={"mine": text(**changes)})
    assert refused.value.message == "these due dates cannot be used:"
    assert says in "\n".join(refused.value.problems), refused.value.problems
    assert all(problem.startswith("own/due/mine.yaml") for problem in refused.value.problems)


def test_all_mistakes_of_all_files_are_said_at_once(listed: Listed) -> None:
    own = {"a": text(kind="Gruop"), "b": text(on="size('a')"), "Bad": text(), "c": "- a list\n", "d": "title: [\n"}
    with pytest.raises(KeurError) as refused:
        listed("kind: Group\nmetadata: {name: a}\n", own=own)
    assert {problem.partition(":")[0] for problem in refused.value.problems} == {f"own/due/{name}.yaml" for name in own}


def test_two_of_one_name_are_refused() -> None:
    from keur.due import load

    problems: list[str] = []
    found = load(
        {"due/mine.yaml": text().encode()}, {"x/due/mine.yaml": text().encode(), "x/due/readme.md": b""}, problems
    )
    assert list(found) == ["mine"]
    assert problems == ["x/due/mine.yaml: there is another due date named mine; give yours another name"]


def test_what_is_well_is_due(listed: Listed) -> None:
    (item,) = listed("kind: Group\nmetadata: {name: a}\n", own={"mine": text()}).items
    assert (item.name, item.verb, item.what, item.day) == ("mine", "review", "it", "2027-03-28")
