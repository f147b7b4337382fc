#!/bin/sh
# Installs Debian's Chromium for the browser tests where that is possible; else those tests say that they were skipped.
set -u
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Chromium for the browser tests"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 ||
    echo "Chromium could not be installed: the browser tests will be skipped"
else
  echo "no Chromium: the browser tests will be skipped (install your system's chromium package)"
fi
exit 0
