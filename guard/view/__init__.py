"""One lazy view of a case a check: its passages, its facts, its claims and the state of the conversation."""
