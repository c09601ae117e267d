"""What is wrong with one file, said before there is a catalog. Each becomes a finding."""

from dataclasses import dataclass

from keur.model.place import Region


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a file, or one document of it, has wrong.

    rule: id of the built-in rule, `manifest/...` or `shape/...`.
    message: one sentence naming the value and the expectation.
    document: index of the document in the file.
    pointer: JSON Pointer to the smallest thing to change, in the data as written.
    region: where it stands, when already known (parse problems); else read from the blob when needed.
    remedy: how to mend it; empty to use the rule's own.
    on_key: the finding stands at the key, not at its value.
    """

    rule: str
    message: str
    document: int = 0
    pointer: str = ""
    region: Region | None = None
    remedy: str = ""
    on_key: bool = False
