"""Numbers in, proofs out. This floor knows sides, options and whole numbers; it knows no party's name.

Reading order: ``trees.py`` (conditions as trees of counts), ``problem.py`` (talks in whole numbers), ``questions.py``
(what can be asked), ``planner.py`` (which method answers), then the methods, a folder each: ``enumerating`` is the
plainest; then ``merging``, ``dense``, ``branching``, ``elimination``, ``bonuses``, ``counting``, ``conflicts``,
``solver``. ``drawing`` asks them again and again where numbers are known only as ranges.

This file imports none of them, so that a file can be checked without loading anything heavy.
"""
