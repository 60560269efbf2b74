"""The files of the vocabulary: which there must be, read as YAML that knows its lines, and their keys."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import yaml

from normalizers.keys import INDICATORS, KEYS, OTHER_FILES, Keys

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is built in: ten times as fast."""
_ENDINGS = ("yaml", "yml", "tsv")


class VocabularyError(ValueError):
    """A vocabulary file that cannot be trusted. The message names file and line."""


def vocabulary_folder() -> Path:
    """The folder of the vocabulary files that ship with jixiao."""
    return Path(str(files("normalizers") / "vocabulary"))


def composed(path: Path) -> yaml.Node | None:
    """A file as YAML nodes, which know their lines; None for an empty one.

    Raises VocabularyError, with file and line, where it is no YAML, and with its folder where it is missing.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.compose(text, Loader=_LOADER)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise VocabularyError(f"{path.name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise VocabularyError(f"{path.name}: line {line}: this is not UTF-8; convert it first") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise VocabularyError(
            f"{path.name}: line {mark.line + 1 if mark else 1}: this is no YAML: {error.problem}"
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        raise VocabularyError(f"{path.name}: line {line}: this is no YAML: {error.reason}") from error


def check_files(folder: Path) -> None:
    """Raise VocabularyError where a file of a vocabulary is missing, or one is there that nothing reads."""
    known = {folder / name for name in (*OTHER_FILES, *(f"{name}.yaml" for name in KEYS))}
    for path in sorted(known):
        if not path.is_file():
            raise _missing(path)
    lists = set((folder / INDICATORS).glob("*.yaml"))
    if not lists:
        raise VocabularyError(f"{INDICATORS}: there is no list of indicators in {folder / INDICATORS}")
    found = {path for ending in _ENDINGS for path in folder.rglob(f"*.{ending}")}
    for path in sorted(found - known - lists):
        name = path.relative_to(folder).as_posix()
        meant = _meant(name, (each.relative_to(folder).as_posix() for each in known))
        raise VocabularyError(f"{name}: line 1: nothing reads a file of this name{meant}")


def keyed(path: Path, keys: Keys) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys of a file that is a mapping, each with what stands under it.

    Raises VocabularyError, with file and line, for a key that the file must not have, that stands twice, or
    that it must have and has not, or has without a word.
    """
    node = composed(path)
    if not isinstance(node, yaml.MappingNode):
        raise VocabularyError(f"{path.name}: line 1: expected a mapping of canonical names to aliases")
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        where = f"{path.name}: line {line}:"
        if not isinstance(key, yaml.ScalarNode) or not key.value:
            raise VocabularyError(f"{where} expected a name")
        if key.value in lines:
            raise VocabularyError(
                f"{where} “{key.value}” stands at line {lines[key.value]} already; put its words together"
            )
        if key.value not in keys.needed and not keys.others:
            raise VocabularyError(f"{where} {_unknown(key.value, keys, node)}")
        if key.value in keys.needed and key.value.isascii() and value.value in ([], ""):
            raise VocabularyError(f"{where} “{key.value}” has no word; give it one")
        lines[key.value] = line
    for name in keys.needed:
        if name not in lines:
            raise VocabularyError(f"{path.name}: line 1: the key “{name}” is missing; add it with its words")
    return list(node.value)


def _unknown(typed: str, keys: Keys, node: yaml.MappingNode) -> str:
    there = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    absent = [name for name in keys.needed if name not in there]
    meant = _meant(typed, absent or keys.needed)
    return f"“{typed}” is no key of this file{meant}; its keys are {', '.join(keys.needed)}"


def _missing(path: Path) -> VocabularyError:
    return VocabularyError(f"{path.name}: this file is missing from {path.parent}; fetch it again")


def _meant(typed: str, known: Iterable[str]) -> str:
    close = get_close_matches(typed, sorted(known), n=1)
    return f", is “{close[0]}” meant?" if close else ""
