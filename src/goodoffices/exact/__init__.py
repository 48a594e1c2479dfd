"""Numbers in, proofs out. This floor knows sides, options and whole numbers; it knows no party's name.

Reading order, what everything stands on: ``trees.py`` (conditions as trees of counts), ``problem.py`` (talks in whole
numbers), ``questions.py`` (what can be asked), ``watch.py`` (time, cores, memory), ``methods.py`` (how one enters),
``planner.py`` (which method answers), ``checking.py`` (what every answer is held against).

Then what several methods share: ``arrays.py`` (many packages at once), ``narrowing.py`` (options worth looking at),
``tables.py`` (a problem as a sum of tables), ``dominance.py`` (what is undominated), ``pairs.py``, ``thinning.py`` and
``from_frontier.py`` (what a frontier is kept in, cut to, and good for), ``minimal.py`` (sets of requirements),
``chance.py`` (draws that can be repeated).

Then the methods, a folder each: ``enumerating`` is the plainest; then ``merging``, ``dense``, ``branching``,
``elimination``, ``bonuses``, ``counting``, ``conflicts``, ``solver``; two need no folder, ``table_by_table.py`` and
``weighted_sums.py``. ``kernels`` are innermost loops in C. ``drawing`` asks the methods again and again where numbers
are known only as ranges.

This file imports none of them, so that a file can be checked without loading anything heavy.
"""
