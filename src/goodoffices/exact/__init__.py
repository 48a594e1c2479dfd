"""Numbers in, proofs out. This floor knows sides, options and whole numbers; it knows no party's name.

Reading order: ``trees.py`` (conditions as trees of counts), ``problem.py`` (talks in whole numbers), ``questions.py``
(what can be asked), ``planner.py`` (which method answers), then the methods: ``enumeration.py`` and ``logic.py``.

This file imports none of them, so that a file can be checked without loading anything heavy.
"""
