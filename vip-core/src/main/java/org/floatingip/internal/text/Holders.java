package org.floatingip.internal.text;

import java.util.List;
import java.util.stream.Collectors;
import org.floatingip.Holder;

/** Words for lists of holders, for messages. */
public final class Holders {

    private Holders() {}

    public static String join(List<Holder> holders) {
        return holders.isEmpty()
                ? "nobody"
                : holders.stream().map(Holder::toString).collect(Collectors.joining(" and "));
    }
}
