"""The search among terms in Python: the twin of the kernel ``../kernels/bonuses.c``, node for node.

Read next: ``bonus_regions.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .bit_sets import Bits, in_words, integer, members
from .bonus_shares import issue_masks
from .bonus_stack import Corners, Stack, Weighed

ENDED, FOUND, PAUSED = 0, 1, 2


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
        self.rivals = [integer(row) for row in among.rivals]
        self.boxes = [integer(row) for row in among.boxes]
        self.musts = [integer(row) for row in among.musts]
        self.spans = issue_masks(among.terms.options.spans)
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
        return _Frame(integer(keep), integer(branch), tuple(value.tolist()), integer(left))

    def write(self, frame: _Frame, row: Bits) -> None:
        words, columns = self.words, self.columns
        row[:words] = in_words(frame.keep, words)
        row[words : 2 * words] = in_words(frame.branch, words)
        row[2 * words : 2 * words + columns] = np.array(frame.value, np.int64).view(np.uint64)
        row[2 * words + columns :] = in_words(frame.open, len(row) - 2 * words - columns)

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
        for term in members(frame.keep) if self.by_issues else ():
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
        for term in members(frame.keep):
            most = [a + b for a, b in zip(most, self.units[term], strict=False)]
        return [corner for corner in self.corners if _covers(most, corner)]

    def may_bring(self, frame: _Frame, wanted: int) -> int:
        """The candidates that are left when one after another is added as long as the best options of all issues bring
        less than ``wanted`` weighted units."""
        brought: dict[int, int] = {}
        best = [0] * len(self.spans)
        rest = bound = 0
        for term in members(frame.keep):
            if not self.units[term][-1]:
                continue
            before = {issue: best[issue] for _, _, issue in self.slots[term]}
            for options, share, issue in self.slots[term]:
                for option in members(options & frame.open):
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
                for option in members(options & frame.open):
                    brought[option] -= share
        return rest

    def may_earn(self, frame: _Frame, column: int, wanted: int) -> int:
        """The candidates that a cover leaves out whose groups of mutual rivals earn less than ``wanted``."""
        return cover({term: self.units[term][column] for term in members(frame.keep)}, self.rivals, wanted)[1]

    def unmet(self, frame: _Frame, *, any_size: bool) -> int | None:
        """The candidates of a requirement that is not met yet: of one that has none or a single one, or, with
        ``any_size``, of the one with the fewest. None where there is no such requirement."""
        fewest: int | None = None
        for must in self.musts:
            left = must & frame.keep
            count = left.bit_count()
            if (fewest is not None and count >= fewest.bit_count()) or (count > 1 and not any_size):
                continue
            if not any(frame.open & ~self.boxes[term] == 0 for term in members(must)):
                fewest = left
                if not count:
                    break
        return fewest


def cover(left: dict[int, int], rivals: Sequence[int], wanted: int) -> tuple[int, int]:
    """What groups of mutual rivals earn, less than ``wanted``, and the terms that have units left over.

    Groups are formed one after another, and each takes the least of what its terms have left.

    >>> cover({0: 5, 1: 3, 2: 2}, rivals=[0b010, 0b001, 0b000], wanted=9), cover({0: 5, 1: 3}, [2, 1], wanted=4)
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
