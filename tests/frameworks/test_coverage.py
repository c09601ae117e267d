"""Which rules evidence which control, against an oracle that walks from each control upwards."""

from hypothesis import given, settings
from hypothesis import strategies as st

from keur.frameworks import Control, Covered, Framework, coverage


def framework(groups: dict[str, str | None]) -> Framework:
    controls = {id: Control(title=f"About {id}", within=within) for id, within in groups.items()}
    return Framework(title="F", edition="1", publisher="P", description="D.", source="S.", controls=controls)


SMALL = framework({"8": None, "8.5": "8", "8.5.1": "8.5", "8.5.2": "8.5", "9": None})


def test_what_is_evidenced_and_what_is_not() -> None:
    rules = {
        "change/b": {"f": ("8.5.1",), "other": ("9",)},
        "change/a": {"f": ("8.5.1", "8.5")},
        "change/none": {},
    }
    assert coverage("f", SMALL, rules) == (
        Covered("8", "About 8", 0, True, (), ("change/a", "change/b")),
        Covered("8.5", "About 8.5", 1, True, ("change/a",), ("change/b",)),
        Covered("8.5.1", "About 8.5.1", 2, False, ("change/a", "change/b"), ()),
        Covered("8.5.2", "About 8.5.2", 2, False, (), ()),
        Covered("9", "About 9", 0, False, (), ()),
    )
    assert [one.id for one in coverage("f", SMALL, rules) if not one.evidenced] == ["8.5.2", "9"]


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, str | None], dict[str, dict[str, tuple[str, ...]]]]:
    ids = [str(number) for number in range(draw(st.integers(1, 12)))]
    groups = {id: draw(st.none() | st.sampled_from(ids[:index])) if index else None for index, id in enumerate(ids)}
    naming = st.lists(st.sampled_from(ids), max_size=4).map(tuple)
    rules = draw(
        st.dictionaries(st.sampled_from(["a/x", "a/y", "b/z"]), st.fixed_dictionaries({}, optional={"f": naming}))
    )
    return groups, rules


@settings(deadline=None)
@given(cases())
def test_coverage_equals_walking_upwards(
    case: tuple[dict[str, str | None], dict[str, dict[str, tuple[str, ...]]]],
) -> None:
    groups, rules = case

    def above(id: str) -> list[str]:
        within = groups[id]
        return [] if within is None else [within, *above(within)]

    found = coverage("f", framework(groups), rules)
    assert [one.id for one in found] == list(groups)
    for one in found:
        names = {rule for rule, said in rules.items() if one.id in said.get("f", ())}
        inside = {id for id in groups if one.id in above(id)}
        deeper = {rule for rule, said in rules.items() if inside & set(said.get("f", ()))}
        assert one.depth == len(above(one.id))
        assert one.group == bool(inside)
        assert set(one.rules) == names
        assert set(one.below) == deeper - names
        assert one.evidenced == bool(names | deeper)
