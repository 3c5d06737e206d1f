"""What a run and a comparison say, in the forms that people and programs read."""
