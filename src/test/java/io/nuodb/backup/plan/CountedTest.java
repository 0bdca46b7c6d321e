package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneIsNotMany() {
    assertThat(Counted.of(1, "hot copy", "hot copies")).isEqualTo("1 hot copy");
    assertThat(Counted.of(2, "hot copy", "hot copies")).isEqualTo("2 hot copies");
    assertThat(Counted.of(0, "hot copy", "hot copies")).isEqualTo("0 hot copies");
  }
}
