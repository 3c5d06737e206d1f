"""The one front door."""
