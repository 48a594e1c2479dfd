"""Steps of the branch-and-bound search in numpy: the readable twin of ``../kernels/branch.c``, with the same results.

A node settles the first so many variables by one row each. A step takes the topmost nodes of the stack that have equal
depth, makes their children, drops those that cannot come to what is needed, those met before, and those that another
beats whatever follows, and puts the rest back, the most promising on top.

Read next: ``branch.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..tables import Keys, Units

Reals: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]
Short: TypeAlias = npt.NDArray[np.int32]

NEAR = 16
"""So many neighbours in rank, and so many of the most promising, a child is compared with."""


@dataclass(frozen=True, eq=False)
class Search:
    """The arrays of a search, in the order in which the kernel takes them; see `reduced.Reduced` and `descent.Descent`.

    ``state``: nodes on the stack, children made so far, children to make in a call, most nodes in a step, whether of
    two nodes with equal gains the earlier in file order counts. ``need`` and ``scale``: (weights,). ``goal``: complete
    packages are dropped where the product of their gains falls short of ``goal[0]`` (from 1 to 2**64; 0: none are
    dropped) times 2**64 to the power of ``goal[1]``. ``slots``: those of the stack, bottom to top, then the free ones.
    The rest has a row for each slot, and for each place of the memory of
    nodes met before. ``sides`` is their number.
    """

    state: Whole
    starts: Whole
    units: Units
    costs: Reals
    keys: Keys
    pair_starts: Whole
    pair_with: Whole
    pair_at: Whole
    pair_units: Units
    pair_costs: Reals
    open_starts: Whole
    open: Whole
    need: Reals
    scale: Reals
    goal: Reals
    slots: Whole
    scratch: Whole
    depth: Short
    rows: Short
    gains: Units
    bounds: Reals
    rank: Reals
    seen_depth: Short
    seen_rows: Short
    seen_gains: Units
    sides: int

    def open_to(self, depth: int) -> Whole:
        """The variables settled at a depth that have a pair with one that is not."""
        return self.open[self.open_starts[depth] : self.open_starts[depth + 1]]

    def key(self, rows: Short) -> tuple[int, ...]:
        """The packed options of rows."""
        return tuple(np.bitwise_or.reduce(self.keys[rows], axis=0).tolist())


def descend(search: Search) -> None:
    """Make steps until a package is complete, the stack is empty, or so many children are made.

    Cost: a child takes weights times (1 + pairs) operations. Raises nothing: the arrays are taken to fit.
    """
    made = 0
    state, variables = search.state, len(search.starts) - 1
    while state[0] and made < state[2] and search.depth[search.slots[state[0] - 1]] < variables:
        made += _step(search)
    state[1] += made


def _step(s: Search) -> int:
    """One step; how many children it made."""
    count = int(s.state[0])
    variable = int(s.depth[s.slots[count - 1]])
    room = (len(s.slots) - count) // int(s.starts[-1] - s.starts[variable])
    level = s.depth[s.slots[:count]] == variable
    first = count - min(int(s.state[3]), room, int((~level[::-1]).argmax()) if not level.all() else count)
    parents = s.slots[first:count][::-1]
    made = len(parents) * int(s.starts[variable + 1] - s.starts[variable])
    children = _fresh(s, _children(s, parents, variable), variable + 1)
    slots = s.slots[count : count + len(children[0])]
    s.gains[slots], s.bounds[slots], s.rows[slots, : variable + 1] = children
    s.depth[slots] = variable + 1
    s.rank[slots] = ((s.bounds[slots] - s.need) * s.scale).min(axis=1, initial=1e300)
    slots = slots[np.argsort(s.rank[slots], kind="stable")]
    kept = slots[_unbeaten(s, slots, variable + 1)]
    used = set(kept.tolist())
    s.slots[first:] = [*kept.tolist(), *(slot for slot in s.slots[first:].tolist() if slot not in used)]
    s.state[0] = first + len(kept)
    return made


def _children(s: Search, parents: Whole, variable: int) -> tuple[Units, Reals, Short]:
    """Gains, bounds and rows of the children that can come to what is needed, parent by parent."""
    options = np.arange(s.starts[variable], s.starts[variable + 1])
    gains = s.gains[parents][:, None] + s.units[options]
    bounds = s.bounds[parents][:, None] - s.costs[options]
    for pair in range(s.pair_starts[variable], s.pair_starts[variable + 1]):
        other = s.pair_with[pair]
        cells = s.pair_at[pair] + (s.rows[parents, other] - s.starts[other]) * len(options)
        cells = cells[:, None] + np.arange(len(options))
        gains += s.pair_units[cells]
        bounds -= s.pair_costs[cells]
    enough = (bounds >= s.need).all(axis=2)
    if variable + 2 == len(s.starts):
        enough &= _reaches(s, gains)
    alive, row = np.nonzero(enough)
    rows = np.concatenate((s.rows[parents[alive], :variable], options[row, None].astype(np.int32)), axis=1)
    return gains[alive, row], bounds[alive, row], rows


def _reaches(s: Search, gains: Units) -> npt.NDArray[np.bool_]:
    """Whether the product of gains, (..., sides) to (...,), comes to the goal; it is kept below 2**64 on the way."""
    product, times = np.ones(gains.shape[:-1]), np.zeros(gains.shape[:-1])
    for side in range(gains.shape[-1]):
        product *= np.maximum(gains[..., side], 0)
        large = product >= 2.0**64
        product[large] *= 2.0**-64
        times += large
    more = (times - s.goal[1]).clip(-2, 2)
    return np.asarray((s.goal[0] == 0) | ((product > 0) & (product * 2.0 ** (64 * more) >= s.goal[0])))


def _fresh(s: Search, children: tuple[Units, Reals, Short], depth: int) -> tuple[Units, Reals, Short]:
    """The children that were not met before, now remembered, each at one place in the stead of what was there."""
    gains, bounds, rows = children
    hashes = np.full(len(gains), depth, np.uint64)
    for column in gains.T.astype(np.uint64):
        hashes = (hashes ^ column) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(32)
    open_here, fresh = s.open_to(depth), []
    for child, place in enumerate((hashes % np.uint64(len(s.seen_depth))).astype(np.int64).tolist()):
        seen = s.seen_rows[place, :depth]
        same = s.seen_depth[place] == depth and (s.seen_gains[place] == gains[child]).all()
        same = same and (seen[open_here] == rows[child, open_here]).all()
        if same and (not s.state[4] or s.key(seen) <= s.key(rows[child])):
            continue
        s.seen_depth[place], s.seen_gains[place], s.seen_rows[place, :depth] = depth, gains[child], rows[child]
        fresh.append(child)
    return gains[fresh], bounds[fresh], rows[fresh]


def _unbeaten(s: Search, slots: Whole, depth: int) -> Whole:
    """The places of the children that no other of those compared with it beats, in order of rank."""
    places = np.arange(len(slots))
    beaten = np.zeros(len(slots), np.bool_)
    for distance in range(1, NEAR + 1):
        _settle(s, slots, depth, places[:-distance], places[distance:], beaten)
    for far in range(max(0, len(slots) - NEAR), len(slots)):
        near = places[: max(0, far - NEAR)]
        _settle(s, slots, depth, near, np.full(len(near), far), beaten)
    return np.flatnonzero(~beaten)


def _settle(s: Search, slots: Whole, depth: int, a: Whole, b: Whole, beaten: npt.NDArray[np.bool_]) -> None:
    """Note which of each two children is beaten: it gains no side more, with the same to come; of equals the later."""
    one, other, open_here = slots[a], slots[b], s.open_to(depth)
    alike = (s.rows[one][:, open_here] == s.rows[other][:, open_here]).all(axis=1)
    more = (s.gains[one] >= s.gains[other]).all(axis=1) & alike
    less = (s.gains[one] <= s.gains[other]).all(axis=1) & alike
    for k in np.flatnonzero(more & less):
        earlier = s.key(s.rows[one[k], :depth]) <= s.key(s.rows[other[k], :depth])
        more[k], less[k] = earlier, not earlier
    beaten[b[more]] = True
    beaten[a[less]] = True
