package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command that starts an engine process with this process's own program. */
final class EngineCommandLine {
  /** By its name, since the class that has all programs as its commands knows this one too. */
  private static final String MAIN = "io.nuodb.backup.simulator.Main";

  private EngineCommandLine() {}

  /**
   * @param apiServer the admin that the process registers with
   */
  static List<String> of(RequestedProcess process, String apiServer) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.add(process.type() == EngineType.SM ? "nuosm" : "nuote");
    command.addAll(List.of("--api-server", apiServer));
    command.addAll(List.of("--start-id", String.valueOf(process.startId())));
    command.addAll(List.of("--db-name", process.dbName()));
    command.addAll(List.of("--port", "0"));
    command.addAll(List.of("--labels", words(process.labels())));
    command.addAll(List.of("--options", words(process.options())));
    ArchiveState archive = process.archive();
    if (archive != null) {
      command.addAll(List.of("--archive-dir", archive.path()));
      if (archive.journalPath() != null) {
        command.addAll(List.of("--journal-dir", archive.journalPath()));
      }
    }
    return command;
  }

  private static String words(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> pair.getKey() + " " + pair.getValue())
        .collect(Collectors.joining(" "));
  }
}
