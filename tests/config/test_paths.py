"""Folders and globs, against a matcher that was written apart from them."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.config import paths


@pytest.mark.parametrize(
    ("glob", "takes", "leaves"),
    [
        ("a.yaml", ["a.yaml"], ["b.yaml", "x/a.yaml", "aXyaml", "a.yaml2"]),
        ("*.yaml", ["a.yaml", ".yaml", ".a.yaml"], ["a/b.yaml", "a.yml"]),
        ("apps/*/info.yaml", ["apps/x/info.yaml"], ["apps/info.yaml", "apps/x/y/info.yaml"]),
        ("**/catalog-info.yaml", ["catalog-info.yaml", "a/b/catalog-info.yaml"], ["a/xcatalog-info.yaml"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "ab", "x/a/b"]),
        ("a/", ["a/b", "a/b/c"], ["a", "ab"]),
        ("a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["az", "a/bz"]),
        ("**", ["a", "a/b"], []),
        ("a?c", ["abc", "a.c", "aéc"], ["ac", "a/c"]),
        ("{a,b}/*.{yaml,yml}", ["a/x.yaml", "b/x.yml"], ["c/x.yaml", "a/x.json", "{a,b}/x.yaml"]),
        ("{a/**,b}/c", ["a/c", "a/x/y/c", "b/c"], ["b/x/c"]),
        ("a{,b}", ["a", "ab"], ["b"]),
        ("a[1].csv", ["a[1].csv"], ["a1.csv"]),
        ("a+(b)|c$.csv", ["a+(b)|c$.csv"], ["a", "c$.csv"]),
        ("Á*", ["Ábc"], ["ábc"]),
    ],
)  # fmt: skip
def test_globs(glob: str, takes: list[str], leaves: list[str]) -> None:
    assert paths.glob(glob) == glob
    assert [path for path in takes if not paths.matches((glob,), path)] == []
    assert [path for path in leaves if paths.matches((glob,), path)] == []


def test_any_of_several_globs_takes_a_path() -> None:
    assert paths.matches(("a|b", "c"), "c")
    assert not paths.matches(("a|b", "c"), "a")
    assert not paths.matches((), "a")


def test_a_name_that_is_no_text_is_matched_and_not_fatal() -> None:
    path = b"extracts/\xff.csv".decode("utf-8", "surrogateescape")
    assert paths.matches(("extracts/*.csv",), path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/a", "inside the repository"),
        ("~/a", "inside the repository"),
        ("C:/a", "inside the repository"),
        ("../a", "`..` is not taken"),
        ("a/..", "`..` is not taken"),
        ("a/{b,..}/c", "`..` is not taken"),
        ("{.,x}./a", "`..` is not taken"),
        ("a\\b", "forward slashes"),
        ("a//b", "empty step"),
        ("a/./b", "`.` between"),
        ("a\x1bb", "cannot be shown"),
        ("a**", "stands alone"),
        ("**a/b", "stands alone"),
        ("{a", "without its partner"),
        ("a}", "without its partner"),
        ("{a,{b,c}}", "braces within braces"),
        ("{a,b}" * 7, "more than 100"),
        ("a" * 501, "longer than"),
        ("", "empty step"),
    ],
)
def test_what_is_no_glob(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        paths.glob(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "a/"), ("a/", "a/"), ("./a/b", "a/b/"), (".", ""), ("./", ""), ("a [1]", "a [1]/"), (".keur", ".keur/")],
)
def test_folders(text: str, expected: str) -> None:
    assert paths.folder(text) == expected


@pytest.mark.parametrize(
    "text", ["", "/", "//", "/a", "..", "a/..", "a//", "a/*", "a?", "./..", "././a", "a\\b", "C:\\x"]
)
def test_what_is_no_folder(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        paths.folder(text)


@pytest.mark.parametrize("text", ["", "./", "a/", "/a", "../a"])
def test_what_is_no_file(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        paths.file(text)


def test_a_hostile_glob_takes_no_time() -> None:
    glob = paths.glob("/".join(["**/a"] * 60) + "/b" + "*a" * 60)
    start = time.perf_counter()
    assert not paths.matches((glob,), "a/" * 2000 + "c")
    assert time.perf_counter() - start < 2


def _taken(pattern: list[str], steps: list[str]) -> bool:
    """The oracle: step by step, by the words of the documentation, without regular expressions."""
    if not pattern:
        return not steps
    head, *rest = pattern
    if head == "**":
        if not rest:
            return bool(steps)
        return any(_taken(rest, steps[skipped:]) for skipped in range(len(steps) + 1))
    return bool(steps) and _step_taken(head, steps[0]) and _taken(rest, steps[1:])


def _step_taken(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(_step_taken(pattern[1:], text[skipped:]) for skipped in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and _step_taken(pattern[1:], text[1:])


LETTERS = "ab.\u00e9+"
STEPS = st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=4)
GLOBS = st.lists(st.one_of(st.just("**"), st.text(LETTERS + "*?", min_size=1, max_size=3)), min_size=1, max_size=4)


@settings(max_examples=300)
@given(GLOBS, STEPS)
def test_a_glob_takes_what_its_words_say(pattern: list[str], steps: list[str]) -> None:
    text = "/".join(pattern)
    try:
        kept = paths.glob(text)
    except ValueError:
        return
    assert paths.matches((kept,), "/".join(steps)) == _taken(kept.split("/"), steps)


def _kept(check: Callable[[str], str], text: str) -> str | None:
    try:
        return check(text)
    except ValueError:
        return None


@settings(max_examples=300)
@given(st.text(alphabet=LETTERS + "/*?{},\\~", max_size=12))
def test_what_is_kept_stays_inside_and_can_be_matched(text: str) -> None:
    for check in (paths.folder, paths.file, paths.glob):
        kept = _kept(check, text)
        assert kept is None or not (kept.startswith("/") or ".." in kept.split("/"))
    if kept is not None:
        paths.matches((kept,), "a/b")
