"""From a verdict to better words: edits, the bounded fix-and-check loop, and what counts as verified."""
