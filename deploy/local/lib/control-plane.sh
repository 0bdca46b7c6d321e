# etcd, the API server, the controller manager and the scheduler.

start_control_plane() {
  local pki=$state/pki
  running kube-apiserver || phase "control plane"
  # A cluster for trials need not survive a power cut: without fsync it starts and runs much faster.
  start etcd "$etcd/etcd" --data-dir="$state/etcd-$etcd_version" --unsafe-no-fsync \
    --listen-client-urls="$etcd_client" --advertise-client-urls="$etcd_client" \
    --listen-peer-urls="$etcd_peer" --initial-advertise-peer-urls="$etcd_peer" --initial-cluster="default=$etcd_peer"
  start kube-apiserver "$bin/kube-apiserver" \
    --etcd-servers="$etcd_client" \
    --advertise-address="$node_ip" --secure-port=6443 --service-cluster-ip-range="$service_range" \
    --tls-cert-file="$pki/kube-apiserver.crt" --tls-private-key-file="$pki/kube-apiserver.key" \
    --client-ca-file="$pki/ca.crt" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$pki/service-accounts.key" --service-account-signing-key-file="$pki/service-accounts.key" \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" \
    --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --profiling=false
  wait_for 60 kube-apiserver kubectl get --raw /readyz
  # With the default client limits a thousand Jobs would take minutes to get their pods.
  start kube-controller-manager "$bin/kube-controller-manager" --kubeconfig="$pki/kube-controller-manager.kubeconfig" \
    --bind-address=127.0.0.1 --leader-elect=false \
    --service-account-private-key-file="$pki/service-accounts.key" --root-ca-file="$pki/ca.crt" --use-service-account-credentials \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" \
    --flex-volume-plugin-dir="$state/kubelet/volume-plugins" --kube-api-qps=500 --kube-api-burst=1000
  start kube-scheduler "$bin/kube-scheduler" --kubeconfig="$pki/kube-scheduler.kubeconfig" \
    --bind-address=127.0.0.1 --leader-elect=false --kube-api-qps=500 --kube-api-burst=1000
}

# apply MANIFEST: unless the cluster has exactly this already.
apply() {
  local applied
  applied=$state/applied-$(basename "$1")
  cmp -s "$applied" <(render "$1") && return
  render "$1" | kubectl apply -f - >/dev/null
  render "$1" >"$applied"
}
