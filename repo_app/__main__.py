"""``python -m repo_app``: the same as the ``hoclieu`` command."""

from repo_app.cli import main

if __name__ == "__main__":
    main()
