"""Talks out of the plain data of a file, with every flaw at once.

Each part is read on its own, so that a flaw in one party hides none in another's red line; then names are checked
against what there is; last, whether the links leave any package. Of a part that is flawed nothing further is said.

Read next: ``loading.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, NoReturn, TypeAlias

from ..analysis.links import contradictory_links
from ..errors import BadFile, BadTalks
from ..talks import ROLES, Agreement, Link, Party, Position, Role, Statement, Talks
from .choices_text import Indexed, Issues
from .conditions_text import must_or_never, read_condition
from .findings import Findings, shown, unspaced
from .issues_text import read_issue
from .pieces import keys_of, piece
from .plain import Data, Number, Path, Plain
from .positions_text import PositionReader
from .shape import VERSION, AgreementShape, LinkShape, PartyShape, PositionShape, TalksShape
from .statements_text import StatementReader, ids_of

_NAMED = 8
"""The most links a message names."""

What: TypeAlias = Literal["position", "statements"]
"""What may stand in a file of its own."""

Parties: TypeAlias = Mapping[str, Party | None]
"""The parties of the file by id; None for one that is itself flawed."""


Fetch: TypeAlias = Callable[[str, What], Plain]
"""Reads the file a position or the statements name. Raises `BadFile` about that file, or ``ValueError`` with why it may
not be read."""


class _Known(NamedTuple):
    """What the positions of a file may name."""

    parties: Parties
    issues: Issues
    statements: list[str]

    def reader(self, findings: Findings) -> PositionReader:
        return PositionReader(self.issues, self.parties, findings, dict.fromkeys(self.statements))


def read_talks(plain: Plain, fetch: Fetch) -> Talks:
    """The talks. Raises `BadFile` with everything that is wrong in the file and in the files of its positions."""
    findings = Findings(plain.file, plain.places, [*plain.flaws])
    _check_version(plain.data, findings)
    shape = piece(TalksShape, plain.data, (), findings)
    if shape is None:
        raise BadFile(findings.flaws)
    parties = {id: _party(id, item, ("parties", id), findings) for id, item in (shape.parties or {}).items()}
    if shape.parties == {}:
        findings.add("there is no party; talks need at least one, such as {arda: {name: Arda}}", ("parties",))
    agreement = _agreement(shape.agreement, parties, findings)
    issues: dict[str, Indexed | None] = {}
    for id, item in (shape.issues or {}).items():
        issue = read_issue(id, item, ("issues", id), findings)
        issues[id] = None if issue is None else Indexed(issue)
    if shape.issues == {}:
        findings.add("there is no issue; talks need at least one", ("issues",))
    links = [_link(item, ("links", index), issues, findings) for index, item in enumerate(shape.links or [])]
    statements, ids = _statements(shape.statements, parties, issues, findings, fetch)
    known = _Known(parties, issues, ids)
    positions = [_position(party, item, known, findings, fetch) for party, item in (shape.positions or {}).items()]
    if findings.flaws:
        raise BadFile(findings.flaws)
    try:
        talks = Talks(
            shape.title or "",
            tuple(party for party in parties.values() if party),
            tuple(indexed.issue for indexed in issues.values() if indexed),
            tuple(link for link in links if link),
            tuple(positions),
            agreement,
            statements,
        )
    except BadTalks as error:
        _refuse(error, findings)
    _check_links(talks, findings)
    return talks


def _check_version(data: Data, findings: Findings) -> None:
    """Raises `BadFile` at once for an empty file and for a newer format, about which nothing else can be said."""
    if data is None:
        findings.add("the file is empty; begin it with goodoffices: 1", ())
        raise BadFile(findings.flaws)
    version = data.get("goodoffices") if isinstance(data, dict) else None
    if version is None or version == Number(str(VERSION)):
        return
    if isinstance(version, Number) and version.text.isdigit() and len(version.text) < 9 and int(version.text) > VERSION:
        said = f"this file is of version {version.text}, and this program reads {VERSION}; install a newer goodoffices"
        findings.add(said, ("goodoffices",))
        raise BadFile(findings.flaws)
    findings.add(f"needs the version of the format; write goodoffices: {VERSION}", ("goodoffices",))


def _party(id: str, data: Data, path: Path, findings: Findings) -> Party | None:
    if id == "all":
        findings.add("'all' stands for every party; give this one another id", path)
    shape = piece(PartyShape, data, path, findings)
    if shape is None:
        return None
    role: Role = next((role for role in ROLES if role == shape.role), "party")
    return Party(id, id if shape.name is None else shape.name, role)


def _agreement(data: Data, parties: Parties, findings: Findings) -> Agreement:
    if data is None or data == "all":
        return Agreement()
    path: Path = ("agreement",)
    shape = piece(AgreementShape, data, path, findings)
    if shape is None:
        return Agreement()
    before = len(findings.flaws)
    for key, names in (("of", shape.of), ("including", shape.including)):
        for name, times in Counter(names or ()).items():
            if name not in parties:
                findings.unknown(f"there is no party '{shown(name)}'", name, parties, (*path, key))
            elif times > 1:
                findings.add(f"'{shown(name)}' stands here {times} times; name it once", (*path, key))
    by_role = [id for id, party in parties.items() if party is None or party.role == "party"]
    signatories = by_role if shape.of is None else shape.of
    for name in shape.including or ():
        if name in parties and name not in signatories:
            findings.add(f"'{shown(name)}' is not a signatory; only signatories' yes counts", (*path, "including"))
    least, most = max(1, len(shape.including or ())), len(signatories)
    if len(findings.flaws) == before and shape.needs is not None and not least <= shape.needs <= most:
        number = f"from {least} to {most}" if least < most else str(most)
        findings.add(f"must lie within the number of signatories; write {number}, or all", (*path, "needs"))
    return Agreement(shape.needs, shape.including or (), shape.of)


def _link(data: Data, path: Path, issues: Issues, findings: Findings) -> Link | None:
    """A link: a condition with its reason beside it, or must or never with one."""
    if not isinstance(data, dict):
        findings.add(f"needs {LinkShape.called}", path)
        return None
    if "must" in data or "never" in data:
        beside = [key for key in data if key in issues and key not in keys_of(LinkShape)]
        for key in beside:
            findings.add("cannot stand beside 'must' or 'never'; write it inside", (*path, key))
        shape = piece(LinkShape, {key: part for key, part in data.items() if key not in beside}, path, findings)
        if shape is None:
            return None
        condition = must_or_never(shape.must, shape.never, path, issues, findings)
        return None if condition is None else Link(condition, shape.because)
    reason = piece(LinkShape, {"because": data.get("because")}, path, findings)
    condition = read_condition({key: part for key, part in data.items() if key != "because"}, path, issues, findings)
    return None if condition is None or reason is None else Link(condition, reason.because)


def _position(party: str, data: Data, known: _Known, findings: Findings, fetch: Fetch) -> Position:
    """A position, written here or in a file of its own, whose flaws name that file."""
    path: Path = ("positions", party)
    if party not in known.parties:
        findings.unknown(f"there is no party '{shown(party)}'", party, known.parties, path)
    if data is None:
        return Position(party)
    stuck = unspaced(data) if isinstance(data, str) and data.partition(":")[0] in keys_of(PositionShape) else None
    if stuck is not None:
        findings.add(stuck, path)
        return Position(party)
    if not isinstance(data, str):
        return known.reader(findings).read(party, data, path)
    try:
        fetched = fetch(data, "position")
    except ValueError as error:
        findings.add(_of_path(data, fetch, "position") or str(error), path)
    except BadFile as error:
        findings.flaws.extend(error.flaws)
    else:
        findings.flaws.extend(fetched.flaws)
        own = Findings(fetched.file, fetched.places, findings.flaws, findings.room)
        return known.reader(own).read(party, fetched.data, ())
    return Position(party)


def _statements(
    data: Data, parties: Parties, issues: Issues, findings: Findings, fetch: Fetch
) -> tuple[tuple[Statement, ...], list[str]]:
    """The statements, written here or in a file of their own; and the ids of all of them, flawed ones too."""
    path: Path = ("statements",)
    if isinstance(data, str):
        try:
            fetched = fetch(data, "statements")
        except ValueError as error:
            findings.add(_of_path(data, fetch, "statements") or str(error), path)
            return (), []
        except BadFile as error:
            findings.flaws.extend(error.flaws)
            return (), []
        findings.flaws.extend(fetched.flaws)
        findings = Findings(fetched.file, fetched.places, findings.flaws, findings.room)
        data, path = fetched.data, ()
    if not isinstance(data, list):
        if data is not None or not path:
            findings.add("needs a list of statements, each on a line that begins with '- '", path)
        return (), []
    return StatementReader(issues, parties, findings).read(data, path), ids_of(data)


def _of_path(written: str, fetch: Fetch, what: What) -> str | None:
    """What else to say of a refused path: how to write one with backslashes, or what is wrong with it even so."""
    mended = written.replace("\\", "/")
    if mended == written:
        return None
    try:
        fetch(mended, what)
    except ValueError as error:
        return str(error)
    except BadFile:
        pass  # there is such a file; what is wrong in it is said once its path is right
    return f"write / instead of \\, as in {shown(mended)}"


def _check_links(talks: Talks, findings: Findings) -> None:
    """Raises `BadFile` where the links leave no package, with the links that cannot hold together."""
    indices = contradictory_links(talks)
    if not indices:
        return
    last = indices[-1]
    others = [f"links.{index} (line {findings.places.at(('links', index)).line})" for index in indices[:-1][:_NAMED]]
    others += [f"{len(indices) - 1 - _NAMED} more"] if len(indices) - 1 > _NAMED else []
    together = f" together with {' and '.join(others)}" if others else ""
    findings.add(f"no package can meet this link{together}; change or take out one of them", ("links", last))
    raise BadFile(findings.flaws)


def _refuse(error: BadTalks, findings: Findings) -> NoReturn:
    """What the talks themselves refuse, at its line as far as the path leads."""
    for flaw in error.flaws:
        steps = (int(step) if step.isdigit() else step for step in flaw.path.split("."))
        findings.add(flaw.message, tuple(steps))
    raise BadFile(findings.flaws) from None
