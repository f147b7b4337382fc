"""A running server: the store that it alone writes, its readers and their generations, limits, logs and figures."""
