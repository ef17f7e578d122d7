#!/usr/bin/env bash
# Builds everything and runs every test. Arguments are a filter for `dotnet test`:
#   ./test                              every test
#   ./test Parser                       tests whose full name holds "Parser"
#   ./test 'FullyQualifiedName!~Demo'   every test but those of the demo
# The last line is `N passed, N failed`; the exit code is not 0 when anything failed.
set -uo pipefail

script=$(readlink -f "${BASH_SOURCE[0]}")
root=$(dirname "$script")
[[ -f $root/Strata.slnx ]] || root=$(dirname "$root")
cd "$root" || exit 2

filter=()
[[ $# -gt 0 ]] && filter=(--filter "$*")

if ! command -v dotnet >/dev/null || ! command -v npm >/dev/null; then
  echo "test: .NET SDK 10 and Node.js 20 with npm are needed; ./strata says how to get them." >&2
  exit 2
fi

mkdir -p artifacts
if ! dotnet build Strata.slnx -c Release -p:Analyze=true --nologo -v q >artifacts/test-build.log 2>&1 </dev/null; then
  cat artifacts/test-build.log
  echo "test: the build failed; its output is above and in artifacts/test-build.log."
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0
for project in test*/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  log=artifacts/$name.log
  dotnet test "$project" -c Release --no-build --nologo -v q "${filter[@]}" >"$log" 2>&1 </dev/null
  status=$?
  # "Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, Duration: 5 ms - Strata.Language.Tests.dll (net10.0)"
  summary=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+' "$log" | tail -1)
  if [[ -z $summary ]]; then
    if [[ $status -eq 0 ]] && grep -qE 'No test matches|No test is available' "$log"; then
      continue
    fi
    cat "$log"
    echo "$name: ended without a result (exit code $status)."
    failed=$((failed + 1))
    continue
  fi
  f=$(sed -E 's/.*Failed: +([0-9]+).*/\1/' <<<"$summary")
  p=$(sed -E 's/.*Passed: +([0-9]+).*/\1/' <<<"$summary")
  duration=$(sed -E 's/.*Duration: ([^-]*) - .*/\1/' <<<"$summary")
  passed=$((passed + p))
  failed=$((failed + f))
  if [[ $f -gt 0 || $status -ne 0 ]]; then
    cat "$log"
    [[ $f -eq 0 ]] && failed=$((failed + 1))
  fi
  printf '%-32s %6d passed %4d failed   %s\n' "$name" "$p" "$f" "$duration"
done

echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
