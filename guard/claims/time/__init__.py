"""Times: found in a text, joined, and placed on the calendar."""
