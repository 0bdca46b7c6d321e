# Sourced by the scripts of this folder: what they do is told with the time since their start.

say() { printf '%4ds  %s\n' "$SECONDS" "$*"; }

# fail MESSAGE: the way out of every script here.
fail() {
  printf '%4ds  failed: %s\n' "$SECONDS" "$*" >&2
  exit 1
}

# wait_until WHAT SECONDS COMMAND...: runs the command each second until it succeeds.
wait_until() {
  local what=$1 limit=$2 start=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - start)) -lt "$limit" ] || fail "waited $limit s for $what"
    sleep 1
  done
}
