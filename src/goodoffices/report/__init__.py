"""Answers as words, tables, pictures and one page: everything here returns text or a chart, and touches nothing.

Start with ``words.py`` and ``answer_words.py``; ``page.py`` puts all of it together.
"""
