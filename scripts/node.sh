# Run node or npm: the machine's own where it is recent enough, else the one that comes as a Python package.
set -eu

recent() {
    command -v npm >/dev/null 2>&1 &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null
}

if ! recent; then
    test -x .venv/bin/npm ||
        .venv/bin/pip install --quiet --require-hashes -r requirements/node.txt
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
exec "$@"
