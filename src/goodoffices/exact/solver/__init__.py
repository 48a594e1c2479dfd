"""Questions put to a solver of logical models, in reading order.

``model.py`` (alone speaks to the solver), ``logic.py`` (the method), ``logic_best.py`` (formulas), ``logic_sets.py``
(lists). ``satisfy.py`` does without a solver: it checks the conditions of a file.
"""
