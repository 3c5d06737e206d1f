"""What a reply asserts, and whether anything that may be trusted supports it."""
