"""How the virtues of replies go together with what came of the conversations."""
