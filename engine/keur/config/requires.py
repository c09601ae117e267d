"""`requires: "keur >=1.4,<2"`: which versions of the tool a repository takes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

TOOL = "keur"


def specifier(text: str) -> "SpecifierSet":
    """The versions that are asked for, by the rules of Python's own version specifiers (PEP 440).

    Raises ValueError, with one sentence, where the text asks nothing that can be understood.
    """
    # Imported where it is used: few repositories have the line, and all would wait for it.
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    tool, _, versions = text.strip().partition(" ")
    if tool != TOOL or not versions.strip():
        raise ValueError(f'asks for no version; it is written as "{TOOL} >=1.4,<2"')
    try:
        return SpecifierSet(versions)
    except InvalidSpecifier:
        raise ValueError("is no comparison of versions; they are written as >=1.4,<2") from None


def accepts(text: str, version: str) -> bool:
    """Whether this version of the tool is among those asked for; a pre-release counts where it is in the range."""
    from packaging.version import Version

    return specifier(text).contains(Version(version), prereleases=True)
