"""What is handed to the one process that writes: by commands, and by processes that only read."""
