package org.floatingip.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy the settings name for an endpoint, as the other programs of a host read them. */
class ProxySettingsTest {

    private static final String EC2 = "https://ec2.us-east-1.amazonaws.com";

    /** The settings {@code NAME=value} of a list separated by {@code ;}: with a dot in its name a property, else a variable. */
    private static ProxySettings settings(String list) {
        Map<String, String> all = new HashMap<>();
        for (String setting : list.split(";", -1)) {
            String[] parts = setting.strip().split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return new ProxySettings(setting -> all.get(setting.property()), all::get);
    }

    private static @Nullable ProxyServer proxy(String list, String url) {
        URI target = URI.create(url);
        int usual = target.getScheme().equals("https") ? 443 : 80;
        return settings(list).of(target.getScheme(), target.getHost(), target.getPort() < 0 ? usual : target.getPort());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the endpoint's scheme chooses, whatever the proxy's own
                "HTTPS_PROXY=http://p:1                          | https | p:1",
                "https_proxy=http://p:1                          | https | p:1",
                "https_proxy=http://p:1; HTTPS_PROXY=http://q:1  | https | p:1",
                "https_proxy=; HTTPS_PROXY=http://q:1            | https | q:1",
                "HTTP_PROXY=http://p:1                           | https | -",
                "HTTP_PROXY=http://q:1; HTTPS_PROXY=http://p:1   | https | p:1",
                "HTTPS_PROXY=https://p:1                         | https | p:1",
                "HTTP_PROXY=http://p:1                           | http  | p:1",
                "http_proxy=http://p:1; HTTP_PROXY=http://q:1    | http  | p:1",
                "HTTPS_PROXY=http://p:1                          | http  | -",
                "ALL_PROXY=http://p:1                            | https | p:1",
                "all_proxy=http://p:1; ALL_PROXY=http://q:1      | http  | p:1",
                "ALL_PROXY=http://q:1; HTTPS_PROXY=http://p:1    | https | p:1",
                "ALL_PROXY=socks5://q:1; HTTPS_PROXY=http://p:1  | https | p:1",
                // how it is written
                "HTTPS_PROXY=p:3128                              | https | p:3128",
                "HTTPS_PROXY=http://p                            | https | p:80",
                "HTTPS_PROXY=https://p/                          | https | p:443",
                "HTTPS_PROXY=http://[2001:db8::1]:3128           | https | [2001:db8::1]:3128",
                // the JVM's properties
                "https.proxyHost=p; https.proxyPort=3128         | https | p:3128",
                "https.proxyHost=p                               | https | p:443",
                "http.proxyHost=p                                | http  | p:80",
                "http.proxyHost=p                                | https | -",
                "http.proxyHost=q; HTTPS_PROXY=http://p:1        | https | p:1",
                "https.proxyHost=p; HTTPS_PROXY=http://q:1       | https | p:443",
            })
    void of_anEndpoint_isTheProxyForItsScheme(String list, String scheme, String expected) {
        ProxyServer proxy = proxy(list, scheme + "://ec2.us-east-1.amazonaws.com");

        assertThat(proxy == null ? "-" : proxy.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                ".amazonaws.com",
                "amazonaws.com",
                "*.amazonaws.com",
                "AMAZONAWS.COM",
                "localhost, .us-east-1.amazonaws.com",
                "localhost .us-east-1.amazonaws.com",
                "ec2.us-east-1.amazonaws.com",
                "ec2.*.amazonaws.com",
                "ec2.us-east-1.amazonaws.com:443",
                ".amazonaws.com:443",
            })
    void of_anEndpointThatNoProxyNames_isNone(String noProxy) {
        assertThat(proxy("HTTPS_PROXY=http://p:1; NO_PROXY=" + noProxy, EC2)).isNull();
        assertThat(proxy("HTTPS_PROXY=http://p:1; no_proxy=" + noProxy + "; NO_PROXY=x", EC2))
                .isNull();
        assertThat(proxy("https.proxyHost=p; NO_PROXY=" + noProxy, EC2)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zonaws.com",
                "us-east-1",
                "ec2.us-east-1.amazonaws.com:80",
                "ec2.us-east-1.amazonaws.com.example.com",
                "10.0.0.0/8",
                "nonsense/99",
                ",",
            })
    void of_anEndpointThatNoProxyDoesNotName_isTheProxy(String noProxy) {
        assertThat(proxy("HTTPS_PROXY=http://p:1; NO_PROXY=" + noProxy, EC2)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/8      | https://10.1.2.3      | -",
                "10.0.0.0/8      | https://11.1.2.3      | p:1",
                "10.0.0.0/8:8443 | https://10.1.2.3      | p:1",
                "10.0.0.0/8:8443 | https://10.1.2.3:8443 | -",
                "10.1.2.3        | https://10.1.2.3      | -",
                "2.3             | https://10.1.2.3      | p:1",
                "2001:db8::/32   | https://[2001:db8::1] | -",
                "2001:db8::1     | https://[2001:db8::1] | -",
                "[2001:db8::1]:9 | https://[2001:db8::1] | p:1",
                "example.com     | https://example.com.  | -",
            })
    void of_anAddress_isByRange(String noProxy, String url, String expected) {
        ProxyServer proxy = proxy("HTTPS_PROXY=http://p:1; NO_PROXY=" + noProxy, url);

        assertThat(proxy == null ? "-" : proxy.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.amazonaws.com -",
                "ec2*|x -",
                "x|EC2.us-east-1.amazonaws.com -",
                "amazonaws.com p:443",
                ".amazonaws.com p:443"
            })
    void of_anEndpointOfNonProxyHosts_isNone(String hosts, String expected) {
        ProxyServer proxy = proxy("https.proxyHost=p; http.nonProxyHosts=" + hosts, EC2);

        assertThat(proxy == null ? "-" : proxy.toString()).isEqualTo(expected);
    }

