"""Live services, asked politely: what they answer becomes a capture of theirs, which the loader of that format reads as any other file."""
