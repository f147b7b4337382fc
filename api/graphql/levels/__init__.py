"""A plan and how it is answered: level by level, all that a level needs in one query."""
