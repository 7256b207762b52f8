package org.floatingip.aws.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names as Route 53 writes them: with octal escapes and a trailing dot. */
final class Route53Names {

    private Route53Names() {}

    /** The name in lower case, without escapes and trailing dot; names that are no {@code DnsName} are read as well. An answer without it is not whole. */
    static String read(@Nullable String written) {
        String text = Answers.part(written, "route53:List", "Name");
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\'
                    && i + 3 < text.length()
                    && text.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
                name.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                name.append(c);
            }
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
