package org.floatingip;

import java.util.List;
import java.util.stream.Collectors;

/** Words for lists of holders, for messages. */
final class Holders {

    private Holders() {}

    static String join(List<Holder> holders) {
        return holders.isEmpty()
                ? "nobody"
                : holders.stream().map(Holder::toString).collect(Collectors.joining(" and "));
    }
}
