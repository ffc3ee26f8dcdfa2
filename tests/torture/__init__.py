"""The long proofs: the real server, from outside, while it is being ill-treated.

Each is a module to run, prints its figures, and ends with a line `N runs, F failures`. A short run
of each is among the tests that are marked `crawl`.
"""
