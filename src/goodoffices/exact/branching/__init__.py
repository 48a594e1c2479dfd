"""Branch and bound: ``branch.py`` is the method, ``wanted.py`` and ``weights.py`` say why its bounds hold."""
