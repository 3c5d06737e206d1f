"""Scorecards: how an agent's replies stand, which habits cost most, and better words for them."""
