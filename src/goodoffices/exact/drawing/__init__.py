"""Numbers known only as ranges, in reading order.

``draws.py`` (draws them), ``draw_blocks.py`` (every package in every draw), ``robust.py`` (in how many a package is
acceptable), ``robust_search.py`` (the same where packages are too many), ``repicks.py`` (what formulas pick).
"""
