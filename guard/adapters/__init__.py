"""Reply Guard in the tools that people already use: one library a file, imported only when asked for."""
