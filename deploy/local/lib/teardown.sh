# Removing all that up made, after any end of it, and finding what was left behind.

remove_everything() {
  kill_processes
  shim_sockets | xargs -r rm -f
  our_mounts | xargs -r -n 1 umount --lazy
  our_loop_devices | xargs -r -n 1 losetup --detach
  network_down
  remove_cgroups
  network_results | xargs -r rm -f
  [ ! -d /var/log/containers ] || find /var/log/containers -lname "$state/*" -delete
  [ ! -e "$marker" ] || rm -rf "$state"
  rm -rf "$runtime" "${kubeconfig%/*}"
  remove_shared_directories
}

# With SIGKILL: nothing that they could still save is kept.
kill_processes() {
  local i pids
  for ((i = 0; i < 100; i++)); do
    mapfile -t pids < <(marked_processes; pod_processes)
    [ ${#pids[@]} -gt 0 ] || return 0
    kill -KILL "${pids[@]}" 2>/dev/null || true
    sleep 0.05
  done
  fail "these processes do not end: ${pids[*]}"
}

pod_processes() {
  our_cgroups | while read -r directory; do
    cat "$directory/cgroup.procs" 2>/dev/null || true
  done | sort -u
}

# Deepest first.
our_cgroups() {
  cgroup_parents | while read -r parent; do
    [ ! -d "$parent/$cgroup" ] || find "$parent/$cgroup" -depth -type d
  done
}

# The kernel frees a cgroup a moment after its last process ended.
remove_cgroups() {
  local i
  for ((i = 0; i < 100; i++)); do
    ! our_cgroups | xargs -r rmdir 2>/dev/null || return 0
    sleep 0.05
  done
  fail "these cgroups cannot be removed: $(our_cgroups | tr '\n' ' ')"
}

# containerd's shims listen below /run/containerd, whatever its own directories are.
shim_sockets() {
  cat "$containerd_bundles"/*/address 2>/dev/null | sed 's|unix://|\n|g' | sed '/^$/d' || true
}

our_mounts() {
  awk -v state="$state/" -v runtime="$runtime/" \
    'index($2, state) == 1 || index($2, runtime) == 1 { print $2 }' /proc/self/mounts | sort -r
}

our_loop_devices() {
  losetup --list --noheadings --output NAME,BACK-FILE | awk -v state="$state/" 'index($2, state) == 1 { print $1 }'
}

# What the CNI plugins remember of our pods; another node's files may lie beside.
network_results() {
  grep -ls "$runtime/" /var/lib/cni/results/* || true
}

# Directories that containerd, kubelet and the CNI plugins make at fixed places; not if others use them.
remove_shared_directories() {
  local directory socket=/var/lib/kubelet/device-plugins/kubelet.sock
  grep -qF "$socket" /proc/net/unix || rm -f "$socket"
  for directory in /run/containerd/{s,fifo} /run/containerd /var/lib/cni/{results,cache} /var/lib/cni /var/log/containers \
    /var/lib/kubelet/device-plugins /var/lib/kubelet; do
    [ ! -d "$directory" ] || rmdir --ignore-fail-on-non-empty "$directory"
  done
}

check_leftovers() {
  local found
  found=$(leftovers)
  if [ -n "$found" ]; then
    printf 'left of the local cluster:\n%s\n' "$found"
    exit 1
  fi
  echo "nothing is left of the local cluster"
}

leftovers() {
  marked_processes | sed 's/^/process /'
  pod_processes | sed 's/^/process of a pod /'
  our_mounts | sed 's/^/mount /'
  our_loop_devices | sed 's/^/loop device /'
  our_cgroups | sed 's/^/cgroup /'
  ip -o address show dev lo to "$node_ip/32" | sed 's/^/address /'
  { ip -4 route show root "$service_range"; ip -4 route show root "$pod_range"; } | sed 's/^/route /'
  { iptables-save; ip6tables-save; } 2>/dev/null | sed -nE "s/^:($chain|KUBE-[^ ]*|CNI-[^ ]*) .*/iptables chain \1/p"
  find "$state" "$runtime" "${kubeconfig%/*}" -maxdepth 0 -printf 'file %p\n' 2>/dev/null || true
  network_results | sed 's/^/file /'
}