    /** Asked by a proxy, these are somebody else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:4599",
                "http://127.0.0.1:4599",
                "http://127.1.2.3",
                "http://[::1]:4599",
                "http://169.254.169.254",
                "http://[fe80::1]",
            })
    void of_whatIsOnThisMachineOrItsLink_isNone(String url) {
        assertThat(proxy("ALL_PROXY=http://p:1; http.proxyHost=p; https.proxyHost=p", url))
                .isNull();
    }

    @Test
    void of_aProxyWithCredentials_hasThemDecoded() {
        ProxyServer proxy = Objects.requireNonNull(proxy("HTTPS_PROXY=http://us%40er:p%3A+ss@p:1", EC2));

        assertThat(proxy.user()).isEqualTo("us@er");
        assertThat(proxy.password()).isEqualTo("p:+ss");
        assertThat(proxy.endpoint()).hasToString("http://p:1");
    }

    @Test
    void of_propertiesWithCredentials_hasThem() {
        ProxyServer proxy =
                Objects.requireNonNull(proxy("https.proxyHost=p; https.proxyUser=u; https.proxyPassword=s", EC2));

        assertThat(proxy.user()).isEqualTo("u");
        assertThat(proxy.password()).isEqualTo("s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTPS_PROXY=http://u:hush secret@p       | HTTPS_PROXY is not the URL of a proxy",
                "HTTPS_PROXY=ftp://u:hush@p               | HTTPS_PROXY is not the URL of a proxy",
                "https_proxy=http://u:hush@               | https_proxy is not the URL of a proxy",
                "HTTPS_PROXY=http://u:%zzhush@p           | HTTPS_PROXY is not the URL of a proxy",
                "all_proxy=socks5h://u:hush@p:1080        | all_proxy names a SOCKS proxy",
                "https.proxyHost=p; https.proxyPort=many  | https.proxyHost and the port beside it",
            })
    void of_aSettingThatMakesNoProxy_namesTheSettingWithoutItsValue(String list, String words) {
        assertThatThrownBy(() -> proxy(list, EC2))
                .isInstanceOf(ProxyException.class)
                .hasMessageStartingWith(words)
                .hasMessageContaining("NO_PROXY")
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }
}
