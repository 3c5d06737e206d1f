"""Kinds of condition, one a file, behind the one seam of `kind.py`."""
