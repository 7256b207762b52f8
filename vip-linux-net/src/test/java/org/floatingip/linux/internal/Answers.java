package org.floatingip.linux.internal;

import java.util.List;
import java.util.stream.Collectors;

/** What our script would print. */
public final class Answers {

    private Answers() {}

    /** A whole run that answers for one address: lines of "key value". */
    public static String whole(String address, String... said) {
        return begun() + block(address, said) + "vip-host/2 done\n";
    }

    /** The beginning of a run. */
    public static String begun() {
        return "vip-host/2 begin\n";
    }

    /** The answer for one address within a run. */
    public static String block(String address, String... said) {
        String lines =
                List.of(said).stream().map(line -> "vip-host/2 " + line + "\n").collect(Collectors.joining());
        return "vip-host/2 address " + address + "\n" + lines + "vip-host/2 end " + address + "\n";
    }
}
