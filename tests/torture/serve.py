"""The production server exactly as `make run` starts it, but with two workers."""

from granian import Granian

from newsroom import serve


def two_workers(*arguments, **options):
    return Granian(*arguments, **{**options, "workers": 2})


if __name__ == "__main__":
    serve.Granian = two_workers
    serve.main()
