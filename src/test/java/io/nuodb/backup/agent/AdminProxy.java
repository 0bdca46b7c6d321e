package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.FakeAdmin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Stands between an agent and the admin process. */
final class AdminProxy implements AutoCloseable {
  private final URI target;
  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeAdmin server = new FakeAdmin(this::answer);
  private volatile boolean losing;
  private volatile DomainTime.Action beforeFirstPost = () -> {};

  AdminProxy(URI target) {
    this.target = target;
  }

  URI uri() {
    return server.uri();
  }

  /** From now on requests that change something have their effect, and no answer. */
  void loseAnswersToPosts() {
    losing = true;
  }

  void beforeFirstPost(DomainTime.Action action) {
    beforeFirstPost = action;
  }

  long posts() {
    return server.requests().stream().filter(AdminProxy::isPost).count();
  }

  private static boolean isPost(FakeAdmin.Request request) {
    return request.target().startsWith("POST");
  }

  private FakeAdmin.Answer answer(FakeAdmin.Request request) {
    try {
      if (isPost(request) && posts() == 1) {
        beforeFirstPost.run();
      }
      String[] methodAndPath = request.target().split(" ", 2);
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(target.resolve(methodAndPath[1]))
                  .header("Content-Type", "application/json")
                  .method(methodAndPath[0], BodyPublishers.ofString(request.body()))
                  .build(),
              BodyHandlers.ofString());
      return losing && isPost(request)
          ? FakeAdmin.Answer.NONE
          : new FakeAdmin.Answer(response.statusCode(), response.body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
