package io.nuodb.backup.agent;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What Job pods run. Each command does one thing, leaves a {@link io.nuodb.backup.job.JobResult}
 * and ends with one of {@link io.nuodb.backup.job.ExitCode}.
 *
 * <p>No signal is handled: on SIGTERM the Java runtime ends at once with 143 and no result, a
 * running hot copy goes on, and the Job's next pod finds it.
 */
@Command(name = "agent", description = "Does the work of a NuoDB backup operator's Job.")
public final class Agent {
  private Agent() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(Environment.ofProcess()).execute(arguments));
  }

  static CommandLine commandLine(Environment environment) {
    return new CommandLine(new Agent())
        .addSubcommand(new DiscoverCommand(environment))
        .addSubcommand(new HotCopyCommand(environment))
        .addSubcommand(new CancelCommand(environment))
        .addSubcommand(new InspectCommand(environment))
        .addSubcommand(new PrepareCommand(environment))
        .addSubcommand(new VerifyCommand(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(
            Duration.class, text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
  }
}
