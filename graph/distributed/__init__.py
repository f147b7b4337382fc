"""Bulk conversion on an engine of many workers: captures → N-Quads shards, the same statements as one machine's load gives.

Each stage is a function of files that it reads and files that it writes, whole or not at all and under names that do not depend on who
runs it: a task that a dead worker leaves is done again by another one, with the same outcome. docs/explanation/scale.md has the plan.
"""
