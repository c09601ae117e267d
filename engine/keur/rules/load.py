"""Rule files to rules. The path is the id: `<area>/<name>.yaml` in a folder of policies is rule `<area>/<name>`."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from keur.errors import KeurError
from keur.manifest import locate, parse
from keur.model import Region
from keur.rules.rule import Area, Rule
from keur.rules.written import Parse, read

AREA_FILE = "area"
AREA_ENDS = ("/area.yaml", "/area.yml")
_PATH = re.compile(r"(?P<area>[a-z][a-z0-9-]*)/(?P<name>[a-z][a-z0-9-]*)\.ya?ml")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule and the file that it stands in.

    folder: where the folder of policies is; empty for the shipped one.
    path: path below that folder.
    digest: of the file's bytes.
    """

    id: str
    rule: Rule
    path: str
    data: bytes = field(repr=False)
    folder: str = ""
    digest: str = ""

    @property
    def area(self) -> str:
        """The folder it stands in."""
        return self.id.partition("/")[0]

    @property
    def shown(self) -> str:
        """The path as people know it."""
        return f"{self.folder}{self.path}"

    def region(self, where: str) -> Region:
        """Where a field stands in the file."""
        return locate(self.data, 0, where)


@dataclass(frozen=True, slots=True)
class Policies:
    """Every rule and area that was read, by id, in alphabetical order; problems are complete sentences with places."""

    rules: Mapping[str, RuleFile]
    areas: Mapping[str, Area]
    problems: tuple[str, ...] = ()

    def or_refuse(self) -> "Policies":
        """Itself; KeurError with all problems at once where rules are malformed."""
        if self.problems:
            count = len(self.problems)
            raise KeurError(f"{count} problem{'s' * (count > 1)} in the rules, nothing was checked:", self.problems)
        return self

    def process(self, id: str) -> str:
        """The process that a rule evidences; empty when none."""
        found = self.rules[id]
        area = self.areas.get(found.area)
        return found.rule.process or (area.process if area else None) or ""


def load(folders: Mapping[str, Mapping[str, bytes]], parse: Parse = parse) -> Policies:
    """Reads folders of policies, in order.

    folders: by the name of the folder (empty for the shipped one), its files by path below it.
    """
    rules: dict[str, RuleFile] = {}
    areas: dict[str, Area] = {}
    problems: list[str] = []
    for folder, files in folders.items():
        for path, data in sorted(files.items()):
            matched = _PATH.fullmatch(path)
            if matched is None:
                if path.endswith((".yaml", ".yml")):
                    problems.append(f"{folder}{path}: a rule stands at AREA/NAME.yaml, in lower case with hyphens")
                continue
            if matched["name"] == AREA_FILE:
                area = read(Area, f"{folder}{path}", data, parse, problems)
                if area is not None:
                    areas[matched["area"]] = area
                continue
            id = f"{matched['area']}/{matched['name']}"
            if id in rules:
                problems.append(f"{folder}{path}: rule {id} stands already in {rules[id].shown}")
                continue
            rule = read(Rule, f"{folder}{path}", data, parse, problems)
            if rule is not None:
                digest = hashlib.sha256(data).hexdigest()
                rules[id] = RuleFile(id, rule, path, data, folder, digest)
    described = {path.partition("/")[0] for files in folders.values() for path in files if path.endswith(AREA_ENDS)}
    for missing in sorted({found.area for found in rules.values()} - areas.keys() - described):
        problems.append(
            f"{missing}/{AREA_FILE}.yaml: the area {missing} says nowhere what it is about; write title and description"
        )
    return Policies(dict(sorted(rules.items())), dict(sorted(areas.items())), tuple(problems))
