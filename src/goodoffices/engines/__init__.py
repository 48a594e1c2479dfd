"""What drives long work from outside: the clock (``clock.py``), this machine's cores (``cores.py``), and a Dask cluster
(``cluster.py``, ``cluster_way.py``, ``cluster_work.py``).
"""
