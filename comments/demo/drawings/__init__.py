"""The demo’s illustrations: one module for each place, all printed with the same inks."""
