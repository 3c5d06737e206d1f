"""Speed and size, on texts that were never seen before. No test asserts a time; these print it."""
