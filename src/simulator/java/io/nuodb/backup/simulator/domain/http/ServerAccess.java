package io.nuodb.backup.simulator.domain.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Whom a server answers. A client's certificate and basic credentials are alternatives: where both
 * are asked for, either will do.
 *
 * @param key PEM file with the server's private key and certificate; without it HTTP is plain
 * @param clientAuthority PEM file with the certificate that clients' must chain to; others are
 *     refused in the TLS handshake
 * @param basic the only credentials that are accepted
 */
public record ServerAccess(
    Optional<Path> key, Optional<Path> clientAuthority, Optional<BasicCredentials> basic) {
  /** Plain HTTP for everybody. */
  public static final ServerAccess OPEN =
      new ServerAccess(Optional.empty(), Optional.empty(), Optional.empty());

  HttpServer newServer() throws IOException {
    if (key.isEmpty()) {
      return HttpServer.create();
    }
    HttpsServer server = HttpsServer.create();
    SSLContext context = PemTls.context(List.of(key.get()), clientAuthority, false);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            parameters.setSSLParameters(parameters(context));
          }
        });
    return server;
  }

  private SSLParameters parameters(SSLContext context) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    if (clientAuthority.isPresent()) {
      if (basic.isPresent()) {
        parameters.setWantClientAuth(true);
      } else {
        parameters.setNeedClientAuth(true);
      }
    }
    return parameters;
  }

  /** Refuses a request with status 401 when it has neither of what is asked for. */
  void check(HttpExchange exchange) {
    if (basic.isPresent() && !hasCertificate(exchange) && !authorized(exchange, basic.get())) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"NuoDB\"");
      throw HttpError.unauthorized("Authentication required", "Wrong or missing credentials");
    }
  }

  private static boolean hasCertificate(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange https
          && https.getSSLSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private static boolean authorized(HttpExchange exchange, BasicCredentials expected) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            expected.authorization().getBytes(StandardCharsets.UTF_8));
  }
}
