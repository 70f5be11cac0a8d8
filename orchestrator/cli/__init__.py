"""The command line ``classroom``: one file per noun."""
