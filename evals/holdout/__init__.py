"""A hold-out of sentences with their times: how it is drawn, and how our reading is measured against it."""
