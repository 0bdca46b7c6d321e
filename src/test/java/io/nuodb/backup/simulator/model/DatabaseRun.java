package io.nuodb.backup.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.model.Action.Target;
import io.nuodb.backup.simulator.store.JournalElements;
import io.nuodb.backup.simulator.store.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** A database with two storage managers, to which actions happen. */
final class DatabaseRun implements AutoCloseable {
  private static final int TRANSACTIONS_PER_SET = 4;

  private final ScratchDirectory scratch = ScratchDirectory.create();
  private final ModelTransactions transactions = new ModelTransactions();
  private final List<StorageManager> storageManagers = new ArrayList<>();
  private final Destinations destinations = new Destinations(scratch.path());
  private final HotCopyRun hotCopies = new HotCopyRun(destinations, transactions);
  private final RestoreRun restores = new RestoreRun(transactions, scratch.resolve("restored"));

  /**
   * Begins with an empty database.
   *
   * @param bothCopyJournals whether the second storage manager has the start option, too
   */
  DatabaseRun(boolean bothCopyJournals) throws IOException {
    for (int i = 0; i < 2; i++) {
      String name = "sm-" + i;
      boolean journalHotCopy = i == 0 || bothCopyJournals;
      storageManagers.add(
          new StorageManager(name, scratch.resolve(name), journalHotCopy, transactions));
    }
  }

  void perform(Action action) throws Exception {
    switch (action) {
      case Action.Begin begin -> transactions.begin();
      case Action.Write write -> {
        if (transactions.running() > 0) {
          transactions.write(write.transaction() % transactions.running(), write.changes());
        }
      }
      case Action.Commit commit -> commit(commit.transaction());
      case Action.Rollback rollback -> {
        if (transactions.running() > 0) {
          transactions.rollback(rollback.transaction() % transactions.running());
        }
      }
      case Action.Transact transact -> {
        transactions.begin();
        transactions.write(transactions.running() - 1, transact.changes());
        commit(transactions.running() - 1);
      }
      case Action.FallBehind late -> {
        if (areAllUp() && storageManagers.stream().noneMatch(StorageManager::isBehind)) {
          storageManagers.get(late.storageManager()).fallBehind();
        }
      }
      case Action.CatchUp late -> {
        if (isUp(late.storageManager())) {
          storageManagers.get(late.storageManager()).catchUp();
        }
      }
      case Action.Checkpoint checkpoint -> {
        if (isUp(checkpoint.storageManager())) {
          storageManagers.get(checkpoint.storageManager()).store().checkpoint();
        }
      }
      case Action.Start start -> start(start);
      case Action.StartCoordinated start -> startCoordinated(start);
      case Action.GoOn goOn -> {
        if (hotCopies.count() > 0) {
          hotCopies.goOn(goOn.hotCopy() % hotCopies.count());
        }
      }
      case Action.Cancel cancel -> {
        if (hotCopies.count() > 0) {
          hotCopies.cancel(cancel.hotCopy() % hotCopies.count());
        }
      }
      case Action.Stop stop -> {
        if (areAllUp()) {
          other(stop.storageManager()).catchUp();
          hotCopies.stop(storageManagers.get(stop.storageManager()));
        }
      }
      case Action.Kill kill -> {
        if (areAllUp()) {
          other(kill.storageManager()).catchUp();
          hotCopies.kill(storageManagers.get(kill.storageManager()));
        }
      }
      case Action.KillBehind kill -> killBehind(kill);
      case Action.Return back -> comeBack();
      case Action.RestoreElement restore -> {
        if (hasSets() && set(restore.set()).hasElements()) {
          ModelSet set = set(restore.set());
          restores.element(set, restore.element() % (set.bases.size() + set.journals.size()));
        }
      }
      case Action.RestoreLatest restore -> {
        if (hasSets()) {
          restores.latest(set(restore.set()));
        }
      }
      case Action.RestoreTransaction restore -> {
        if (hasSets() && transactions.last() > 0) {
          restores.transaction(set(restore.set()), 1 + restore.transaction() % transactions.last());
        }
      }
      case Action.RestoreUncommitted restore -> {
        List<Long> ids = transactions.uncommitted();
        if (hasSets() && !ids.isEmpty()) {
          restores.uncommitted(set(restore.set()), ids.get(restore.transaction() % ids.size()));
        }
      }
      case Action.ReportTimestamps report -> {
        if (hasSets()) {
          restores.report(set(report.set()));
        }
      }
      case Action.RemoveSet remove -> {
        if (hasSets() && !hotCopies.isBeingWritten(set(remove.set()))) {
          destinations.remove(set(remove.set()));
        }
      }
      case Action.RemoveJournalData remove -> {
        if (hasSets() && !set(remove.set()).journals.isEmpty()) {
          ModelSet set = set(remove.set());
          destinations.removeJournalData(set, remove.element() % set.journals.size());
        }
      }
    }
  }

