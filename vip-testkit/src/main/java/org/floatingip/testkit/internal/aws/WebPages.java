package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the requests of a stranger's web page from those of a client. A browser on this machine reaches 127.0.0.1 for every page
 * that it shows: by a form or an image of the page, or by a name of the page's own that leads here (DNS rebinding). What it says
 * of itself in each of these cases, no page can change. docs/decisions/0038 has what clients send.
 */
final class WebPages {

    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-z:.%]+]");
    private static final Pattern ONE_LABEL = Pattern.compile("[a-z0-9_-]+");
    private static final Pattern LABELS = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");

    /** Under which no stranger has a name of an address that he chooses: of this machine, and of AWS's own endpoints. */
    private static final List<String> NOT_STRANGERS =
            List.of(".localhost", ".internal", ".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws");

    private WebPages() {}

    /**
     * Why a request is not answered; null if it is.
     *
     * @param authority the host of its target, where that is a whole URL; null if it is a path
     * @param headers its headers, by their names in small letters
     */
    static @Nullable String refusal(@Nullable String authority, Map<String, String> headers) {
        String host = headers.getOrDefault("host", "");
        for (String name : authority == null ? List.of(host) : List.of(authority, host)) {
            if (!name.isEmpty() && !isOurs(name)) {
                return "it is for the host " + name
                        + ", whose owner may have pointed it here: use 127.0.0.1, localhost, or a name without dots";
            }
        }
        String origin = headers.get("origin");
        if (origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(host)) {
            return "a web page sent it, of the origin " + origin;
        }
        String site = headers.getOrDefault("sec-fetch-site", "none");
        return site.equals("none") || site.equals("same-origin") ? null : "a web page sent it, " + site;
    }

    private static boolean isOurs(String given) {
        String name =
                PORT.matcher(given.toLowerCase(Locale.ROOT)).replaceFirst("").replaceFirst("\\.$", "");
        return IP_LITERAL.matcher(name).matches()
                || ONE_LABEL.matcher(name).matches()
                || (LABELS.matcher(name).matches() && NOT_STRANGERS.stream().anyMatch(name::endsWith));
    }
}
