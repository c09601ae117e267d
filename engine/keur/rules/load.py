"""Rule files to rules. The path is the id: `<area>/<name>.yaml` in a folder of policies is rule `<area>/<name>`."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from keur.errors import KeurError
from keur.manifest import Parsed, locate, parse
from keur.model import Region, pointer
from keur.rules.rule import Area, Rule
from keur.typed import build, fields

if TYPE_CHECKING:
    from pydantic import ValidationError

AREA_FILE = "area"
UNKNOWN = "unexpected_keyword_argument"
AREA_ENDS = ("/area.yaml", "/area.yml")
_PATH = re.compile(r"(?P<area>[a-z][a-z0-9-]*)/(?P<name>[a-z][a-z0-9-]*)\.ya?ml")
Parse = Callable[[bytes], Parsed]
T = TypeVar("T", Rule, Area)


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
                area = _read(Area, f"{folder}{path}", data, parse, problems)
                if area is not None:
                    areas[matched["area"]] = area
                continue
            id = f"{matched['area']}/{matched['name']}"
            if id in rules:
                problems.append(f"{folder}{path}: rule {id} stands already in {rules[id].shown}")
                continue
            rule = _read(Rule, f"{folder}{path}", data, parse, problems)
            if rule is not None:
                digest = hashlib.sha256(data).hexdigest()
                rules[id] = RuleFile(id, rule, path, data, folder, digest)
    described = {path.partition("/")[0] for files in folders.values() for path in files if path.endswith(AREA_ENDS)}
    for missing in sorted({found.area for found in rules.values()} - areas.keys() - described):
        problems.append(f"{missing}/{AREA_FILE}.yaml: the area {missing} says nowhere what it is about")
    return Policies(dict(sorted(rules.items())), dict(sorted(areas.items())), tuple(problems))


def _read(kind: type[T], path: str, data: bytes, parse: Parse, problems: list[str]) -> T | None:
    parsed = parse(data)
    for problem in parsed.problems:
        at = f":{problem.region.line}:{problem.region.column}" if problem.region else ""
        problems.append(f"{path}{at}: {problem.message}")
    if parsed.problems:
        return None
    if len(parsed.documents) != 1 or not isinstance(parsed.documents[0].data, Mapping):
        problems.append(f"{path}: a file holds one {kind.__name__.lower()}, a mapping")
        return None
    try:
        return build(kind, parsed.documents[0].data)
    except ValueError:
        return _explained(kind, path, data, parsed.documents[0].data, problems)


def _explained(kind: type[T], path: str, data: bytes, said: object, problems: list[str]) -> T | None:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(said)
    except ValidationError as error:
        problems += _sentences(kind, path, data, error)
        return None


def _sentences(kind: type, path: str, data: bytes, error: "ValidationError") -> Iterator[str]:
    for found in error.errors(include_url=False, include_context=False):
        steps = [step for step in found["loc"] if step != "[key]"]
        region = locate(data, 0, pointer(*steps), on_key=found["type"] == UNKNOWN)
        yield f"{path}:{region.line}:{region.column}: {'.'.join(map(str, steps)) or 'rule'}: {_say(kind, found)}"


def _say(kind: type, found: Any) -> str:
    if found["type"] == "string_type":
        return f"expects text, not {found['input']!r}; put it in quotes"
    if found["type"] != UNKNOWN:
        return str(found["msg"]).removeprefix("Value error, ")
    close = get_close_matches(str(found["loc"][-1]), list(fields(kind)), n=1)
    return f"unknown field{f'; did you mean {close[0]}?' if close else ''}"
