package io.nuodb.backup.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nuodb.backup.simulator.backup.HotCopyRefusedException;
import io.nuodb.backup.simulator.backup.HotCopyRequest;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.model.Action.Pauses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The hot copies of both storage managers. Between two actions each is paused, waits for another
 * part, or has ended.
 */
final class HotCopyRun {
  static final Pauses NOWHERE = new Pauses(0, false, false);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final long LONG_ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Destinations destinations;
  private final Elements elements;
  private final List<RunningHotCopy> running = new ArrayList<>();
  private boolean remembered = true;

  HotCopyRun(Destinations destinations, ModelTransactions transactions) {
    this.destinations = destinations;
    this.elements = new Elements(transactions);
  }

  int count() {
    return running.size();
  }

  boolean isBeingWritten(ModelSet set) {
    return running.stream().anyMatch(hotCopy -> hotCopy.set == set);
  }

  /** Starts a hot copy that has to be accepted or refused, as the rules say. */
  boolean start(
      StorageManager storageManager,
      HotCopyType type,
      Path directory,
      UUID id,
      Meeting meeting,
      Pauses pauses)
      throws Exception {
    ModelArchive archive = storageManager.model;
    HotCopyRules.Destination destination = destinations.at(directory, type);
    List<String> broken = HotCopyRules.broken(archive, type, destination);
    Meeting.Part part = meeting.new Part(() -> archive.applied);
    if (broken.isEmpty()) {
      storageManager.pausedWrites().begin(type, pauses);
    }
    try {
      HotCopyRequest request = new HotCopyRequest(id, type, directory, OptionalLong.empty());
      storageManager.hotCopies().start(request, part);
    } catch (HotCopyRefusedException e) {
      assertThat(broken)
          .as("broken rules of a %s hot copy that was refused: %s", type, e.getMessage())
          .anySatisfy(text -> assertThat(e.getMessage()).contains(text));
      return false;
    }
    if (!broken.isEmpty()) {
      fail("A %s hot copy was accepted that breaks rules: %s", type, broken);
    }
    ModelSet set = destinations.occupy(directory, type, archive);
    archive.running.add(type);
    running.add(new RunningHotCopy(id, type, storageManager, directory, set, meeting, part));
    settle();
    return true;
  }

  void goOn(int hotCopy) throws Exception {
    RunningHotCopy chosen = running.get(hotCopy);
    chosen.storageManager.pausedWrites().goOn(chosen.type);
    settle();
  }

  void cancel(int hotCopy) throws Exception {
    RunningHotCopy cancelled = running.get(hotCopy);
    cancelled.expected = HotCopyState.CANCELLED;
    partnersBecome(cancelled, HotCopyState.CANCELLED);
    cancelled.storageManager.hotCopies().cancel(cancelled.id);
    awaitFinished(cancelled);
    settle();
  }

  private void partnersBecome(RunningHotCopy ended, HotCopyState state) {
    for (RunningHotCopy hotCopy : running) {
      if (hotCopy != ended
          && hotCopy.meeting == ended.meeting
          && hotCopy.expected == HotCopyState.COMPLETED) {
        hotCopy.expected = state;
      }
    }
  }

  /** The storage manager stops in order: its hot copies are cancelled. */
  void stop(StorageManager storageManager) throws Exception {
    for (RunningHotCopy hotCopy : of(storageManager)) {
      cancel(running.indexOf(hotCopy));
    }
    storageManager.stop();
  }

  /** The storage manager is killed: what its hot copies have written stays. */
  void kill(StorageManager storageManager) throws Exception {
    for (RunningHotCopy hotCopy : of(storageManager)) {
      hotCopy.expected = HotCopyState.FAILED;
      partnersBecome(hotCopy, HotCopyState.FAILED);
      hotCopy.part.fail("Killed");
    }
    storageManager.pausedWrites().kill();
    settle();
    storageManager.kill();
  }

  private List<RunningHotCopy> of(StorageManager storageManager) {
    return running.stream().filter(hotCopy -> hotCopy.storageManager == storageManager).toList();
  }

  /** An element comes to its place, but the archive does not get to know it. */
  void killBehind(StorageManager storageManager, HotCopyType type, Path directory)
      throws Exception {
    for (RunningHotCopy hotCopy : of(storageManager)) {
      cancel(running.indexOf(hotCopy));
    }
    storageManager.catchUp();
    remembered = false;
    try {
      storageManager.forget(
          () -> start(storageManager, type, directory, UUID.randomUUID(), new Meeting(1), NOWHERE));
    } finally {
      remembered = true;
    }
  }

  void finishAll() throws Exception {
    while (!running.isEmpty()) {
      for (RunningHotCopy hotCopy : running) {
        hotCopy.storageManager.pausedWrites().goOn(hotCopy.type);
      }
      settle();
    }
  }

  /** Waits until each hot copy is paused, waits for another part, or has ended. */
  private void settle() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONG_ENOUGH_NANOS;
    while (!running.stream().allMatch(HotCopyRun::isSettled)) {
      for (RunningHotCopy hotCopy : running) {
        if (!isSettled(hotCopy)) {
          if (hotCopy.part.needs() > hotCopy.storageManager.model.applied) {
            hotCopy.storageManager.catchUp();
          }
          hotCopy.storageManager.hotCopies().awaitFinished(hotCopy.id, MOMENT);
        }
      }
      assertThat(System.nanoTime()).as("hot copies that hang: " + running).isLessThan(deadline);
    }
    for (RunningHotCopy hotCopy : List.copyOf(running)) {
      if (isFinished(hotCopy)) {
        running.remove(hotCopy);
        ended(hotCopy);
      }
    }
  }

  private void ended(RunningHotCopy hotCopy) throws IOException {
    HotCopyStatus status = hotCopy.storageManager.hotCopies().status(hotCopy.id).orElseThrow();
    assertThat(status.state()).as(hotCopy + ": " + status.message()).isEqualTo(hotCopy.expected);
    hotCopy.storageManager.model.running.remove(hotCopy.type);
    elements.ended(hotCopy, status.state(), remembered);
    destinations.ended(hotCopy.destination, status.state());
  }

  private static boolean isSettled(RunningHotCopy hotCopy) {
    return hotCopy.part.waits()
        || hotCopy.storageManager.pausedWrites().isPaused(hotCopy.type)
        || isFinished(hotCopy);
  }

  private static boolean isFinished(RunningHotCopy hotCopy) {
    try {
      return hotCopy.storageManager.hotCopies().awaitFinished(hotCopy.id, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitFinished(RunningHotCopy hotCopy) throws InterruptedException {
    Duration longEnough = Duration.ofNanos(LONG_ENOUGH_NANOS);
    assertThat(hotCopy.storageManager.hotCopies().awaitFinished(hotCopy.id, longEnough)).isTrue();
  }

  /** Starts parts of one command; when one is refused the others fail. */
  void startCoordinated(
      HotCopyType type, List<StorageManager> members, List<Path> directories, List<Pauses> pauses)
      throws Exception {
    UUID id = UUID.randomUUID();
    Meeting meeting = new Meeting(members.size());
    for (int i = 0; i < members.size(); i++) {
      if (!start(members.get(i), type, directories.get(i), id, meeting, pauses.get(i))) {
        for (RunningHotCopy hotCopy : running) {
          if (hotCopy.meeting == meeting) {
            hotCopy.expected = HotCopyState.FAILED;
          }
        }
        meeting.fail();
        settle();
        return;
      }
    }
  }
}
