"""What a reply undertakes, and what became of it: commitments, and the ledger of a conversation."""
