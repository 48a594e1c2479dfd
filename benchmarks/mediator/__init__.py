"""The mediator's benchmark: procedures on the same talks, with the same number of questions, beside others' programs.

    ./run bench mediator                         every part, 200 talks a row; it says how long that takes
    ./run bench mediator contest --talks 50      one part, fewer talks
    ./run bench mediator --resume                go on after an interruption: finished rows are kept
    ./run bench mediator --quick                 tiny talks, no program but our own

Its parts are ``contest`` (what is reached with so many questions), ``speed``, ``agreements`` (is one ever false?),
``klein`` (the three published rows of 2003) and ``question`` (how long the next question takes).

Read in this order: ``kinds.py`` (which talks, which contestants, what is to be reached), ``climb.py`` (the climb from
the rankings), ``negmas.py`` (handing talks to the other program), ``contest.py`` (one talks, all contestants),
``keeping.py`` (rows that survive an interruption), ``reached.py`` (means and differences), then the other parts.
"""
