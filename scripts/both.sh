# Run the tests on both databases: marks for SQLite, marks for PostgreSQL. Needs the server of tests/postgres.py.
set -u

WORKERS=${WORKERS:-2}
status=0
run() { # name, database, marks
    echo "== $1"
    DAYBOOK_DATABASE_URL=$2 .venv/bin/python -m pytest --quiet --numprocesses "$WORKERS" --dist worksteal \
        --durations 5 -m "$3" || status=1
}

run "SQLite" "" "$1"
run "PostgreSQL" "$DAYBOOK_TEST_POSTGRESQL" "$2"
exit "$status"
