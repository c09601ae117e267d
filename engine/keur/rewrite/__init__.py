"""YAML written anew: names, key order and layout; whatever else was written stays as it was."""

from keur.rewrite.difference import difference
from keur.rewrite.fmt import Unkept, formatted
from keur.rewrite.mentions import mentions
from keur.rewrite.rename import Rename, chosen, rename
from keur.rewrite.renamed import paths, renamed
from keur.rewrite.rewritten import gained, rewritten

__all__ = [
    "Rename",
    "Unkept",
    "chosen",
    "difference",
    "formatted",
    "gained",
    "mentions",
    "paths",
    "rename",
    "renamed",
    "rewritten",
]
