"""Bonuses over many issues: ``bonus_search.py`` is the method, ``bonuses.py`` its search."""
