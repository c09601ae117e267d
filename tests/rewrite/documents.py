"""Documents as people write them: any indentation, comments anywhere, lines or brackets, quotes of every sort."""

from random import Random

WORDS = ["a", "zaaksysteem", "a b", "no", "4h", "x: y", "# no comment", "it's", 'say "yes"', "é", "", "-", "a\\b"]
COMMENT = ["# why", "#", "#no blank", "# say: {x} 'y' \"z\"", "## title: two", "# - item"]
FIELDS = (
    ["kind", "metadata", "spec", "apiVersion", "name", "title", "owner", "labels", "x-team", "x-a", "status", "dependsOn",
     "utility", "warranty", "customers", "hours", "ref", "soft", "because", "zzz", "links", "url", "availability", "value"]
)  # fmt: skip


class Writer:
    """Writes random data in random ways."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.pick, self.number = self.random.choice, self.random.randint

    def maybe(self) -> bool:
        return self.number(0, 3) == 0

    def scalar(self, indent: int | None) -> str:
        """A scalar; with an indent it may go on below, for it ends its line."""
        word = self.pick(WORDS)
        form = self.number(0, 6 if indent is not None else 3)
        if form == 0:
            return "'" + word.replace("'", "''") + "'"
        if form == 1:
            return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if form in (2, 3):
            return self.pick(
                ["plain", "1", "1.50", "true", "null", "2027-03-28", "99.8%", "x#y", "24x7", "http://a/#b"]
            )
        deep = " " * (indent + self.number(1, 4))
        if form == 4:
            head = self.pick(["|", ">", "|-", ">-", "|+", "| # head"])
            texts = self.random.choices(["text", "# no comment", "  deeper", "", "a: b", "t  "], k=self.number(0, 3))
            return "\n".join([head, f"{deep}first", *(deep + text if text else "" for text in texts)])
        if form == 5:
            return f"two\n{deep}lines\n{deep}of it"
        return f'"two \n\n{deep}lines # no comment\\\n{deep}end"'

    def flow(self, depth: int) -> str:
        if depth <= 0 or self.maybe():
            return self.scalar(None)
        entries = self.number(0, 3)
        gap = self.pick([", ", ",  ", " , ", ",\n      ", ", # in brackets\n      "])
        if self.maybe():
            return "[" + gap.join(self.flow(depth - 1) for _ in range(entries)) + "]"
        keys = self.random.sample(FIELDS, entries)
        return "{" + gap.join(f"{key}: {self.flow(depth - 1)}" for key in keys) + "}"

    def between(self, indent: int) -> str:
        """Blank lines and comments before an entry."""
        made = ""
        while self.maybe():
            column = self.pick([0, indent, indent, indent + 2, indent + 5])
            made += self.pick(["\n", "   \n", None]) or " " * column + self.pick(COMMENT) + "\n"
        return made

    def end(self) -> str:
        """The end of a line."""
        made = self.pick(["", "", "  ", None])
        return (" " * self.number(1, 9) + self.pick(COMMENT) if made is None else made) + "\n"

    def below(self, indent: int, depth: int, *, keyed: bool) -> str:
        """What stands behind `key:` or `-`, with the end of the line."""
        form = self.number(0, 5)
        if depth > 0 and form in (0, 1):
            deeper = indent + self.number(1, 4)
            return self.end() + self.mapping(deeper, depth - 1)
        if depth > 0 and form == 2:
            deeper = indent + self.number(0 if keyed else 1, 4)
            return self.end() + self.items(deeper, depth - 1)
        if depth > 0 and form == 3 and not keyed:
            blank = self.number(1, 3)
            inner = self.pick([self.mapping, self.items])
            made = inner(indent + 1 + blank, depth - 1)
            return " " * blank + made.lstrip(" ") if made.lstrip(" ")[:1] not in "#\n" else self.end() + made
        text = " " + self.flow(2) if form == 4 else " " * self.number(1, 2) + self.scalar(indent)
        last = text.rpartition("\n")[2]
        in_lines = text.lstrip()[:1] in ("|", ">")
        return text + ("\n" if in_lines or (last != text and last.lstrip()[:1] == "#") else self.end())

    def mapping(self, indent: int, depth: int) -> str:
        keys = self.random.sample(FIELDS, self.number(1, 5))
        lead = " " * indent
        return "".join(f"{self.between(indent)}{lead}{key}:{self.below(indent, depth, keyed=True)}" for key in keys)

    def items(self, indent: int, depth: int) -> str:
        count, lead = self.number(1, 3), " " * indent
        return "".join(f"{self.between(indent)}{lead}-{self.below(indent, depth, keyed=False)}" for _ in range(count))

    def document(self) -> str:
        form = self.number(0, 5)
        if form == 0:
            return self.items(self.number(0, 2), 2)
        head = self.pick(["kind: Service\n", "kind: Change\n", ""])
        body = self.mapping(0, 2)
        return head + body if not any(line.startswith("kind:") for line in body.split("\n")) else body


def text(seed: int) -> str:
    """The text of a file with one to three documents."""
    writer = Writer(seed)
    made = writer.pick(["", "---\n", "# head\n", "\n\n", "# head\n---\n"])
    for index in range(writer.pick([1, 1, 1, 2, 3])):
        made += writer.pick(["---\n", "--- # next\n", "...\n---\n", "...\n--- # on\n"]) if index else ""
        made += writer.document()
    made += writer.pick(["", "# foot", "\n\n", "   \n"])
    if writer.maybe():
        made = made.removesuffix("\n")
    return made.replace("\n", "\r\n") if writer.maybe() else made


def naming(seed: int, name: str) -> str:
    """The text of a file with a group of this name, and entities that name it in every way there is."""
    writer = Writer(seed)

    def said() -> str:
        return writer.pick([name, name, f"'{name}'", f'"{name}"', f"!!str {name}", f"&{writer.pick('abc')} {name}"])

    def metadata(own: str, owner: str) -> str:
        fields = [f"name: {own}", *([f"owner: {owner}"] if owner else []), "title: a title"]
        writer.random.shuffle(fields)
        if writer.maybe():
            return "metadata: {" + ", ".join(fields) + "}" + writer.end()
        indent = " " * writer.number(1, 6)
        return f"metadata:{writer.end()}" + "".join(
            f"{writer.between(0)}{indent}{field}{writer.end()}" for field in fields
        )

    def listed() -> str:
        others = [said() if writer.maybe() else "other" for _ in range(writer.number(0, 2))]
        items = [said(), *dict.fromkeys(others)][: writer.number(1, 3)]
        if writer.maybe():
            return f" [{', '.join(items)}]{writer.end()}"
        indent = " " * writer.number(2, 5)
        return writer.end() + "".join(
            f"{writer.between(2)}{indent}-{' ' * writer.number(1, 3)}{one}{writer.end()}" for one in items
        )

    def entity(number: int) -> str:
        items = writer.pick(
            [
                f"{{{name}: modify, other: add}}",
                f'{{"{name}": modify}}',
                f"\n    '{name}': modify",
                f"\n    Group/{name}: add",
            ]
        )
        spec = writer.pick(
            [
                f"kind: Group\nspec:\n  members:{listed()}  parent: {said()}\n",
                f"kind: Change\nspec:\n  items: {items}\n  responsible: {{build: {said()}, test: Group/{name}}}\n",
                f"kind: Service\nspec:\n  teams:{listed()}",
            ]
        )
        return writer.between(0) + metadata(f"e{number}", writer.pick(["", said(), f"Group/{name}"])) + spec

    documents = [f"kind: Group\n{metadata(said(), '')}", *(entity(number) for number in range(writer.number(1, 4)))]
    writer.random.shuffle(documents)
    made = "---\n".join(documents)
    return made.replace("\n", "\r\n") if writer.maybe() else made
