"""ONIX products."""
