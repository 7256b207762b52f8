package org.floatingip.aws.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that speaks HTTP, and the setting that names it.
 *
 * @param setting for example {@code HTTPS_PROXY}
 * @param endpoint scheme, host and port
 * @param user null if it takes everybody
 * @param password empty if the user has none
 */
record ProxyServer(String setting, URI endpoint, @Nullable String user, String password) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /**
     * Reads what a variable of the environment says: {@code http://user:password@host:port}, where all but the host may be
     * missing, and what the user's name and password have of {@code %} is decoded.
     *
     * @throws ProxyException if it is anything else; never with the value, which may have a password
     */
    static ProxyServer ofVariable(String variable, String value) {
        String text = value.contains("://") ? value : "http://" + value;
        try {
            URI url = new URI(text);
            String scheme = url.getScheme().toLowerCase(Locale.ROOT);
            if (scheme.startsWith("socks")) {
                throw ProxyException.setting(variable, "names a SOCKS proxy, which this program does not speak");
            }
            if (url.getHost() != null && SCHEMES.contains(scheme)) {
                String[] login = url.getRawUserInfo() == null
                        ? new String[0]
                        : url.getRawUserInfo().split(":", 2);
                return new ProxyServer(
                        variable,
                        at(scheme, url.getHost(), url.getPort()),
                        login.length == 0 ? null : decoded(login[0]),
                        login.length < 2 ? "" : decoded(login[1]));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Its message has the value.
        }
        throw ProxyException.setting(variable, "is not the URL of a proxy, as in http://proxy.example.com:3128");
    }

    /**
     * Reads what properties of the JVM say.
     *
     * @param port null for the usual one
     * @throws ProxyException if they make no proxy
     */
    static ProxyServer ofProperties(
            String property,
            String host,
            @Nullable String port,
            int usual,
            @Nullable String user,
            @Nullable String password) {
        try {
            URI endpoint = at("http", host, port == null ? usual : Integer.parseInt(port));
            return new ProxyServer(property, endpoint, user, password == null ? "" : password);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw ProxyException.setting(property, "and the port beside it are not a host and a port");
        }
    }

    private static URI at(String scheme, String host, int port) throws URISyntaxException {
        int used = port > 0 ? port : scheme.equals("https") ? 443 : 80;
        String bare = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return new URI(scheme, null, bare, used, null, null, null).parseServerAuthority();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return endpoint.getHost() + ":" + endpoint.getPort();
    }
}
