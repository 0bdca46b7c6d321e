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
      case Action.OfTransactions ofTransactions -> perform(ofTransactions);
      case Action.OfStorageManagers ofStorageManagers -> perform(ofStorageManagers);
      case Action.OfHotCopies ofHotCopies -> perform(ofHotCopies);
      case Action.OfBackupSets ofBackupSets -> {
        if (!destinations.sets().isEmpty()) {
          perform(ofBackupSets);
        }
      }
    }
  }

  private void perform(Action.OfTransactions action) throws IOException {
    int running = transactions.running();
    switch (action) {
      case Action.Begin begin -> transactions.begin();
      case Action.Write write when running > 0 ->
          transactions.write(write.transaction() % running, write.changes());
      case Action.Rollback rollback when running > 0 ->
          transactions.rollback(rollback.transaction() % running);
      case Action.Commit commit when running > 0 -> commit(commit.transaction() % running);
      case Action.Transact transact -> {
        transactions.begin();
        transactions.write(running, transact.changes());
        commit(running);
      }
      default -> {}
    }
  }

  private void perform(Action.OfStorageManagers action) throws Exception {
    switch (action) {
      case Action.FallBehind late when areAllUp() -> fallBehind(late.storageManager());
      case Action.CatchUp late when isUp(late.storageManager()) ->
          storageManagers.get(late.storageManager()).catchUp();
      case Action.Checkpoint checkpoint when isUp(checkpoint.storageManager()) ->
          storageManagers.get(checkpoint.storageManager()).store().checkpoint();
      case Action.Stop stop when areAllUp() -> {
        other(stop.storageManager()).catchUp();
        hotCopies.stop(storageManagers.get(stop.storageManager()));
      }
      case Action.Kill kill when areAllUp() -> {
        other(kill.storageManager()).catchUp();
        hotCopies.kill(storageManagers.get(kill.storageManager()));
      }
      case Action.KillBehind kill when isUp(kill.storageManager()) -> killBehind(kill);
      case Action.Return back -> comeBack();
      default -> {}
    }
  }

  private void perform(Action.OfHotCopies action) throws Exception {
    int running = hotCopies.count();
    switch (action) {
      case Action.Start start when isUp(start.storageManager()) -> start(start);
      case Action.StartCoordinated start when areAllUp() -> startCoordinated(start);
      case Action.GoOn goOn when running > 0 -> hotCopies.goOn(goOn.hotCopy() % running);
      case Action.Cancel cancel when running > 0 -> hotCopies.cancel(cancel.hotCopy() % running);
      default -> {}
    }
  }

  private void perform(Action.OfBackupSets action) throws IOException {
    switch (action) {
      case Action.RestoreElement restore -> restoreElement(set(restore.set()), restore.element());
      case Action.RestoreLatest restore -> restores.latest(set(restore.set()));
      case Action.RestoreTransaction restore when transactions.last() > 0 ->
          restores.transaction(set(restore.set()), 1 + restore.transaction() % transactions.last());
      case Action.RestoreUncommitted restore when !transactions.uncommitted().isEmpty() -> {
        List<Long> ids = transactions.uncommitted();
        restores.uncommitted(set(restore.set()), ids.get(restore.transaction() % ids.size()));
      }
      case Action.ReportTimestamps report -> restores.report(set(report.set()));
      case Action.RemoveSet remove when !hotCopies.isBeingWritten(set(remove.set())) ->
          destinations.remove(set(remove.set()));
      case Action.RemoveJournalData remove when !set(remove.set()).journals.isEmpty() -> {
        ModelSet set = set(remove.set());
        destinations.removeJournalData(set, remove.element() % set.journals.size());
      }
      default -> {}
    }
  }

  private void restoreElement(ModelSet set, int element) throws IOException {
    if (set.hasElements()) {
      restores.element(set, element % (set.bases.size() + set.journals.size()));
    }
  }

  /** One at a time: the other has every commit that was acknowledged. */
  private void fallBehind(int storageManager) {
    if (!other(storageManager).isBehind()) {
      storageManagers.get(storageManager).fallBehind();
    }
  }

  private void commit(int transaction) throws IOException {
    transactions.commit(transaction);
    for (StorageManager storageManager : storageManagers) {
      if (storageManager.isUp()) {
        storageManager.deliver();
      }
    }
  }

  private void start(Action.Start start) throws Exception {
    int storageManager = start.storageManager();
    hotCopies.start(
        storageManagers.get(storageManager),
        start.type(),
        directory(storageManager, start.type(), start.target(), start.set()),
        UUID.randomUUID(),
        new Meeting(1),
        start.pauses());
  }

  private void startCoordinated(Action.StartCoordinated start) throws Exception {
    List<Path> directories =
        List.of(
            directory(0, start.type(), start.target(), start.set()),
            directory(1, start.type(), start.target(), start.set()));
    hotCopies.startCoordinated(
        start.type(), storageManagers, directories, List.of(start.first(), start.second()));
  }

  private Path directory(int storageManager, HotCopyType type, Target target, int set) {
    return destinations.choose(
        type, target, set, storageManagers.get(storageManager).model, other(storageManager).model);
  }

  private void killBehind(Action.KillBehind kill) throws Exception {
    Path set = directory(kill.storageManager(), kill.type(), Target.NEWEST, 0);
    hotCopies.killBehind(storageManagers.get(kill.storageManager()), kill.type(), set);
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
      restores.lackingTransactions(set, TRANSACTIONS_PER_SET);
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
