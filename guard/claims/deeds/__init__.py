"""What is said to be done, and which calls and records bear it out."""
