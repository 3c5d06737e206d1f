"""Amounts of money: found, reckoned with, and held against the records."""
