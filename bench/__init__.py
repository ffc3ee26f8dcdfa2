"""The benchmark: the newsroom beside a bare program and nginx, on this machine, in one run."""
