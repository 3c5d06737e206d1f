"""What other harnesses and desks export, as conversations in our shape."""
