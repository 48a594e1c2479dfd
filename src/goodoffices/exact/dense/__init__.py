"""Tables over what the sides lose: ``dense.py`` is the method, ``grid.py`` rounds, ``dense_table.py`` is the heart."""
