package org.floatingip.aws.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.ProxySystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * Which proxy a request goes through, as other programs of the host read it from the environment, and the JVM from its
 * properties: docs/decisions/0087. The SDK reads the same settings otherwise. Read anew for each client. Safe for use by several
 * threads.
 */
final class ProxySettings {

    /** What a loopback or link-local address means depends on who is asked, and a proxy is somebody else. */
    private static final NoProxy OWN = NoProxy.ofVariable("localhost,127.0.0.0/8,::1,169.254.0.0/16,fe80::/10");

    private final Function<ProxySystemSetting, @Nullable String> properties;
    private final Function<String, @Nullable String> environment;
    private final List<NoProxy> without;

    /**
     * @param properties gives null or blanks for what is not set
     * @param environment as well
     */
    ProxySettings(
            Function<ProxySystemSetting, @Nullable String> properties, Function<String, @Nullable String> environment) {
        this.properties = properties;
        this.environment = environment;
        Variable list = variable("no_proxy", "NO_PROXY");
        String hosts = property(ProxySystemSetting.NON_PROXY_HOSTS);
        this.without = List.of(
                OWN,
                list == null ? NoProxy.none() : NoProxy.ofVariable(list.value()),
                hosts == null ? NoProxy.none() : NoProxy.ofProperty(hosts));
    }

    /** Those of this process, which the SDK reads for us. */
    static ProxySettings ofProcess() {
        return new ProxySettings(
                setting -> orNull(setting.getStringValue()),
                name -> orNull(SystemSetting.getStringValueFromEnvironmentVariable(name)));
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }

    private record Variable(String name, String value) {}

    /**
     * The proxy for requests to that endpoint; null if they go straight to it.
     *
     * @throws ProxyException if a setting names one that can't be used
     */
    @Nullable
    ProxyServer of(String scheme, String host, int port) {
        if (without.stream().anyMatch(list -> list.has(host, port))) {
            return null;
        }
        boolean tls = scheme.toLowerCase(Locale.ROOT).equals("https");
        ProxyServer byProperties = byProperties(tls);
        if (byProperties != null) {
            return byProperties;
        }
        Variable variable = tls
                ? variable("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : variable("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
        return variable == null ? null : ProxyServer.ofVariable(variable.name(), variable.value());
    }

    private @Nullable ProxyServer byProperties(boolean tls) {
        ProxySystemSetting setting = tls ? ProxySystemSetting.HTTPS_PROXY_HOST : ProxySystemSetting.PROXY_HOST;
        String host = property(setting);
        if (host == null) {
            return null;
        }
        return ProxyServer.ofProperties(
                setting.property(),
                host,
                property(tls ? ProxySystemSetting.HTTPS_PROXY_PORT : ProxySystemSetting.PROXY_PORT),
                tls ? 443 : 80,
                property(tls ? ProxySystemSetting.HTTPS_PROXY_USERNAME : ProxySystemSetting.PROXY_USERNAME),
                property(tls ? ProxySystemSetting.HTTPS_PROXY_PASSWORD : ProxySystemSetting.PROXY_PASSWORD));
    }

    private @Nullable String property(ProxySystemSetting setting) {
        String value = properties.apply(setting);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The first that is set: an empty one is not. */
    private @Nullable Variable variable(String... names) {
        for (String name : names) {
            String value = environment.apply(name);
            if (value != null && !value.isBlank()) {
                return new Variable(name, value.strip());
            }
        }
        return null;
    }
}
