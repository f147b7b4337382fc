"""The text itself before anything is found in it: running text and its sentences, languages, phrases, and cues in the words."""
