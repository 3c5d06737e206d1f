"""Policies meet detectors here and nowhere else."""
