"""What a reply says of rules, causes and records, held against those that are known."""
