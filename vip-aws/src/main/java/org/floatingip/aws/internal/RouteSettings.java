package org.floatingip.aws.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which route tables an assigner changes, and how; and what it read last, so that a change need not read them again. Safe for use
 * by several threads.
 *
 * @param tables their ids; empty for all that have the route
 * @param createsMissing whether tables that lack the route get one
 * @param executor who changes them side by side; null for one after the other
 * @param read what was read last, by address
 */
public record RouteSettings(
        List<String> tables,
        boolean createsMissing,
        @Nullable Executor executor,
        Map<IpAddress, List<TableRoute>> read) {

    /** These, with nothing read yet. */
    public static RouteSettings of(List<String> tables, boolean createsMissing, @Nullable Executor executor) {
        return new RouteSettings(List.copyOf(tables), createsMissing, executor, new ConcurrentHashMap<>());
    }

    void remember(IpAddress address, List<TableRoute> found) {
        read.put(address, found);
    }

    /** What was read last; null if nothing was. */
    @Nullable
    List<TableRoute> remembered(IpAddress address) {
        return read.get(address);
    }
}
