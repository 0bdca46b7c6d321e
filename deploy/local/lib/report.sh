# Saying what happens, and after how much time. Scripts called by others count from the same start.

export STARTED=${STARTED:-$(date +%s)}
SECONDS=$(($(date +%s) - STARTED))

phase() {
  printf '%4ds  %s\n' "$SECONDS" "$*"
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -ne 0 ]; then
    echo "cluster: root is needed to run a Kubernetes node (or set CLUSTER=current to use your own cluster)" >&2
    exit 3
  fi
}

one_at_a_time() {
  exec 9>"$lock"
  flock --wait 900 9 || fail "another $0 has been running for 15 minutes"
}

# wait_for SECONDS NAME COMMAND...: until the command succeeds; NAME is that of a process with a log.
wait_for() {
  local deadline=$((SECONDS + $1)) name=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$name is not ready, its last words are:
$(tail -n 5 "$state/log/$name.log" 2>/dev/null)
See $state/log/$name.log. When its data is damaged: cluster down, then cluster up."
    sleep 0.1
  done
}

# wait_until WHAT SECONDS COMMAND...: runs the command each second until it succeeds.
wait_until() {
  local what=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null; do
    [ "$SECONDS" -lt "$deadline" ] || fail "gave up waiting for $what"
    sleep 1
  done
}
