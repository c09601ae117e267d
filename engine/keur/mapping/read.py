"""Reads one foreign file by a mapping: always one and never two, so that the result can be kept by blob and mapping."""

from keur.manifest import Parsed
from keur.mapping.evaluation import Evaluation, Value
from keur.mapping.making import Maker
from keur.mapping.mapped import Mapped, MappedDocument, MappingProblem, Source, Unread
from keur.mapping.mapping import Mapping
from keur.mapping.source import SourceDocument, pattern

MAX_PROBLEMS = 1_000
"""Problems listed for one file."""

_STEPS = 200_000
_STEPS_PER_SCALAR = 200


def read(mapping: Mapping, path: str, parsed: Parsed) -> Mapped:
    """The entities that a mapping finds in one file. Never raises, whatever the file holds.

    path: of the file in the repository, which expressions may read as `path`.
    """
    documents: list[MappedDocument] = []
    problems: list[MappingProblem] = []
    unread: dict[str, Unread] = {}
    for index, document in enumerate(parsed.documents):
        source = SourceDocument(document.data)
        scope = {"document": Value(source.data, ""), "path": Value(path)}
        budget = _STEPS + _STEPS_PER_SCALAR * sum(1 for _ in source.unread())
        maker = Maker(index, Evaluation(mapping.functions, source, budget), documents, problems)
        for entry in mapping.entries:
            maker.make(entry, scope)
        for where in source.unread():
            name = pattern(where)
            seen = unread.get(name)
            unread[name] = Unread(name, seen.count + 1, seen.first) if seen else Unread(name, 1, Source(index, where))
    return Mapped(tuple(documents), tuple(problems[:MAX_PROBLEMS]), tuple(unread.values()))
