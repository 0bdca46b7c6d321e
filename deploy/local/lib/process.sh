# Long-running processes. A pid alone is not trusted: after a restart of the machine it may be another
# program's. The file processes/NAME holds pid, start time and boot id, which together name one process,
# and a fingerprint of its command line and its config/NAME.* files.

boot=$(cat /proc/sys/kernel/random/boot_id)

# start NAME COMMAND...: unless it runs already, just so.
start() {
  local name=$1 fingerprint
  shift
  fingerprint=$({ printf '%s\n' "$@"; cat "$state/config/$name".* 2>/dev/null || true; } | sha256sum)
  if running "$name" && [ "$(sed -n 2p "$state/processes/$name")" = "$fingerprint" ]; then
    return
  fi
  stop "$name"
  [ ! -e "$state/log/$name.log" ] || mv "$state/log/$name.log" "$state/log/$name.previous.log"
  LOCAL_CLUSTER_STATE=$state setsid "$@" >"$state/log/$name.log" 2>&1 </dev/null 9>&- &
  printf '%s\n' "$! $(start_time $!) $boot" "$fingerprint" >"$state/processes/$name"
}

running() {
  local pid time of_boot
  read -r pid time of_boot 2>/dev/null <"$state/processes/$1" || return 1
  [ "$of_boot" = "$boot" ] && [ -n "$time" ] && [ "$(start_time "$pid")" = "$time" ]
}

stop() {
  local pid i
  if running "$1"; then
    read -r pid _ <"$state/processes/$1"
    kill "$pid" 2>/dev/null || true
    for ((i = 0; i < 100; i++)); do
      running "$1" || break
      sleep 0.1
    done
    ! running "$1" || kill -KILL "$pid"
  fi
  rm -f "$state/processes/$1"
}

# start_time PID: in clock ticks since the boot; nothing for a process that ended.
start_time() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -ra fields <<<"${stat##*) }" # from the third field on: the second, the program's name, may hold anything
  [ "${fields[0]}" = Z ] || echo "${fields[19]}"
}

# All processes that start ever started and that still live, and theirs (containerd's shims), also those
# whose file was lost: they carry the state directory in their environment.
marked_processes() {
  local file
  { grep -lzxF "LOCAL_CLUSTER_STATE=$state" /proc/[0-9]*/environ 2>/dev/null || true; } | while read -r file; do
    file=${file#/proc/}
    echo "${file%/environ}"
  done
}
