"""The demo newsroom: its stories, its people and the pictures drawn for it."""
