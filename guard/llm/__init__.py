"""Two ports, Judge and Writer, and what stands behind them. Knows nothing of replies."""
