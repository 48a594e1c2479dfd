"""Looking at every package: ``enumeration.py`` is the method, ``blocks.py`` the packages, the tallies what is kept."""
