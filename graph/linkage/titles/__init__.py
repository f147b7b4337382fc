"""Printed titles compared: what stands around them, what they differ in, and how much each word tells."""
