# Cluster DNS: a process on the machine, behind the service address that every pod's resolv.conf names.

start_cluster_dns() {
  apply "$here/manifests/cluster-dns.yaml"
  start cluster-dns "$bin/cluster-dns" -conf "$state/config/cluster-dns.Corefile"
  wait_for 30 cluster-dns curl -fsS http://127.0.0.1:8181/ready
}
