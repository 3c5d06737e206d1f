"""The name space in which guardrails-ai keeps its types."""
