"""A suite: which cases are judged, against what, and what must hold of the result."""
