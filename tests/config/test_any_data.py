"""Whatever stands in keur.yaml, reading it gives a configuration or sentences, each on one line, at a place."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from keur.config import Config, read
from keur.errors import KeurError
from keur.model import Region
from keur.typed import fields

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        [
            "catalog/",
            "../x",
            "a/**/b",
            "{a,b",
            "2027-03-28",
            "a1b2c3d",
            "off",
            "nl",
            "error",
            "keur >=0.1",
            "keur ~",
            "UTC",
        ]
    ),
)
FIELDS = list(fields(Config))
KEYS = st.one_of(
    st.sampled_from([*FIELDS, "default", "paths", "mapping", "role", "reason", "params", "a/b"]), st.text()
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)
FILES = st.one_of(DATA, st.dictionaries(st.sampled_from(FIELDS), DATA, max_size=6))


def first_line(pointer: str, *, on_key: bool = False) -> Region:
    return Region(1, 1, 1, 2 if on_key else 1)


def outcome(data: object) -> Config | KeurError:
    try:
        return read(data, first_line)
    except KeurError as refused:
        return refused


@settings(max_examples=400)
@given(FILES)
def test_any_data_is_read_or_refused_with_sentences(data: object) -> None:
    result = outcome(data)
    if isinstance(result, Config):
        assert outcome(data) == result
        assert result.digest == read(data, first_line).digest
        assert all(folder == "" or folder.endswith("/") for folder in result.catalog)
        return
    assert result.message.isprintable()
    if not result.message.startswith("This repository asks for"):
        assert result.problems
    for line in result.problems:
        assert line.isprintable(), line
        assert re.match(r"keur\.yaml:1:1: \S", line)


@settings(max_examples=100)
@given(st.sampled_from(FIELDS), DATA)
def test_what_is_wrong_with_one_field_is_said_of_that_field(field: str, data: object) -> None:
    result = outcome({field: data})
    if isinstance(result, KeurError):
        assert all(line.startswith(f"keur.yaml:1:1: {field}") for line in result.problems)
