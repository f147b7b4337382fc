"""The explorer pages: plain, usable without JavaScript, asking no other host for anything."""
