package io.nuodb.backup.simulator.nuocmd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.backup.HeldWrites;
import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The database of NuoDB's documents, with the tools that they use: nuocmd, SQL on the table foo and
 * nuoarchive. Its storage managers have the archive ids 0, 1, 2 in the order of their start, and
 * keep their journals for hot copy.
 */
final class NuocmdFixture implements AutoCloseable {
  static final String TIMESTAMP = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
  static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** Process labels of storage managers that are used for backups. */
  static final Map<String, String> HOT_COPY = Map.of("role", "hotcopy");

  /** Start options with journal hot copy. */
  static final Map<String, String> JOURNAL_HOT_COPY = Map.of("journal-hot-copy", "enable");

  private final Path backups;
  private final DomainFixture domain;
  private final Nuocmd nuocmd;
  private final DatabaseClient sql;
  private final HeldWrites heldWrites = new HeldWrites();

  NuocmdFixture(Path root) throws Exception {
    this(root, Transport.HTTP);
  }

  NuocmdFixture(Path root, Transport transport) throws Exception {
    backups = Files.createDirectories(root.resolve("backups"));
    domain = transport.start(root);
    nuocmd = transport.nuocmd(domain, root);
    sql = domain.connect();
  }

  DomainFixture domain() {
    return domain;
  }

  Nuocmd nuocmd() {
    return nuocmd;
  }

  /** Holds hot copies of all storage managers back, so that a test can act while they run. */
  HeldWrites heldWrites() {
    return heldWrites;
  }

  /** A directory below the one that all storage managers back up to. */
  Path backup(String name) {
    return backups.resolve(name);
  }

  /** Starts storage managers that a backup uses, one after the other. */
  void startStorageManagers(int count) throws Exception {
    for (int number = 0; number < count; number++) {
      startStorageManager("sm-" + number);
    }
  }

  /** Starts a storage manager and waits until it is RUNNING. */
  StorageManager startStorageManager(String name, String... storageGroups) throws Exception {
    return start(name, HOT_COPY, JOURNAL_HOT_COPY, storageGroups);
  }

  /** Starts a storage manager that has other labels, or other start options. */
  StorageManager start(
      String name, Map<String, String> labels, Map<String, String> options, String... storageGroups)
      throws Exception {
    StorageManager started =
        domain.start(
            name,
            settings ->
                new ProcessSettings(
                    settings.apiServer(),
                    settings.adminAccess(),
                    settings.dbName(),
                    settings.hostname(),
                    settings.address(),
                    settings.port(),
                    labels,
                    options,
                    Set.of(storageGroups),
                    null),
            store -> store.withFaults(heldWrites));
    DomainFixture.awaitRunning(started);
    return started;
  }

  /**
   * Creates an archive object with {@code nuocmd create archive} and lets the admin start a storage
   * manager on it with {@code nuocmd start process}; waits until that is RUNNING.
   *
   * @return the archive's id
   */
  int startProcess(String archiveOptions, String processOptions) throws Exception {
    JsonNode archive =
        nuocmd.json("create archive --db-name demo --server-id nuoadmin-0 " + archiveOptions);
    JsonNode process =
        nuocmd.json(
            "start process --db-name demo --server-id nuoadmin-0 --engine-type SM --archive-id "
                + archive.path("id").asInt()
                + processOptions);
    nuocmd.print(
        "check process --check-running --timeout 60 --start-id "
            + process.path("startId").asText());
    return archive.path("id").asInt();
  }

  /** {@code insert into foo values (value)} with autocommit; returns the transaction's id. */
  long insert(long value) throws IOException {
    long transactionId = sql.begin();
    sql.write(transactionId, "foo", Map.of(value, "x"));
    sql.commit(transactionId);
    return transactionId;
  }

  /** Gives the database a size, in rows of about a hundred bytes. */
  void fill(int rows) throws IOException {
    Map<Long, String> filler = new TreeMap<>();
    for (long key = 0; key < rows; key++) {
      filler.put(key, "row %095d".formatted(key));
    }
    sql.writeAndCommit("filler", filler);
  }

  /** {@code select * from foo} in an archive that no storage manager serves. */
  static List<Long> foo(Path archive) throws IOException {
    return foo(DomainFixture.rowsOf(archive));
  }

  /** {@code select * from foo} in a dump. */
  static List<Long> foo(List<String> dump) {
    return dump.stream()
        .map(row -> row.split("\t"))
        .filter(row -> row[0].equals("foo"))
        .map(row -> Long.valueOf(row[1]))
        .toList();
  }

  /** Runs a hot copy command until the hot copy has completed; returns its status. */
  JsonNode complete(String command) throws Exception {
    JsonNode status = nuocmd.json(command + " --timeout 60");
    assertThat(status.path("status").asText()).isEqualTo("completed");
    return status;
  }

  /** Waits until a hot copy ends; returns its status. */
  JsonNode await(JsonNode started) throws Exception {
    return nuocmd.json("get hotcopy-status " + identified(started) + " --timeout 60");
  }

  /** The options that name a hot copy. */
  static String identified(JsonNode hotCopy) {
    return "--coordinator-start-id %s --hotcopy-id %s"
        .formatted(hotCopy.path("coordinatorStartId").asText(), hotCopy.path("hotCopyId").asText());
  }

  /** Runs nuoarchive; {@code options} follow {@code nuoarchive} and are separated by spaces. */
  static Output nuoarchive(String options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new NuoArchive())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(options.split("\\s+"));
    return new Output(exitCode, out.toString(), err.toString());
  }

  /** Restores with nuoarchive into a new directory, which must succeed; returns it. */
  Path restore(String options, Path set) throws IOException {
    Path archive = Files.createTempDirectory(backups.getParent(), "restored");
    Output output = nuoarchive("restore " + options + " --restore-dir " + archive + " " + set);
    assertThat(output.err()).isEmpty();
    assertThat(output.exitCode()).isZero();
    return archive;
  }

  /** {@code ls -A1}. */
  static Set<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** {@code find directory -name '*.atm' | wc --lines}. */
  static long atoms(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".atm")).count();
    }
  }

  @Override
  public void close() throws Exception {
    heldWrites.release();
    sql.close();
    domain.close();
  }
}
