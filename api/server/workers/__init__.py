"""Questions answered in processes of their own, which can be killed and have no network."""
