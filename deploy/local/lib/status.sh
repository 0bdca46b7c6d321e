# What runs.

status() {
  local name result=0
  for name in etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy cluster-dns local-volumes; do
    if running "$name"; then
      printf '%-24s running, pid %s\n' "$name" "$(cut -d ' ' -f 1 "$state/processes/$name" | head -n 1)"
    else
      printf '%-24s not running\n' "$name"
      result=1
    fi
  done
  if [ $result -ne 0 ]; then
    echo "start what is missing with: deploy/local/cluster up"
    return 1
  fi
  kubectl get nodes
}
