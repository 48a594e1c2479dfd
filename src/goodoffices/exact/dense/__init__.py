"""Tables over what the sides lose, in reading order.

``dense.py`` (the method *dense table*), ``dense_losses.py`` (losses), ``dense_order.py`` (which sides are axes),
``dense_arrays.py`` (the kernels' twins), ``dense_table.py`` (the heart), then ``grid.py``, the method that rounds.
"""
