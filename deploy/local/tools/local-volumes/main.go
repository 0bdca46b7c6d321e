// Command local-volumes provisions the persistent volumes of the local cluster: for each claim of
// its storage classes a sparse ext4 image file of the requested size, mounted on this node and
// offered as a `local` PersistentVolume. A claim that fills its volume meets a real ENOSPC. When a
// claim is deleted, its volume is unmounted and its image file deleted.
package main

import (
	"context"
	"flag"
	"log"
	"os/signal"
	"syscall"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v10/controller"
)

// provisionerName is what a StorageClass names as its provisioner.
const provisionerName = "nuodb-backup-operator/local-volumes"

// Claims come in bursts (a StatefulSet, a test namespace); mkfs and mount of one take about 50 ms.
const workers = 4

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of this provisioner")
	node := flag.String("node", "", "name of the node that mounts the volumes")
	images := flag.String("images", "", "directory of the image files")
	mounts := flag.String("mounts", "", "directory of the mount points")
	flag.Parse()

	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatalf("kubeconfig: %v", err)
	}
	config.QPS, config.Burst = 100, 200
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	controller.NewProvisionController(klog.FromContext(ctx), kubernetes.NewForConfigOrDie(config), provisionerName,
		&imageFiles{node: *node, images: *images, mounts: *mounts},
		controller.LeaderElection(false), controller.Threadiness(workers)).Run(ctx)
}
