"""The conversation; and, as the app above all others, the demo newsroom."""
