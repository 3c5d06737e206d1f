"""Language models behind two ports, `Judge` and `Writer`. Never trusted: whoever asks checks the answer."""
