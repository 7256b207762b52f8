package org.floatingip.testkit.internal.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers what a client token created, so that a repeated request creates nothing more. */
final class ClientTokens {

    private record Made(Map<String, String> parameters, List<String> ids) {}

    private final Map<String, Made> made = new HashMap<>();

    /** The ids that the token created before, or those that {@code create} makes now; a null token is always new. */
    synchronized List<String> once(
            String action, @Nullable String token, Map<String, String> parameters, Supplier<List<String>> create) {
        if (token == null || token.isEmpty()) {
            return create.get();
        }
        Made before = made.get(action + " " + token);
        if (before == null) {
            before = new Made(parameters, create.get());
            made.put(action + " " + token, before);
        } else if (!before.parameters().equals(parameters)) {
            throw new QueryError(
                    400,
                    "IdempotentParameterMismatch",
                    "The client token you have provided is associated with a resource that has different parameters.");
        }
        return before.ids();
    }
}
