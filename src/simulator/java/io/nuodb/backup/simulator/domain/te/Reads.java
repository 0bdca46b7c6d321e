package io.nuodb.backup.simulator.domain.te;

import com.fasterxml.jackson.core.type.TypeReference;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.replication.Rows;
import io.nuodb.backup.simulator.domain.te.Session.Member;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Reads the last commit from any RUNNING storage manager. */
final class Reads {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Replication replication;
  private final JsonClient client = new JsonClient(TIMEOUT);

  Reads(Replication replication) {
    this.replication = replication;
  }

  List<String> tables() throws IOException {
    return fromAnyMember(url -> client.get(url + "/tables", new TypeReference<>() {}));
  }

  Rows rows(String table, long from, int limit) throws IOException {
    String path = "/tables/" + URLEncoder.encode(table, StandardCharsets.UTF_8) + "/rows";
    String query = "?from=" + from + "&limit=" + limit;
    return fromAnyMember(url -> client.get(url + path + query, Rows.class));
  }

  private <T> T fromAnyMember(Read<T> read) throws IOException {
    Collection<Member> members =
        replication.session().map(session -> session.members().values()).orElse(List.of());
    IOException failure = null;
    for (Member member : members) {
      try {
        return read.from(member.url());
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    throw HttpError.unavailable("No RUNNING storage manager");
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(String url) throws IOException;
  }
}
