"""What blocks an agreement and what would open one, in reading order.

``conflicts.py`` (the method *hitting sets*), ``hitting.py`` (sets that meet a family), ``keeping.py`` (which sets of
requirements leave a package), ``marked_tables.py``, ``mixtures.py``, ``row_search.py`` and ``reaching.py`` (how that is
found out), ``falls.py`` (how far walk-aways fall), ``certificate.py`` (a proof to show).
"""
