"""The search among terms without rivals: which of them, together, reach one of some corners. Depth first, with bounds.

A corner is a score vector; a set of terms *reaches* it when every side earns at least as much. At each node of the
search some terms are taken and some are *candidates*: no rivals of those taken. What candidates can earn together is
bounded in two ways. By issues: a term's units are shared out among the issues of its box, and on each issue one option
is taken, which brings the shares of the terms that have it. And by a cover: groups of mutual rivals, of which at most
one is earned, each with a part of its terms' units. Candidates that a bound shows to earn too little are kept aside,
and one of the others must be taken: these are branched on. The bounds are for the weighted units first, then for each
side by itself. `share` shares units out so that the bound by issues is low: the dual of a linear programme, by going
from term to term.

The search stands in the arrays of a `Stack` and can be left and gone on with at any node. `search` is compiled where
that was possible; `search_in_python` is its readable twin and does the same, node by node.

Sources: Babel 1994, Computing 52(1), 31-38 (covers that split weights); Globerson & Jaakkola 2007, NIPS 20, 553-560
(shares, one term after another); Carraghan & Pardalos 1990, Operations Research Letters 9(6), 375-382 (the branching);
Ehrgott & Gandibleux 2007, TOP 15(1), 1-12 (bounds for several sides at once).

The file is long because the twin stands whole beside what it needs, to be read next to ``kernels/bonuses.c``.

Read next: ``bonus_regions.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .bonus_terms import Bits, Terms, Truths
from .kernels import load

ENDED, FOUND, PAUSED = 0, 1, 2

SWEEPS = 20
"""How often units are shared out anew."""

NO_GOAL = -(1 << 62)
"""Any weighted sum will do."""

Column: TypeAlias = npt.NDArray[np.int64]
"""One number each: (terms,), (slots,)."""

Corners: TypeAlias = npt.NDArray[np.int64]
"""Score vectors beyond the base: (corners, columns)."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """Terms in the order of a search, with their units weighed.

    ``units``: (terms, columns + 1), the last column weighted; ``boxes``: (terms, words of options); ``slots`` and
    ``issue``: the issues of their boxes, see `Terms`, or none where no bound is formed by issues; ``shares``: (slots,),
    of a term's weighted units those of each issue; ``rivals``: (terms, words); ``musts``: (requirements, words).

    The search takes the last candidates first, and covers the first ones first: first come the terms of which little
    depends, the units of its rivals and its own.
    """

    terms: Terms
    weights: tuple[int, ...]
    units: Corners
    boxes: Bits
    slots: Column
    issue: Column
    shares: Column
    rivals: Bits
    musts: Bits

    @property
    def frame(self) -> int:
        """Words in a frame of the stack."""
        return int(2 * self.rivals.shape[1] + self.units.shape[1] + self.boxes.shape[1])

    def corners(self, corners: Corners) -> Corners:
        """Corners with their weighted sums in a last column."""
        return np.column_stack((corners, corners @ np.array(self.weights, np.int64)))


def weighed(terms: Terms, weights: Sequence[int], *, by_issues: bool) -> Weighed:
    """The terms weighed; ``weights`` are at least 0 and no sum of weighted units passes 2**61.

    Cost: terms squared; where bounds are to be formed ``by_issues``, see `share`.
    """
    total = terms.units @ np.array(weights, np.int64)
    order = np.argsort(total + terms.rivals @ total, kind="stable")
    units, boxes = np.column_stack((terms.units, total))[order], terms.boxes[order]
    slots, issue = np.zeros(len(order) + 1, np.int64), np.zeros(0, np.int64)
    if by_issues:
        counts = np.diff(terms.slots)[order]
        slots[1:] = np.cumsum(counts)
        issue = terms.issue[np.repeat(terms.slots[:-1][order] - slots[:-1], counts) + np.arange(slots[-1])]
    shares = share(units, boxes, terms.options.spans, slots, issue, SWEEPS)
    rivals = _packed(terms.rivals[np.ix_(order, order)])
    return Weighed(terms, tuple(weights), units, boxes, slots, issue, shares, rivals, _packed(terms.musts[:, order]))


def better_by_issues(terms: Terms, weights: Sequence[int]) -> bool:
    """Whether it is worth while to form bounds by issues too: it doubles the cost of a node.

    That is so where for all terms that bound is lower than the one by a cover, and issues have points of their own, or
    it is lower by a twentieth.
    """
    among = weighed(terms, weights, by_issues=True)
    total = among.units[:, -1].tolist()
    covered, _ = _cover(dict(enumerate(total)), [_integer(row) for row in among.rivals], sum(total) + 1)
    words, term = among.boxes.shape[1], np.repeat(np.arange(len(total)), np.diff(among.slots))
    lies_in = _truths(among.boxes)[term]
    brought = np.zeros((len(terms.options.spans), 64 * words), np.int64)
    np.add.at(brought, among.issue, lies_in * among.shares[:, None])
    masks = [_words(mask, words) for mask in _masks(terms.options.spans)]
    brought *= _truths(np.array(masks, np.uint64).reshape(-1, words))
    bound = int(brought.max(axis=1, initial=0).sum() + among.units[np.diff(among.slots) == 0, -1].sum())
    scored = any(len(set(row)) > 1 for side in terms.problem.sides for row in side.scores)
    return bound < covered if scored else bound < covered - covered // 20


def _truths(sets: Bits) -> Truths:
    """Rows of words as truths: (rows, bits)."""
    return np.unpackbits(sets.astype("<u8").view(np.uint8), axis=1, bitorder="little").astype(np.bool_)


def share(units: Corners, boxes: Bits, spans: Bits, slots: Column, issue: Column, sweeps: int) -> Column:
    """The weighted units of terms shared out among the issues of their boxes: (slots,), at least 0.

    The shares of a term add up to its units. They start equal; then, one term after another, forwards and backwards,
    each term's are set anew so that, where options out of its box bring more than those in it, this room is filled as
    evenly as can be. For the arrays see `Weighed` and `Options`. Cost: sweeps, times slots, times options.
    """
    counts = np.diff(slots)
    each, left = np.divmod(units[:, -1], np.maximum(counts, 1))
    places = np.arange(slots[-1]) - np.repeat(slots[:-1], counts)
    shares = np.repeat(each, counts) + (places < np.repeat(left, counts))
    if (kernel := load("bonuses")) is None:
        return share_in_python(units, boxes, spans, slots, issue, shares, sweeps)
    kernel.share(*units.shape, boxes.shape[1], units, boxes, spans, slots, issue, shares, sweeps)
    return shares


def share_in_python(
    units: Corners, boxes: Bits, spans: Bits, slots: Column, issue: Column, shares: Column, sweeps: int
) -> Column:
    """What the kernel does to equal shares."""
    masks, rows, given = _masks(spans), [_integer(box) for box in boxes], shares.tolist()
    brought = [0] * (64 * boxes.shape[1])
    inside = [  # for each slot the options of its issue in the box, and those out of it
        (tuple(_members(rows[term] & masks[at])), tuple(_members(~rows[term] & masks[at])))
        for term in range(len(units))
        for at in issue[slots[term] : slots[term + 1]].tolist()
    ]

    def bring(slot: int, sign: int) -> None:
        for option in inside[slot][0]:
            brought[option] += sign * given[slot]

    for slot in range(len(given)):
        bring(slot, 1)
    for turn in range(sweeps):
        for term in range(len(units))[:: 1 - 2 * (turn % 2)]:
            mine = range(slots[term], slots[term + 1])
            if len(mine) < 2:
                continue
            for slot in mine:
                bring(slot, -1)
            room = [
                max((brought[k] for k in out), default=0) - max((brought[k] for k in within), default=0)
                for within, out in inside[mine.start : mine.stop]
            ]
            given[mine.start : mine.stop] = _level(int(units[term, -1]), room)
            for slot in mine:
                bring(slot, 1)
    return np.array(given, np.int64)


def _level(units: int, room: Sequence[int]) -> list[int]:
    """So many units shared out: to each place what its room is over or under one level, and none below 0.

    >>> _level(5, [4, 1, -9]), _level(6, [4, 1, -9])
    ([4, 1, 0], [5, 1, 0])
    """
    highest = sorted(room, reverse=True)
    for count in range(1, len(room) + 1):
        level = (units - sum(highest[:count])) // count
        if count == len(room) or highest[count] + level <= 0:
            break
    shares = [max(0, one + level) for one in room]
    for place, one in enumerate(room):
        if one + level >= 0 and sum(shares) < units:
            shares[place] += 1
    return shares


def _packed(sets: Truths) -> Bits:
    """Rows of truths as bits in words of 64: (rows, words)."""
    words = -(-sets.shape[1] // 64)
    padded = np.zeros((len(sets), words * 64), np.bool_)
    padded[:, : sets.shape[1]] = sets
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)


class Stack:
    """A search under way.

    ``frames``: (terms + 1, words), each with candidates kept aside, candidates to branch on, units earned (columns + 1,
    as signed words) and the options still open. ``at``: frames in use, whether the top one is yet to be looked at,
    nodes looked at.
    """

    def __init__(self, among: Weighed, candidates: Truths, open_options: Bits) -> None:
        """A search that has taken nothing yet. ``candidates``: (terms,), in the order of the search."""
        self.among = among
        self.frames = np.zeros((len(among.units) + 1, among.frame), np.uint64)
        self.frames[0, : among.rivals.shape[1]] = _packed(candidates[None])[0]
        self.frames[0, -len(open_options) :] = open_options
        self.at = np.array([1, 1, 0], np.int64)

    def copy(self) -> Stack:
        """Another search that has the same left to look at."""
        other = copy(self)
        other.frames, other.at = self.frames.copy(), self.at.copy()
        return other

    def skip(self) -> None:
        """Leave out what was found and all that takes more terms."""
        self.at[0] -= 1
        self.at[1] = 0

    @property
    def open(self) -> Bits:
        """The options still open at the top."""
        return self.frames[self.at[0] - 1, -self.among.boxes.shape[1] :]


def search(stack: Stack, corners: Corners, goal: int, nodes: int) -> int:
    """Go on with a search: `FOUND` where the top frame reaches a corner, `PAUSED` after so many nodes, else `ENDED`.

    ``corners``: with weighted sums (`Weighed.corners`). What is found also has weighted units of ``goal`` or more and
    meets every requirement. After `FOUND` go on with corners or a goal that the top frame does not reach; they may
    change as long as less and less is asked for. Where it has ended, no set of terms that was left to look at reaches a
    corner. Cost: for a node, the terms squared in the worst case; nodes grow exponentially in the worst case.
    """
    if (kernel := load("bonuses")) is None:
        return search_in_python(stack, corners, goal, nodes)
    among = stack.among
    sizes = (*among.units.shape, among.boxes.shape[1])
    terms = (among.units, among.boxes, among.terms.options.spans, among.slots, among.issue, among.shares)
    return int(kernel.search(*sizes, *terms, among.rivals, among.musts, corners, stack.frames, stack.at, goal, nodes))


def search_in_python(stack: Stack, corners: Corners, goal: int, nodes: int) -> int:
    """What `search` does, one node after another, with sets as Python integers."""
    twin = _Twin(stack.among, [tuple(row) for row in corners.tolist()], goal)
    at = stack.at
    while at[0] > 0:
        frame = twin.read(stack.frames[at[0] - 1])
        if at[1]:
            if nodes <= 0:
                return PAUSED
            nodes -= 1
            at[2] += 1
            state = twin.look(frame)
            if state == "reached":
                twin.write(frame, stack.frames[at[0] - 1])
                return FOUND
            at[1] = 0
            if state == "cut":
                frame.branch = 0
        if not frame.branch:
            at[0] -= 1
            continue
        term = frame.branch.bit_length() - 1
        frame.branch ^= 1 << term
        child = twin.child(frame, term)
        frame.keep |= 1 << term
        twin.write(frame, stack.frames[at[0] - 1])
        if twin.has_options(child.open):
            twin.write(child, stack.frames[at[0]])
            at[0] += 1
            at[1] = 1
    return ENDED


@dataclass
class _Frame:
    keep: int
    branch: int
    value: tuple[int, ...]
    open: int


class _Twin:
    """The arrays of a search as Python integers, and what is done at a node."""

    def __init__(self, among: Weighed, corners: list[tuple[int, ...]], goal: int) -> None:
        self.units = [tuple(row) for row in among.units.tolist()]
        self.rivals = [_integer(row) for row in among.rivals]
        self.boxes = [_integer(row) for row in among.boxes]
        self.musts = [_integer(row) for row in among.musts]
        self.spans = _masks(among.terms.options.spans)
        self.slots = [  # for each term its issues' options in its box, and the shares
            [(self.boxes[term] & self.spans[among.issue[slot]], int(among.shares[slot]), int(among.issue[slot]))
             for slot in range(among.slots[term], among.slots[term + 1])]
            for term in range(len(self.units))
        ]  # fmt: skip
        self.by_issues = len(among.issue) > 0
        self.corners, self.goal, self.sides = corners, goal, among.units.shape[1] - 1
        self.words, self.columns = among.rivals.shape[1], among.units.shape[1]

    # frames

    def read(self, row: Bits) -> _Frame:
        words, columns = self.words, self.columns
        value = row[2 * words : 2 * words + columns].view(np.int64)
        keep, branch, left = row[:words], row[words : 2 * words], row[2 * words + columns :]
        return _Frame(_integer(keep), _integer(branch), tuple(value.tolist()), _integer(left))

    def write(self, frame: _Frame, row: Bits) -> None:
        words, columns = self.words, self.columns
        row[:words] = _words(frame.keep, words)
        row[words : 2 * words] = _words(frame.branch, words)
        row[2 * words : 2 * words + columns] = np.array(frame.value, np.int64).view(np.uint64)
        row[2 * words + columns :] = _words(frame.open, len(row) - 2 * words - columns)

    def child(self, frame: _Frame, term: int) -> _Frame:
        """The frame where one more term is taken."""
        value = tuple(a + b for a, b in zip(frame.value, self.units[term], strict=True))
        return _Frame(frame.keep & ~self.rivals[term], 0, value, frame.open & self.boxes[term])

    def has_options(self, open_options: int) -> bool:
        """Whether each issue has an option left."""
        return all(open_options & span for span in self.spans)

    # a node

    def look(self, frame: _Frame) -> str:
        """Look at a new node, whose candidates are all in ``keep``: it is "cut", has "reached" a corner, or is
        "branched", and then ``branch`` has candidates of which one must be taken."""
        for term in _members(frame.keep) if self.by_issues else ():
            if not all(frame.open & options for options, _, _ in self.slots[term]):
                frame.keep ^= 1 << term
        corners = self.reachable(frame)
        if not corners:
            return "cut"
        value, weighted = frame.value[:-1], frame.value[-1]
        reached = weighted >= self.goal and any(_covers(value, corner) for corner in corners)
        branch = self.unmet(frame, any_size=reached)
        if branch == 0 or (reached and branch is None):
            return "cut" if branch == 0 else "reached"
        fixed = branch is not None
        if not reached:
            wanted = [min(column) for column in zip(*corners, strict=True)]
            wanted[-1] = max(wanted[-1], self.goal)
            for column in (self.sides, *(range(self.sides) if self.sides > 1 else ())):
                if wanted[column] <= frame.value[column]:
                    continue
                short = wanted[column] - frame.value[column]
                for by_issues in (True, False) if column == self.sides and self.by_issues else (False,):
                    rest = self.may_bring(frame, short) if by_issues else self.may_earn(frame, column, short)
                    if not rest:
                        return "cut"
                    if not fixed and (branch is None or rest.bit_count() < branch.bit_count()):
                        branch = rest
        if branch is None:  # several corners, and each is still short in another column
            branch = frame.keep
        frame.keep, frame.branch = frame.keep & ~branch, branch
        return "branched"

    def reachable(self, frame: _Frame) -> list[tuple[int, ...]]:
        """The corners that would be reached if every candidate were taken."""
        most = list(frame.value[:-1])
        for term in _members(frame.keep):
            most = [a + b for a, b in zip(most, self.units[term], strict=False)]
        return [corner for corner in self.corners if _covers(most, corner)]

    def may_bring(self, frame: _Frame, wanted: int) -> int:
        """The candidates that are left when one after another is added as long as the best options of all issues bring
        less than ``wanted`` weighted units."""
        brought: dict[int, int] = {}
        best = [0] * len(self.spans)
        rest = bound = 0
        for term in _members(frame.keep):
            if not self.units[term][-1]:
                continue
            before = {issue: best[issue] for _, _, issue in self.slots[term]}
            for options, share, issue in self.slots[term]:
                for option in _members(options & frame.open):
                    brought[option] = brought.get(option, 0) + share
                    best[issue] = max(best[issue], brought[option])
            more = sum(best[issue] - was for issue, was in before.items())
            if not self.slots[term]:  # a box of all packages
                more = self.units[term][-1]
            if more < wanted - bound:
                bound += more
                continue
            rest |= 1 << term
            for options, share, issue in self.slots[term]:
                best[issue] = before[issue]
                for option in _members(options & frame.open):
                    brought[option] -= share
        return rest

    def may_earn(self, frame: _Frame, column: int, wanted: int) -> int:
        """The candidates that a cover leaves out whose groups of mutual rivals earn less than ``wanted``."""
        return _cover({term: self.units[term][column] for term in _members(frame.keep)}, self.rivals, wanted)[1]

    def unmet(self, frame: _Frame, *, any_size: bool) -> int | None:
        """The candidates of a requirement that is not met yet: of one that has none or a single one, or, with
        ``any_size``, of the one with the fewest. None where there is no such requirement."""
        fewest: int | None = None
        for must in self.musts:
            left = must & frame.keep
            count = left.bit_count()
            if (fewest is not None and count >= fewest.bit_count()) or (count > 1 and not any_size):
                continue
            if not any(frame.open & ~self.boxes[term] == 0 for term in _members(must)):
                fewest = left
                if not count:
                    break
        return fewest


def _cover(left: dict[int, int], rivals: Sequence[int], wanted: int) -> tuple[int, int]:
    """What groups of mutual rivals earn, less than ``wanted``, and the terms that have units left over.

    Groups are formed one after another, and each takes the least of what its terms have left.

    >>> _cover({0: 5, 1: 3, 2: 2}, rivals=[0b010, 0b001, 0b000], wanted=9), _cover({0: 5, 1: 3}, [2, 1], wanted=4)
    ((7, 0), (3, 1))
    """
    rest, bound = sum(1 << term for term, units in left.items() if units), 0
    while rest:
        group, open_to = [], rest
        while open_to:
            term = (open_to & -open_to).bit_length() - 1
            group.append(term)
            open_to = open_to & ~(1 << term) & rivals[term]
        least = min(left[term] for term in group)
        if bound + least >= wanted:
            break
        bound += least
        for term in group:
            left[term] -= least
            if not left[term]:
                rest ^= 1 << term
    return bound, rest


def _covers(value: Sequence[int], corner: Sequence[int]) -> bool:
    """Whether a vector reaches a corner; what stands beyond the vector is not looked at."""
    return all(a >= b for a, b in zip(value, corner, strict=False))


def _members(bits: int) -> Iterator[int]:
    """The places of the bits, ascending."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def _masks(spans: Bits) -> list[int]:
    """The bits of each issue's options as an integer."""
    return [
        ((mask << 64 * (words - 1)) | ((1 << 64 * (words - 1)) - 1)) << 64 * first
        for first, words, mask in spans.tolist()
    ]


def _integer(row: Bits) -> int:
    """Words as one integer, the first word lowest."""
    return int.from_bytes(row.astype("<u8").tobytes(), "little")


def _words(bits: int, words: int) -> Bits:
    """An integer as words, the lowest first."""
    return np.frombuffer(bits.to_bytes(8 * words, "little"), "<u8").astype(np.uint64)
