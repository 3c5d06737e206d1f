"""A run: every case of a suite judged once, written down as it goes, and taken up again after a fall."""
