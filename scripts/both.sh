# Run the tests on both databases: marks for SQLite, marks for PostgreSQL. Needs the server of tests/postgres.py.
set -u

WORKERS=${WORKERS:-2}
status=0
run() { # name, database, marks, further options
    echo "== $1"
    url=$2 marks=$3
    shift 3
    # A file stays with one worker, so that what it sets up is set up once; tests/conftest.py begins with the
    # longest.
    DAYBOOK_DATABASE_URL=$url .venv/bin/python -m pytest --quiet --numprocesses "$WORKERS" \
        --dist loadfile --no-loadscope-reorder --durations 25 -m "$marks" "$@" || status=1
}

if [ -z "$1" ]; then
    # Counting branches doubles the time of whatever runs: whole stories and whole books run without.
    run "SQLite: what counts branches" "" "measured" --cov --cov-report= --cov-fail-under=0
    echo "== coverage of rules and access"
    .venv/bin/coverage report || status=1
    run "SQLite: all the rest" "" "not measured"
else
    run "SQLite" "" "$1"
fi
run "PostgreSQL" "$DAYBOOK_TEST_POSTGRESQL" "$2"
exit "$status"
