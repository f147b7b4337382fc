#!/bin/sh
# Asks a server of the starter atlas what schemathesis makes up from its OpenAPI document and its GraphQL schema: no answer may be a fault of the
# server, and each of the first has the status and the media type that the document tells. In an environment of its own: it needs much.
set -eu
bin=$(cd "$1" && pwd) port=${PORT:-8127} store=$(mktemp -d)
tools=$bin/../fuzzing
[ -x "$tools/bin/schemathesis" ] || { "$bin/python" -m venv "$tools" && "$tools/bin/pip" install -q --disable-pip-version-check schemathesis==4.32.5; }
"$bin/govgraph" load "$bin/../../loaders/starter" --store "$store/store"
"$bin/govgraph" serve --port "$port" --store "$store/store" &
trap 'kill $!; wait; rm -rf "$store"' EXIT
for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  "$bin/python" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/healthz')" 2>/dev/null && break
  sleep 1
done
cd "$store"  # it keeps what it made up
told=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance
"$tools/bin/schemathesis" run "http://127.0.0.1:$port/openapi.json" -n 25 --checks $told --continue-on-failure --no-color
"$tools/bin/schemathesis" run "http://127.0.0.1:$port/graphql" -n 40 --checks not_a_server_error --no-color
