#!/bin/sh
# Installs Debian's Virtuoso for the tests of engines where that is possible; else those tests say that they were skipped.
set -u
command -v virtuoso-t >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Virtuoso for the tests of engines"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends virtuoso-opensource-7-bin; } >/dev/null 2>&1 ||
    echo "Virtuoso could not be installed: its tests will be skipped"
else
  echo "no Virtuoso: its tests will be skipped (install your system's virtuoso-opensource-7-bin package)"
fi
exit 0
