"""Adding one table of issues after another: ``merging.py`` is the step, ``issue_merge.py`` the method."""
