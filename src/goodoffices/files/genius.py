"""GENIUS folders in and out: a domain file and a profile file for each party.

>>> import tempfile
>>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position, Talks
>>> pause = Issue("pause", "Pause", (Option("none", "None"), Option("long", "Long")))
>>> points = {"arda": (Fraction(0), Fraction(40)), "belen": (Fraction(10), Fraction(0))}
>>> talks = Talks(
...     "A pause", (Party("arda", "Arda"), Party("belen", "Belen")), (pause,),
...     positions=tuple(Position(party, (IssueScores("pause", each),)) for party, each in points.items()),
... )
>>> with tempfile.TemporaryDirectory() as folder:
...     for name, text in dump(talks).items():
...         _ = (Path(folder) / name).write_text(text, encoding="utf-8")
...     profiles(folder)
...     load(folder).position("arda").points("pause")
('1-arda.xml', '2-belen.xml')
(Fraction(0, 1), Fraction(1, 1))

A folder does not say how many parties the talks have, and often holds more profiles than parties: each is then one way
the preferences of some party could be. Unless told otherwise, every profile becomes a party, in the natural order of
the file names (Profile2 before Profile10); ``profiles`` chooses, by name or by number from the first.

GENIUS is the negotiation environment of Delft University of Technology.

Read next: ``genius_domain.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..errors import BadFile, BadQuestion, BadTalks, Flaw
from ..talks import Party, Talks
from .genius_domain import Remarks, kind, read_domain
from .genius_profile import WalkAways, read_position
from .genius_write import dump, leaves_out
from .opening import LARGEST, bytes_of, entries_of
from .slugs import ids
from .xml_text import Element, read_xml

__all__ = ["Reading", "WalkAways", "dump", "folders", "leaves_out", "load", "profiles", "read"]

_MOST_FILES = 1_000


@dataclass(frozen=True)
class Reading:
    """Talks out of a GENIUS folder, and notes on what was left aside or settled by rule in reading it."""

    talks: Talks
    notes: tuple[Flaw, ...]


@dataclass(frozen=True)
class _Folder:
    """What lies in a folder: the domain file and its root, the profiles by file name in order, notes on the rest."""

    path: Path
    domain: tuple[str, Element]
    profiles: dict[str, Element]
    notes: tuple[Flaw, ...]


def load(folder: str | Path, *, profiles: Sequence[str] | int | None = None, walk_aways: WalkAways = "file") -> Talks:
    """The talks a GENIUS folder describes: one party for each profile, scores exactly as GENIUS would count them.

    ``folder`` may also be the domain file in it. ``profiles`` are file names (with or without ``.xml``) in the order
    wanted, or how many to take from the first; ``walk_aways`` is ``"file"``, a number on GENIUS's scale of 0 to 1 for
    every party, or None. Raises `BadFile` with every flaw, `BadQuestion` for a profile that is not there.
    """
    return read(folder, profiles=profiles, walk_aways=walk_aways).talks


def read(folder: str | Path, *, profiles: Sequence[str] | int | None = None, walk_aways: WalkAways = "file") -> Reading:
    """Like `load`, with notes on what was left aside: a discount factor, other files, names that did not match."""
    if isinstance(walk_aways, int | Fraction):
        walk_aways = Fraction(walk_aways)
    found = _sorted_out(Path(folder))
    chosen = _chosen(found, profiles)
    file, root = found.domain
    domain = read_domain(root, file)
    parties = _parties([Path(name).stem for name in chosen])
    remarks = [Remarks(str(found.path / name)) for name in chosen]
    positions = tuple(
        read_position(found.profiles[name], party.id, domain, walk_aways, remark)
        for name, party, remark in zip(chosen, parties, remarks, strict=True)
    )
    if flaws := [flaw for remark in remarks for flaw in remark.flaws]:
        raise BadFile(flaws)
    title = domain.title or found.path.resolve().name or "Talks"
    try:
        talks = Talks(title, parties, tuple(known.issue for known in domain.issues), positions=positions)
    except BadTalks as error:
        raise BadFile(Flaw(flaw.message, flaw.path, file=file) for flaw in error.flaws) from None
    return Reading(talks, found.notes + tuple(note for remark in remarks for note in remark.notes))


def profiles(folder: str | Path) -> tuple[str, ...]:
    """The names of the profile files in a GENIUS folder, in the order in which they become parties."""
    return tuple(_sorted_out(Path(folder)).profiles)


def folders(path: str | Path) -> tuple[Path, ...]:
    """The GENIUS folders at a path: itself, where a domain file lies in it, else those among its subfolders."""
    candidates = [Path(path), *(entry for entry in entries_of(path) if entry.is_dir())]
    with_domain = [folder for folder in candidates if any(_is_domain(file) for file in _xml_files(folder))]
    return tuple(with_domain[:1] if with_domain[:1] == candidates[:1] else with_domain)


def _is_domain(file: Path) -> bool:
    try:
        return kind(read_xml(bytes_of(file), str(file))) == "domain"
    except BadFile:
        return False


def _sorted_out(path: Path) -> _Folder:
    """Every XML file of a folder read and told apart by its content, not its name."""
    folder = path.parent if path.is_file() else path
    flaws: list[Flaw] = []
    notes: list[Flaw] = []
    roots = {file.name: root for file in _xml_files(folder) if (root := _root(file, flaws, notes)) is not None}
    domains = [name for name, root in roots.items() if root.name == "negotiation_template"]
    # Without a template, a utility_space that holds nobody's preferences is the domain; beside one, it is nothing.
    domains = domains or [name for name, root in roots.items() if kind(root) == "domain"]
    if path.is_file() and path.name in domains:
        domains = [path.name]
    elif path.is_file():
        message = "not a GENIUS domain file (a <negotiation_template>); name that, or its folder"
        flaws.append(Flaw(message, file=str(path)))
    elif len(domains) > 1:
        flaws.append(Flaw(f"several domain files: {', '.join(domains)}; name the one you mean", file=str(folder)))
    found = {name: root for name, root in roots.items() if kind(root) == "profile"}
    if not flaws and not domains:
        flaws.append(Flaw("no GENIUS domain file (a <negotiation_template>) is in this folder", file=str(folder)))
    if not flaws and not found:
        flaws.append(Flaw("no GENIUS profile (a <utility_space> with weights) is beside the domain", file=str(folder)))
    if flaws:
        raise BadFile(flaws)
    notes += [
        Flaw("neither domain nor profile; passed over", file=str(folder / name))
        for name, root in roots.items()
        if name != domains[0] and kind(root) != "profile"
    ]
    return _Folder(folder, (str(folder / domains[0]), roots[domains[0]]), found, tuple(notes))


def _root(file: Path, flaws: list[Flaw], notes: list[Flaw]) -> Element | None:
    """The root element of a file. One without any tag is passed over; one with tags that cannot be read is a flaw."""
    data = b""
    try:
        data = bytes_of(file)
        return read_xml(data, str(file))
    except BadFile as error:
        # A broken profile must not be passed over: the talks would silently be one party short.
        if data and len(data) <= LARGEST and b"<" not in data:
            notes.append(Flaw("not XML; passed over", file=str(file)))
        else:
            flaws.extend(error.flaws)
        return None


def _xml_files(folder: Path) -> list[Path]:
    """The files of a folder that are called XML, in natural order: numbers in names count as numbers."""
    files = [file for file in entries_of(folder) if file.suffix.casefold() == ".xml" and file.is_file()]
    if len(files) > _MOST_FILES:
        raise BadFile([Flaw(f"more than {_MOST_FILES:,} XML files; a GENIUS folder has a few", file=str(folder))])
    return sorted(files, key=lambda file: (_natural(file.name), file.name))


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]


def _chosen(found: _Folder, wanted: Sequence[str] | int | None) -> list[str]:
    """The file names of the profiles asked for. Raises `BadQuestion` where one is not there or comes twice."""
    names = list(found.profiles)
    if wanted is None:
        return names
    if isinstance(wanted, int):
        if not 1 <= wanted <= len(names):
            raise BadQuestion(f"{wanted} profiles were asked for; there are {len(names)}: {', '.join(names)}")
        return names[:wanted]
    chosen = [name if name in names else f"{name}.xml" for name in ([wanted] if isinstance(wanted, str) else wanted)]
    if missing := [name for name in chosen if name not in names]:
        raise BadQuestion(f"there is no profile {', '.join(missing)}; there are: {', '.join(names)}")
    if not chosen or len(set(chosen)) < len(chosen):
        raise BadQuestion("profiles must name at least one file, and none twice")
    return chosen


def _parties(stems: Sequence[str]) -> tuple[Party, ...]:
    """A party for each file name. A number in front (`1-arda`) only sets the order and is left out where it can be."""
    bare = [re.sub(r"^[0-9]+[-_. ]+(?=.)", "", stem) for stem in stems]
    names = bare if len({name.casefold() for name in bare}) == len(stems) else stems
    return tuple(map(Party, ids(names, fallback="party", avoid={"all"}), names))
