# Faults and kills on both databases, then every browser story on both.
set -eu

sh scripts/packages.sh
export DAYBOOK_TEST_KILLS=50
exec .venv/bin/python -m tests.postgres sh scripts/both.sh "drill or browser" "drill or browser"
