# containerd, kubelet and kube-proxy: the machine as a node.

start_containerd() {
  running containerd || phase "container runtime"
  start containerd containerd --config "$state/config/containerd.toml"
  wait_for 30 containerd containerd_client version
  import_pause_image
}

containerd_client() {
  ctr --address "$containerd_socket" --namespace k8s.io "$@"
}

start_node() {
  running kubelet || phase "node"
  make_cgroup
  start kubelet "$bin/kubelet" --kubeconfig="$state/pki/kubelet.kubeconfig" --config="$state/config/kubelet.yaml" \
    --hostname-override="$node" --node-ip="$node_ip" --root-dir="$state/kubelet"
  # The kernel's connection tracking limits stay as the machine has them.
  start kube-proxy "$bin/kube-proxy" --kubeconfig="$state/pki/kube-proxy.kubeconfig" --hostname-override="$node" \
    --proxy-mode=iptables --cluster-cidr="$pod_range" --iptables-localhost-nodeports=false \
    --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0s --conntrack-tcp-timeout-close-wait=0s
}

# kubelet wants the parent cgroup of its pods to exist, in every controller.
make_cgroup() {
  local parent
  cgroup_parents | while read -r parent; do
    mkdir -p "$parent/$cgroup"
    # A new cpuset is empty, and nothing can run in it.
    if [ -e "$parent/cpuset.cpus" ]; then
      cat "$parent/cpuset.cpus" >"$parent/$cgroup/cpuset.cpus"
      cat "$parent/cpuset.mems" >"$parent/$cgroup/cpuset.mems"
    fi
  done
}

# The mount points of the cgroup controllers (version 1), or the one of version 2.
cgroup_parents() {
  awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts
}

wait_for_node() {
  wait_for 60 kubelet curl -fsS http://127.0.0.1:10248/healthz
  wait_for 60 kubelet kubectl wait --for=condition=Ready "node/$node" --timeout=1s
  wait_for 30 kube-proxy curl -fsS http://127.0.0.1:10256/healthz
  wait_for 60 kubelet pods_run_as_reported
}

# After a restart the API server reports containers as running until kubelet has looked.
pods_run_as_reported() {
  local tasks reported container
  tasks=$(containerd_client tasks ls | awk '$3 == "RUNNING" { print $1 }') || return 1
  reported=$(kubectl get pods --all-namespaces --field-selector "spec.nodeName=$node" \
    --output 'jsonpath={.items[*].status.containerStatuses[?(@.state.running)].containerID}') || return 1
  for container in $reported; do
    grep -qxF "${container#containerd://}" <<<"$tasks" || return 1
  done
}
