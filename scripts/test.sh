# Everything CI runs: static checks, all tests on SQLite, and on PostgreSQL all but the browser tests, of which
# one story for each rhythm runs there too. Every part runs even if an earlier one failed.
set -eu

make --no-print-directory setup
sh scripts/packages.sh
make --no-print-directory assets

status=0
part() { # name, then the command
    echo "== $1"
    shift
    "$@" || status=1
}

part "checks" make --no-print-directory check
part "tests" .venv/bin/python -m tests.postgres sh scripts/both.sh "" "not browser or story"
test "$status" = 0 && echo "== all passed" || echo "== FAILED"
exit "$status"
