# One authority, a certificate and a kubeconfig for each program. What exists is kept.

make_certificates() {
  [ -e "$state/pki/complete" ] && return
  phase "certificates"
  local pki=$state/pki names=DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local
  new_key -x509 -days 3650 -subj /CN=local-cluster -keyout "$pki/ca.key" -out "$pki/ca.crt"
  openssl genrsa -out "$pki/service-accounts.key" 2048 2>/dev/null
  certificate kube-apiserver /CN=kube-apiserver "IP:$node_ip,IP:127.0.0.1,IP:$kubernetes_service_ip,$names"
  certificate kubelet "/O=system:nodes/CN=system:node:$node" "IP:$node_ip"
  certificate admin /O=system:masters/CN=admin
  certificate kube-controller-manager /CN=system:kube-controller-manager
  certificate kube-scheduler /CN=system:kube-scheduler
  certificate kube-proxy /CN=system:kube-proxy
  certificate cluster-dns /CN=local:cluster-dns
  certificate local-volumes /CN=local:local-volumes
  touch "$pki/complete"
}

# RSA: Java clients read elliptic curve keys only with a further library.
new_key() {
  openssl req -newkey rsa:2048 -nodes "$@" 2>/dev/null
}

# certificate NAME SUBJECT [SERVER-NAMES]
certificate() {
  local file=$state/pki/$1 extensions=extendedKeyUsage=clientAuth
  [ -z "${3:-}" ] || extensions="extendedKeyUsage=clientAuth,serverAuth
subjectAltName=$3"
  new_key -subj "$2" -keyout "$file.key" -out "$file.csr"
  openssl x509 -req -in "$file.csr" -CA "$state/pki/ca.crt" -CAkey "$state/pki/ca.key" -CAcreateserial -days 3650 \
    -extfile <(echo "$extensions") -out "$file.crt" 2>/dev/null
  rm "$file.csr"
  (umask 077 && kubeconfig_of "$1" >"$file.kubeconfig")
}

kubeconfig_of() {
  cat <<CONFIG
apiVersion: v1
kind: Config
current-context: local
contexts: [{name: local, context: {cluster: local, user: $1}}]
clusters:
- name: local
  cluster:
    server: $api_server
    certificate-authority-data: $(base64 -w 0 "$state/pki/ca.crt")
users:
- name: $1
  user:
    client-certificate-data: $(base64 -w 0 "$state/pki/$1.crt")
    client-key-data: $(base64 -w 0 "$state/pki/$1.key")
CONFIG
}

write_kubeconfig() {
  mkdir -p "${kubeconfig%/*}"
  install -m 600 "$state/pki/admin.kubeconfig" "$kubeconfig"
}

# As the administrator of the local cluster, whatever KUBECONFIG says.
kubectl() {
  "$bin/kubectl" --kubeconfig="$state/pki/admin.kubeconfig" "$@"
}
