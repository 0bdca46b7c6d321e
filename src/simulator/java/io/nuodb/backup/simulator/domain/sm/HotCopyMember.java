package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.backup.Coordination;
import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Answer;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A storage manager's part of a hot copy that another one coordinates. It reports to the
 * coordinator again and again, and is cancelled when the coordinator says so or is lost; so no wait
 * for the others outlives the coordinator.
 */
final class HotCopyMember implements Coordination {
  /** A storage manager that is silent for so long is taken for dead. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long UNDECIDED = -1;

  private final MemberOrder order;
  private final HotCopies hotCopies;
  private final JsonClient client;
  private Progress progress = Progress.COPYING;
  private long lastSequence;
  private long end = UNDECIDED;
  private boolean completing;
  private String failure;

  HotCopyMember(MemberOrder order, HotCopies hotCopies, JsonClient client) {
    this.order = order;
    this.hotCopies = hotCopies;
    this.client = client;
  }

  /** Begins to report; the part has been started. */
  void start() {
    Thread.ofVirtual().name("member of hot copy " + order.hotCopyId()).start(this::reportToTheEnd);
  }

  @Override
  public synchronized long agreeOnEnd(long lastSequence) throws IOException {
    this.lastSequence = lastSequence;
    progress = Progress.AGREEING;
    while (end == UNDECIDED) {
      waitForAnswer();
    }
    return end;
  }

  @Override
  public synchronized void awaitCopied() throws IOException {
    progress = Progress.COPIED;
    while (!completing) {
      waitForAnswer();
    }
  }

  @Override
  public synchronized void fail(String cause) {
    failure = String.valueOf(cause);
    progress = Progress.FAILED;
  }

  @Override
  public void cancel() {
    // The next report says so.
  }

  private void waitForAnswer() throws InterruptedIOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for other storage managers");
    }
  }

  private void reportToTheEnd() {
    String url =
        "%s/hotCopies/%s/parts/%d"
            .formatted(order.coordinatorUrl(), order.hotCopyId(), order.part().archiveId());
    long lastAnswer = System.nanoTime();
    try {
      while (true) {
        MemberReport report = report();
        try {
          obey(client.post(url, report, Answer.class, SILENCE));
          lastAnswer = System.nanoTime();
          if (report.progress().isEnd()) {
            return;
          }
        } catch (HttpError | IOException e) {
          boolean forgotten = e instanceof HttpError error && error.status() == 404;
          if (forgotten || System.nanoTime() - lastAnswer > SILENCE.toNanos()) {
            return;
          }
        }
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hotCopies.cancel(order.hotCopyId()); // no effect on a part that has ended
    }
  }

  private MemberReport report() {
    HotCopyState state = hotCopies.status(order.hotCopyId()).orElseThrow().state();
    synchronized (this) {
      Progress now =
          switch (state) {
            case COMPLETED -> Progress.COMPLETED;
            case CANCELLED -> Progress.CANCELLED;
            case RUNNING, FAILED -> progress;
          };
      return new MemberReport(now, lastSequence, failure);
    }
  }

  private void obey(Answer answer) {
    switch (answer.action()) {
      case CANCEL -> hotCopies.cancel(order.hotCopyId());
      case END, COMPLETE, GO_ON -> hear(answer);
    }
  }

  private synchronized void hear(Answer answer) {
    switch (answer.action()) {
      case END -> end = answer.endSequence();
      case COMPLETE -> completing = true;
      case GO_ON, CANCEL -> {
        return;
      }
    }
    notifyAll();
  }
}
