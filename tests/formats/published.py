"""Files that tests hold against what is generated. `KEUR_WRITE=1 pytest tests/formats` writes them anew."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "report.schema.json"


def committed(path: Path, made: str) -> str:
    """What is committed at this path; with KEUR_WRITE set, what was made, after writing it there."""
    if os.environ.get("KEUR_WRITE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.encode("utf-8"))
    return path.read_bytes().decode("utf-8") if path.exists() else ""
