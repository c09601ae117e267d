"""Writes the generated files again; `make schemas` runs it, and a test holds that they equal what is committed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from runpy import run_path

from keur import config
from keur.formats.due import json as due

ROOT = Path(__file__).resolve().parents[1]

GENERATED: Mapping[str, Callable[[], str]] = {
    "docs/requirements.md": run_path(str(ROOT / "docs" / "requirements.py"))["text"],
    "docs/reference/config.schema.json": config.schema_text,
    "docs/reference/due.schema.json": due.schema_text,
}
"""By path in the repository, what makes the text."""


def main() -> None:
    """Writes each generated file whose text has changed, and names it."""
    for path, text in GENERATED.items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()
