"""What a reply says of single fields of a record: whether a thing is there, how many, and when."""
