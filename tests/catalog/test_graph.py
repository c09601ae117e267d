"""The graph against a naive oracle, over random edges."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from keur.catalog import Catalog, Header
from keur.kinds import Kinds
from keur.model import Reference

NODES = [f"ConfigurationItem/{name}" for name in "abcdefg"]
Edge = tuple[str, str, bool]

edges = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.booleans()), max_size=16)


def catalog(kinds: Kinds, drawn: Iterable[Edge]) -> Catalog:
    headers, resolved = {}, {}
    for node in NODES:
        out = [(target, soft) for source, target, soft in drawn if source == node]
        references = tuple(Reference("/x", "dependsOn", ("ConfigurationItem",), target, soft) for target, soft in out)
        headers[node] = Header(node, "ConfigurationItem", node[-1], "a", 0, "", references, True, "", False)
        resolved[node] = tuple(target for target, _ in out)
    return Catalog(headers, {}, resolved, kinds)


def reached(drawn: Iterable[Edge], start: str, against: bool, strong: bool) -> set[str]:
    """By repeating single steps until nothing is new."""
    pairs = {(b, a) if against else (a, b) for a, b, soft in drawn if not (strong and soft)}
    found: set[str] = set()
    front = {start}
    while front:
        front = {b for a, b in pairs if a in front} - found
        found |= front
    return found


@given(drawn=edges, start=st.sampled_from(NODES), against=st.booleans(), strong=st.booleans())
def test_closure(kinds: Kinds, drawn: list[Edge], start: str, against: bool, strong: bool) -> None:
    found = catalog(kinds, drawn).closure((start,), "dependsOn", against=against, strong=strong)
    assert len(found) == len(set(found))
    assert set(found) == reached(drawn, start, against, strong)


@given(drawn=edges)
def test_one_step_is_the_same_from_both_ends(kinds: Kinds, drawn: list[Edge]) -> None:
    graph = catalog(kinds, drawn)
    forth = {(a, b) for a in NODES for b in graph.targets(a, "dependsOn")}
    back = {(a, b) for b in NODES for a in graph.targets(b, "dependsOn", against=True)}
    assert forth == back == {(a, b) for a, b, _ in drawn}


@given(drawn=edges)
def test_cycles(kinds: Kinds, drawn: list[Edge]) -> None:
    """Each cycle closes along edges that are not soft, and together they touch every component that has one."""
    graph = catalog(kinds, drawn)
    pairs = {(a, b) for a, b, soft in drawn if not soft}
    cycles = list(graph.cycles("dependsOn"))
    for cycle in cycles:
        assert len(set(cycle)) == len(cycle)
        assert all(edge in pairs for edge in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    cyclic = {node for node in NODES if node in reached(drawn, node, False, True)}
    touched = {node for cycle in cycles for node in cycle}
    assert touched <= cyclic
    for node in cyclic:
        component = reached(drawn, node, False, True) & reached(drawn, node, True, True)
        assert component & touched, f"the cycle through {node} is not told"
