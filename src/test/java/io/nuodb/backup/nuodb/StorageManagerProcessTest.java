package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorageManagerProcessTest {
  @Test
  void theLabelOfAKubernetesAwareAdminTellsThePod() {
    StorageManagerProcess labelled = process("1", "RUNNING", "other", Map.of("pod-name", "sm-0"));

    assertThat(StorageManagerProcess.inPod("sm-0", List.of(labelled))).contains(labelled);
    assertThat(StorageManagerProcess.inPod("other", List.of(labelled))).isEmpty();
  }

  @Test
  void withoutTheLabelTheHostsNameTells() {
    StorageManagerProcess unlabelled = process("1", "RUNNING", "sm-0", Map.of());

    assertThat(StorageManagerProcess.inPod("sm-0", List.of(unlabelled))).contains(unlabelled);
  }

  @Test
  void afterARestartTheRunningProcessCounts() {
    StorageManagerProcess gone = process("12", "UNREACHABLE", "sm-0", Map.of());
    StorageManagerProcess back = process("9", "RUNNING", "sm-0", Map.of());

    assertThat(StorageManagerProcess.inPod("sm-0", List.of(gone, back))).contains(back);
  }

  @Test
  void ofTwoThatDoNotRunTheYoungerCounts() {
    StorageManagerProcess gone = process("9", "UNREACHABLE", "sm-0", Map.of());
    StorageManagerProcess starting = process("10", "SYNCING", "sm-0", Map.of());

    assertThat(StorageManagerProcess.inPod("sm-0", List.of(starting, gone))).contains(starting);
  }

  private static StorageManagerProcess process(
      String startId, String state, String hostname, Map<String, String> labels) {
    return new StorageManagerProcess(startId, 0, state, hostname, labels, Optional.empty());
  }
}
