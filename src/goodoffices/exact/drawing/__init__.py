"""Numbers known only as ranges: ``draws.py`` draws them, ``robust.py`` and ``repicks.py`` say what holds how often."""
