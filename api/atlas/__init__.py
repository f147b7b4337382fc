"""The atlas folder written back: files as they were loaded, and files made of what no file says."""
