SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The build needs JDK 25. Any that is installed beside the default one is found here.
JDK_25 := $(shell for home in "$${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*jdk*25* "$${HOME:-}"/.sdkman/candidates/java/25*; do \
  [ -x "$$home/bin/javac" ] && grep -qs '^JAVA_VERSION="\(2[5-9]\|[3-9][0-9]\)' "$$home/release" && { echo "$$home"; break; }; done)
ifneq ($(JDK_25),)
export JAVA_HOME := $(JDK_25)
endif
# Maven's own libraries use an API that JDK 25 warns of.
export MAVEN_OPTS ?= --sun-misc-unsafe-memory-access=allow

# One line instead of a long build failure.
.PHONY: jdk
jdk:
	@[ -n "$(JDK_25)" ] || { echo "JDK 25 or newer is needed: install one, or set JAVA_HOME to it" >&2; exit 1; }

MVN := mvn -B -ntp -q

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

.PHONY: try
try: jdk ## Back up and restore a database on a local cluster, end to end
	@deploy/local/try

.PHONY: test
test: jdk ## Run all tests, up to those on a real cluster
	@deploy/local/test

.PHONY: bench
bench: jdk ## Measure, print a table, write target/bench.json
	@deploy/local/bench

.PHONY: up
up: jdk ## Start the local cluster, with the images of this checkout
	@deploy/local/up

.PHONY: down
down: ## Remove the local cluster and everything that was made for it
	@deploy/local/cluster down

.PHONY: build
build: jdk ## Compile and package, without tests
	@$(MVN) package -DskipTests

.PHONY: images
images: build ## Build both images as archives under target/images
	@deploy/images/build

.PHONY: crds
crds: jdk ## Write the custom resource definitions anew from the classes
	@$(MVN) test -Dtest=CustomResourceDefinitionsTest -Dcrds.write=true

.PHONY: format
format: jdk ## Format the sources
	@$(MVN) spotless:apply

.PHONY: clean
clean: ## Remove what the build made
	@rm -rf target
