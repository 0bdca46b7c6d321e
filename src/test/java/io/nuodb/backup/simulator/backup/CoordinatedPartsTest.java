package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CoordinatedPartsTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @Test
  void agreeOnTheHighestCommit() throws Exception {
    CoordinatedParts parts = new CoordinatedParts(2, LONG_ENOUGH);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Long> other = threads.submit(() -> parts.agreeOnEnd(7));
      assertThat(parts.agreeOnEnd(5)).isEqualTo(7);
      assertThat(other.get()).isEqualTo(7);
    }
  }

  @Test
  void failTogetherWhenOneDoesNotCome() {
    CoordinatedParts parts = new CoordinatedParts(2, Duration.ofMillis(1));
    assertThatThrownBy(() -> parts.agreeOnEnd(5))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not come in time");
    assertThatThrownBy(() -> parts.agreeOnEnd(7)).hasMessageContaining("did not come in time");
  }

  @Test
  void failTogetherWhenOneFailsAfterTheAgreement() throws Exception {
    CoordinatedParts parts = new CoordinatedParts(2, LONG_ENOUGH);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Long> other = threads.submit(() -> parts.agreeOnEnd(7));
      parts.agreeOnEnd(5);
      other.get();
    }
    parts.fail("No space left on device");
    assertThatThrownBy(parts::awaitCopied)
        .hasMessage("Coordinated hot copy failed: No space left on device");
  }

  @Test
  void areCompletedTogetherOnceAllAreCopied() throws Exception {
    CoordinatedParts parts = new CoordinatedParts(2, LONG_ENOUGH);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> other =
          threads.submit(
              () -> {
                parts.awaitCopied();
                return null;
              });
      parts.awaitCopied();
      parts.cancel();
      other.get();
    }
  }

  @Test
  void areCancelledTogetherWhenOneThatWaitsIsInterrupted() throws Exception {
    CoordinatedParts parts = new CoordinatedParts(2, LONG_ENOUGH);
    CompletableFuture<Throwable> left = new CompletableFuture<>();
    Thread part =
        Thread.ofPlatform().start(() -> left.complete(catchThrowable(parts::awaitCopied)));
    part.interrupt();
    assertThat(left.get()).isInstanceOf(IOException.class);
    assertThatThrownBy(parts::awaitCopied).isInstanceOf(HotCopyCancelledException.class);
  }
}
