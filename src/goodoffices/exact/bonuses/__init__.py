"""Bonuses over many issues, in reading order.

``bit_sets.py`` (sets as bits), ``ways.py`` (conditions as boxes), ``bonus_terms.py`` (a problem as terms),
``bonus_shares.py`` (bounds by issues), ``bonus_stack.py`` (where a search stands), ``bonuses.py`` (the search),
``bonus_twin.py`` (the same in Python), ``bonus_regions.py`` and ``bonus_frontier.py`` (points of the frontier), then
``bonus_search.py``, the method.
"""
