"""How well the guard agrees with labels: the ruler that everything else is measured by.

Harness code: it calls the front door with cases whose labels were taken away, and compares what
comes back. A fault or an `unsure` is never turned into a score; each has its own figure.
"""
