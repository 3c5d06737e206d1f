"""What can be said instead: sentences that fit the customer, and ways to rework the words that stand there."""
