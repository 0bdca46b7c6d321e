package io.nuodb.backup.simulator.domain.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and a password, for HTTP's basic authentication. */
public record BasicCredentials(String user, String password) {
  /**
   * @param text user and password with a colon between, as in NUOCMD_BASIC_CREDS
   */
  public static BasicCredentials parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("Basic credentials are of the form <user>:<password>");
    }
    return new BasicCredentials(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The value of the header {@code Authorization}. */
  String authorization() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return user;
  }
}
