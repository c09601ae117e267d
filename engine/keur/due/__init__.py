"""What is due: what ends, must be decided, signed, tested, reviewed or recorded, by whom and by when.

Which entities have which due dates stands in files, `schemas/due/NAME.yaml`: `declared` is what one says, `load` and
`compile` make it ready, `listing` asks it of a catalog, and `item` is what comes out.
"""

from keur.due.compile import CompiledDue, compile_all
from keur.due.item import Due, Item
from keur.due.listing import Scene, everything, within
from keur.due.load import FOLDER, load

__all__ = ["FOLDER", "CompiledDue", "Due", "Item", "Scene", "compile_all", "everything", "load", "within"]
