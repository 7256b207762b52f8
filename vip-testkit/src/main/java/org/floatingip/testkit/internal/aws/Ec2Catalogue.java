package org.floatingip.testkit.internal.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What EC2 has, modelled or not: the names of all its actions; the parameters and filters of those that are modelled. So a refusal
 * can say whose fault it is. Immutable.
 *
 * <p>Two resources, made from what AWS publishes: {@code ec2-actions.txt} from the AWS SDK's model of the service, which a test of
 * vip-lab holds to it; {@code ec2-filters.txt} from the documentation in that model, where alone filters are listed.
 */
final class Ec2Catalogue {

    private static final Ec2Catalogue INSTANCE = new Ec2Catalogue();

    private final Map<String, Set<String>> actions = read("ec2-actions.txt");
    private final Map<String, Set<String>> filters = read("ec2-filters.txt");

    private Ec2Catalogue() {}

    static Ec2Catalogue get() {
        return INSTANCE;
    }

    boolean hasAction(String action) {
        return actions.containsKey(action);
    }

    /** @param form the parameter's name, with {@code N} for each number */
    boolean hasParameter(String action, String form) {
        return actions.getOrDefault(action, Set.of()).contains(form);
    }

    boolean hasFilter(String action, String filter) {
        Set<String> known = filters.getOrDefault(action, Set.of());
        return known.contains(filter) || (filter.startsWith(Selection.BY_TAG) && known.contains(Selection.ANY_TAG));
    }

    /** Lines of a name, and after a colon what it has; lines that begin with {@code #} are comments. */
    private static Map<String, Set<String>> read(String resource) {
        Map<String, Set<String>> entries = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(Ec2Catalogue.class.getResourceAsStream(resource), resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] parts = line.split(": ", 2);
                entries.put(parts[0], parts.length < 2 ? Set.of() : Set.copyOf(List.of(parts[1].split(" ", -1))));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
