"""What is promised for a time, and whether any source holds it."""
