package org.floatingip.aws.internal;

/**
 * A request can't be sent: by the settings of its proxy, or because the proxy wants to know who asks. The service has not seen
 * it, and waiting does not help. It never leaves this library, except through a client of the caller's.
 */
final class ProxyException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private ProxyException(String message) {
        super(message);
    }

    /**
     * A setting that can't be followed.
     *
     * @param name for example {@code HTTPS_PROXY}
     * @param why as the predicate of a sentence
     */
    static ProxyException setting(String name, String why) {
        return new ProxyException(
                name + " " + why + ". Correct it, or name the endpoint in NO_PROXY if it is reached without a proxy");
    }

    /** HTTP 407. */
    static ProxyException unauthenticated(ProxyServer proxy) {
        boolean property = proxy.setting().contains(".");
        return new ProxyException("the proxy " + proxy + " (" + proxy.setting() + ") "
                + (proxy.user() == null
                        ? "wants credentials"
                        : "does not accept the credentials of \"" + proxy.user() + "\"")
                + " (HTTP 407). Give the proxy's user and password in "
                + (property
                        ? proxy.setting().replace("Host", "User") + " and "
                                + proxy.setting().replace("Host", "Password")
                        : proxy.setting() + ", as in http://user:password@host:port")
                + ", or name the endpoint in NO_PROXY if it is reached without a proxy");
    }
}
