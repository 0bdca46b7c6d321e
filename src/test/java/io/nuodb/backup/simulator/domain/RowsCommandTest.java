package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.domain.rows.RowsCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The client tool: fills, changes and dumps a database. */
class RowsCommandTest {
  private DomainFixture domain;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    domain = new DomainFixture(root);
    domain.startAndAwaitRunning("sm-0");
  }

  @AfterEach
  void stopDomain() throws Exception {
    domain.close();
  }

  @Test
  void theUnicodeCharactersAreLoadedByCodePoint() throws Exception {
    run("load-unicode", "--engine", engine(), "--from", "55290", "--to", "63745");
    List<String> rows = domain.liveRows();
    assertThat(rows)
        .as("not the surrogates and the private use between them")
        .extracting(row -> row.split("\t")[1])
        .containsExactly("55290", "55291", "63744", "63745");
    assertThat(rows.get(2))
        .isEqualTo(
            "characters\t63744\t{\"name\":\"CJK COMPATIBILITY IDEOGRAPH-F900\","
                + "\"script\":\"HAN\",\"block\":\"CJK_COMPATIBILITY_IDEOGRAPHS\","
                + "\"category\":\"Lo\"}");
  }

  @Test
  void anUpdateChangesAsManyRowsAsAskedFor() throws Exception {
    run("load-unicode", "--engine", engine(), "--to", "1000");
    List<String> before = domain.liveRows();
    run("update", "--engine", engine(), "--count", "10", "--seed", "7");
    assertThat(domain.liveRows())
        .hasSameSizeAs(before)
        .filteredOn(row -> !before.contains(row))
        .hasSize(10)
        .allMatch(row -> row.contains("\"revision\":7"));
  }

  @Test
  void liveAndOfflineDumpsAreEqual() throws Exception {
    run("append", "--engine", engine(), "--table", "foo", "--count", "12");
    String appended = run("append", "--engine", engine(), "--table", "foo", "--count", "1");
    assertThat(appended).isEqualTo("foo\t13\trow 13" + System.lineSeparator());

    String live = run("dump", "--live", engine());
    String liveDigest = run("dump", "--live", engine(), "--digest");
    domain.stop("sm-0");
    assertThat(run("dump", domain.archive("sm-0").toString())).isEqualTo(live).hasLineCount(13);
    assertThat(run("dump", domain.archive("sm-0").toString(), "--digest"))
        .isEqualTo(liveDigest)
        .startsWith("13 ");
  }

  private String engine() {
    return "http://127.0.0.1:" + domain.engine().port();
  }

  private static String run(String... arguments) {
    StringWriter printed = new StringWriter();
    int exitCode =
        new CommandLine(new RowsCommand()).setOut(new PrintWriter(printed)).execute(arguments);
    assertThat(exitCode).isZero();
    return printed.toString();
  }
}
