"""A YAML file as entries: every scalar as the text it is written as, and the line of every field."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from models.errors import Mistake
from models.registry_draft.written import Path, Spot, Where, WrittenEntry
from models.registry_state import Section

_NULL = "tag:yaml.org,2002:null"
_NAMES = ("code", "plate", "place", "institution")


def read_yaml(file: str, text: bytes) -> tuple[list[WrittenEntry], list[Mistake]]:
    """Return the entries and the mistakes of one file.

    Scalars stay texts, so that a serial number keeps its zeros: the field it is for decides what it is.
    """
    try:
        root = YAML(typ="safe", pure=True).compose(BytesIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        return [], [Mistake(file, line, "", f"no YAML: {error.problem or error.context}")]
    except (YAMLError, UnicodeDecodeError) as error:
        return [], [Mistake(file, None, "", f"no YAML: {str(error).splitlines()[0]}")]
    if root is None:
        return [], []
    if not isinstance(root, MappingNode):
        known = ", ".join(Section)
        return [], [Mistake(file, 1, "", f"the file has no sections; write one of {known}")]
    return _sections(file, root)


def _sections(file: str, root: MappingNode) -> tuple[list[WrittenEntry], list[Mistake]]:
    entries: list[WrittenEntry] = []
    mistakes = list(_doubled(file, "", root))
    site = _site_code(root)
    for key, value in root.value:
        name = str(key.value)
        if name not in list(Section):
            message = f"there is no such section; the sections are {', '.join(Section)}"
            mistakes.append(Mistake(file, _line(key), name, message))
            continue
        for place, node in enumerate(_items(Section(name), value)):
            if isinstance(node, MappingNode):
                mistakes += _doubled(file, name, node)
                entries.append(_entry(file, Section(name), place, node, site))
            else:
                example = "`code: a`" if name == Section.SITE else "`- code: a`"
                message = f"expected fields and their values, as in {example}"
                mistakes.append(Mistake(file, _line(node), name, message))
    return entries, mistakes


def _items(section: Section, node: Node) -> Sequence[Node]:
    """Return the nodes that should be entries: none, one for the site, those of the list for the rest."""
    if node.tag == _NULL:
        return []
    if section is not Section.SITE and isinstance(node, SequenceNode):
        return node.value
    # a map where a list belongs is no entry either: let it be told
    is_one = section is Section.SITE or isinstance(node, ScalarNode)
    return [node] if is_one else [ScalarNode(_NULL, "", node.start_mark)]


def _entry(file: str, section: Section, place: int, node: MappingNode, site: str | None) -> WrittenEntry:
    spots: dict[Path, Spot] = {(): Spot(_line(node))}
    values = _mapping(node, (), spots)
    code = next((values[name] for name in _NAMES if values.get(name)), place)
    name = section.value if section is Section.SITE else f"{section}[{code}]"
    return WrittenEntry(section, values, Where(file, name, spots), site)


def _mapping(node: MappingNode, path: Path, spots: dict[Path, Spot]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in node.value:
        name = str(key.value)
        spots[*path, name] = Spot(_line(key))
        values[name] = _value(value, (*path, name), spots)
    return values


def _value(node: Node, path: Path, spots: dict[Path, Spot]) -> object:
    match node:
        case MappingNode():
            return _mapping(node, path, spots)
        case SequenceNode():
            items: Sequence[Node] = node.value
            for place, item in enumerate(items):
                spots[*path, place] = Spot(_line(item))
            return [_value(item, (*path, place), spots) for place, item in enumerate(items)]
        case _:
            return None if node.tag == _NULL else str(node.value)


def _doubled(file: str, name: str, node: Node) -> Iterator[Mistake]:
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _doubled(file, name, item)
    if not isinstance(node, MappingNode):
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        field = f"{name}.{key.value}" if name else str(key.value)
        if field in seen:
            message = f"stands twice in one place, first on line {seen[field]}: keep one"
            yield Mistake(file, _line(key), field, message)
        seen.setdefault(field, _line(key))
        if name:
            yield from _doubled(file, field, value)


def _site_code(root: MappingNode) -> str | None:
    for key, value in root.value:
        if key.value == Section.SITE and isinstance(value, MappingNode):
            return next((str(v.value) for k, v in value.value if k.value == "code"), None)
    return None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