  private void commit(int transaction) throws IOException {
    if (transactions.running() > 0) {
      transactions.commit(transaction % transactions.running());
      for (StorageManager storageManager : storageManagers) {
        if (storageManager.isUp()) {
          storageManager.deliver();
        }
      }
    }
  }

  private void start(Action.Start start) throws Exception {
    if (isUp(start.storageManager())) {
      StorageManager storageManager = storageManagers.get(start.storageManager());
      Path directory = directory(start.storageManager(), start.type(), start.target(), start.set());
      hotCopies.start(
          storageManager,
          start.type(),
          directory,
          UUID.randomUUID(),
          new Meeting(1),
          start.pauses());
    }
  }

  private void startCoordinated(Action.StartCoordinated start) throws Exception {
    if (areAllUp()) {
      List<Path> directories =
          List.of(
              directory(0, start.type(), start.target(), start.set()),
              directory(1, start.type(), start.target(), start.set()));
      hotCopies.startCoordinated(
          start.type(), storageManagers, directories, List.of(start.first(), start.second()));
    }
  }

  private Path directory(int storageManager, HotCopyType type, Target target, int set) {
    return destinations.choose(
        type, target, set, storageManagers.get(storageManager).model, other(storageManager).model);
  }

  private void killBehind(Action.KillBehind kill) throws Exception {
    if (isUp(kill.storageManager())) {
      Path set = directory(kill.storageManager(), kill.type(), Target.NEWEST, 0);
      hotCopies.killBehind(storageManagers.get(kill.storageManager()), kill.type(), set);
    }
  }

  private void comeBack() throws IOException {
    for (int i = 0; i < storageManagers.size(); i++) {
      if (!isUp(i)) {
        storageManagers.get(i).comeBack(other(i));
      }
    }
  }

  private boolean isUp(int storageManager) {
    return storageManagers.get(storageManager).isUp();
  }

  private boolean areAllUp() {
    return storageManagers.stream().allMatch(StorageManager::isUp);
  }

  private StorageManager other(int storageManager) {
    return storageManagers.get(1 - storageManager);
  }

  private boolean hasSets() {
    return !destinations.sets().isEmpty();
  }

  private ModelSet set(int set) {
    return destinations.sets().get(set % destinations.sets().size());
  }

  /** Lets everything end, copies the journals, and compares all there is with the model. */
  void finish() throws Exception {
    hotCopies.finishAll();
    comeBack();
    while (transactions.running() > 0) {
      commit(0);
    }
    for (int i = 0; i < storageManagers.size(); i++) {
      storageManagers.get(i).catchUp();
      start(new Action.Start(i, HotCopyType.JOURNAL, Target.NEWEST, 0, HotCopyRun.NOWHERE));
      storageManagers.get(i).assertHoldsWhatItShould();
    }
    for (ModelSet set : destinations.sets()) {
      restores.report(set);
      for (int element = 0; element < set.bases.size(); element++) {
        restores.element(set, element);
      }
      restores.overlappingTransactions(set, TRANSACTIONS_PER_SET);
    }
    for (StorageManager storageManager : storageManagers) {
      storageManager.stop();
      assertKeepsTheJournal(storageManager);
    }
  }

  private void assertKeepsTheJournal(StorageManager storageManager) throws IOException {
    Path archive = storageManager.directory();
    if (storageManager.model.journalHotCopy) {
      assertThat(JournalElements.sequences(archive, JournalElements.journalOf(archive)))
          .as("commits in the journal of " + storageManager)
          .containsAll(
              LongStream.rangeClosed(storageManager.model.journalCopied + 1, transactions.last())
                  .boxed()
                  .toList());
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
