"""The vocabulary: classes, properties, rules, shapes and hygiene checks; imports nothing of ours."""
