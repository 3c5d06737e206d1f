"""What Reply Guard is measured with: suites of conversations, baselines, benchmarks of speed."""
