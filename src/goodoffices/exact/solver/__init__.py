"""Questions put to a solver of logical models: ``logic.py`` is the method, ``model.py`` alone speaks to the solver."""
