"""What RIS is made of: its tags, and works written in it."""
