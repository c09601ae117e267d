"""The nouns: frozen values that every floor speaks in."""

from keur.model.entity import Entity, Reference
from keur.model.finding import (
    SEVERITIES,
    Finding,
    FrameworkInfo,
    Note,
    Related,
    Report,
    RuleInfo,
    Severity,
    Suppression,
)
from keur.model.place import Place, Region, pointer, steps
from keur.model.problem import Problem
from keur.model.snapshot import Blobs, MemoryBlobs, Snapshot, blob_id

__all__ = [
    "SEVERITIES",
    "Blobs",
    "Entity",
    "Finding",
    "FrameworkInfo",
    "MemoryBlobs",
    "Note",
    "Place",
    "Problem",
    "Reference",
    "Region",
    "Related",
    "Report",
    "RuleInfo",
    "Severity",
    "Snapshot",
    "Suppression",
    "blob_id",
    "pointer",
    "steps",
]
