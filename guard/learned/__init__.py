"""Learned scores: knows arrays only."""
