"""Import: what a mapping reads, written as the YAML that people would write."""

from keur.exchange.write import files, written

__all__ = ["files", "written"]
