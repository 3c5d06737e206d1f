"""What `evals.rewrites` counts: drafts before and after, what is left of them, and pairs for blind readers."""
