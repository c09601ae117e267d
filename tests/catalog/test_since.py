"""A catalog that is built from an earlier one is the catalog that is built from nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from keur.catalog import Admission, Admitted, Build, Header, Load, Origin, build
from keur.catalog.build import header
from keur.kinds import Kinds
from keur.manifest import parse
from keur.model import Entity

KINDS = ("Service", "ConfigurationItem", "Group")

names = st.sampled_from("abc")
targets = st.one_of(names, st.builds("{}/{}".format, st.sampled_from(KINDS), names))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """An entity whose name may be that of others, of its own kind or of another."""
    kind = draw(st.sampled_from(KINDS))
    owner = f", owner: {draw(targets)}" if draw(st.booleans()) else ""
    ends = [
        f"{{ref: {end}, soft: true}}" if draw(st.booleans()) else end for end in draw(st.lists(targets, max_size=3))
    ]
    part = f", partOf: {draw(targets)}" if kind == "ConfigurationItem" and draw(st.booleans()) else ""
    required = f", requiredBy: [{draw(targets)}]" if kind == "ConfigurationItem" and draw(st.booleans()) else ""
    spec = f"dependsOn: [{', '.join(ends)}]{part}{required}" if kind != "Group" else ""
    return f"kind: {kind}\nmetadata: {{name: {draw(names)}{owner}}}\nspec: {{{spec}}}\n"


files = st.dictionaries(st.sampled_from("12345"), st.lists(documents(), max_size=2).map("---\n".join), max_size=5)


def admitted(kinds: Kinds, texts: Mapping[str, str]) -> Mapping[str, Admitted]:
    admission = Admission(kinds, "UTC")
    return {
        path: admission.file(Origin(path, path), parse(texts[path].encode()))._replace(problems=())
        for path in sorted(texts)
    }


def heads(given: Admitted) -> Admitted:
    return given._replace(entities=tuple(header(one) if isinstance(one, Entity) else one for one in given.entities))


def everything(made: Build) -> object:
    """What a build says, and the edges of its graph in their order."""
    catalog = made.catalog
    edges = [
        list(catalog.edges(name, against=against, strong=strong).items())
        for name in catalog.relations.relations
        for against in (False, True)
        for strong in (False, True)
    ]
    return made.problems, made.outlived, catalog.headers, catalog.resolved, edges


def loading(files: Iterable[Admitted]) -> Load:
    entities = {(one.path, one.document): one for given in files for one in given.entities}

    def load(asked: Sequence[Header]) -> Iterator[Entity]:
        for one in asked:
            found = entities[one.path, one.document]
            assert isinstance(found, Entity)
            yield found

    return load


@given(old=files, new=files, same=st.sets(st.sampled_from("12345")))
def test_since_an_earlier_one(kinds: Kinds, old: dict[str, str], new: dict[str, str], same: set[str]) -> None:
    new |= {path: text for path, text in old.items() if path in same}
    were, are = admitted(kinds, old), admitted(kinds, new)
    known = {path: heads(one) for path, one in were.items()}
    earlier = build(known.values(), kinds, load=loading(were.values())).catalog
    mixed = [known[path] if path in same and path in known else one for path, one in are.items()]
    since = build(mixed, kinds, load=loading(are.values()), since=earlier)
    assert everything(since) == everything(build(are.values(), kinds))
