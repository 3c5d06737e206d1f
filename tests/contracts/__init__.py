"""Contract classes, one a seam, which every implementation subclasses."""
