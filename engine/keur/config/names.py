"""Names in keur.yaml that nothing answers to: a misspelt area would otherwise be enforced nowhere, silently."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from keur.config.config import DEFAULT, FILE, Config
from keur.config.read import Locate
from keur.model import pointer


def strangers(
    config: Config,
    locate: Locate,
    *,
    areas: Collection[str],
    rules: Collection[str],
    mappings: Collection[str],
    frameworks: Collection[str],
    held: Collection[str] | None = None,
    where: str = FILE,
) -> tuple[str, ...]:
    """One sentence, with its place, for each area, rule, mapping, framework and folder that does not exist.

    held: paths of files; None where a folder may be empty.
    """

    def look(word: str, known: Collection[str], what: str, *steps: str | int, on_key: bool) -> Iterator[str]:
        if word in known:
            return
        region = locate(pointer(*steps), on_key=on_key)
        close = get_close_matches(word, sorted(known), n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        yield f"{where}:{region.line}:{region.column}: {'.'.join(map(str, steps))}: there is no {what} {word}{meant}"

    found: list[str] = []
    for area in config.enforce:
        if area != DEFAULT:
            found += look(area, areas, "area", "enforce", area, on_key=True)
    for index, source in enumerate(config.sources):
        found += look(source.mapping, mappings, "mapping", "sources", index, "mapping", on_key=False)
    for index, framework in enumerate(config.frameworks):
        found += look(framework, frameworks, "framework", "frameworks", index, on_key=False)
    for rule in config.rules:
        found += look(rule, rules, "rule", "rules", rule, on_key=True)
    for field in ("policies", "schemas", "mappings") if held is not None else ():
        for index, folder in enumerate(getattr(config, field)):
            if not any(path.startswith(folder) for path in held or ()):
                found += look(folder, (), "file below", field, index, on_key=False)
    return tuple(found)
