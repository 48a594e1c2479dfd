"""Branch and bound, in reading order.

``branch.py`` (the method), ``factors.py`` (variables and pairs), ``wanted.py`` (what is looked for), ``weights.py`` (by
which weights; these two say why the bounds hold), ``spreading.py`` (sharper bounds), ``reduced.py`` (costs under all
weights), ``climbing.py`` (a good start), ``descent.py`` (the search), ``stepping.py`` (its steps).
"""
