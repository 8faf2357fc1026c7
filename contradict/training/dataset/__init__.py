"""Checks and figures of the data set under ``data/``: labelled pairs and gold document sets.

    python -m contradict.training.dataset data

prints the tables of its card. What must hold is tested in ``tests/data``.
"""
