package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Request;

/**
 * By what the in-memory AWS tells what EC2 has from what it has not: a resource of vip-testkit, which is what the real SDK's model of
 * EC2 says. {@code -Dec2.catalogue=write} writes it anew, for another SDK, or when docs/in-memory-aws.md has a new action.
 */
class Ec2CatalogueTest {

    private static final Path RESOURCE =
            Path.of("../vip-testkit/src/main/resources/org/floatingip/testkit/internal/aws/ec2-actions.txt");
    private static final Path PAGE = Path.of("../docs/in-memory-aws.md");
    private static final String HEAD = """
            # The actions of EC2, and the parameters of those that are modelled; N stands for the number of an item. Made from the model in
            # the AWS SDK for Java by Ec2CatalogueTest of vip-lab.
            """;

    /** The request of each action, by the action's name. */
    private static Map<String, Class<?>> requests() {
        Map<String, Class<?>> requests = new TreeMap<>();
        for (Method method : Ec2Client.class.getMethods()) {
            if (method.getParameterCount() == 1 && Ec2Request.class.isAssignableFrom(method.getParameterTypes()[0])) {
                Class<?> request = method.getParameterTypes()[0];
                requests.put(request.getSimpleName().replaceAll("Request$", ""), request);
            }
        }
        return requests;
    }

    private static SortedSet<String> parameters(Class<?> request) throws ReflectiveOperationException {
        SortedSet<String> names = new TreeSet<>();
        SdkPojo builder =
                (SdkPojo) Objects.requireNonNull(request.getMethod("builder").invoke(null));
        collect("", builder.sdkFields(), names);
        return names;
    }

    private static void collect(String prefix, List<SdkField<?>> fields, SortedSet<String> names) {
        for (SdkField<?> field : fields) {
            String name = prefix + field.locationName();
            if (field.marshallingType() == MarshallingType.LIST) {
                collect(name + ".N", field.getTrait(ListTrait.class).memberFieldInfo(), names);
            } else {
                collect(name, field, names);
            }
        }
    }

    private static void collect(String name, SdkField<?> field, SortedSet<String> names) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            collect(name + ".", field.constructor().get().sdkFields(), names);
        } else {
            names.add(name);
        }
    }

    /** The actions of EC2 on the page, which the build makes from the code. */
    private static List<String> modelled() throws IOException {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("<!-- ec2 -->"), page.indexOf("<!-- end of ec2 -->"));
        return Pattern.compile("(?m)^\\| `([A-Za-z0-9]+)` \\|")
                .matcher(table)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    static String catalogue() throws IOException, ReflectiveOperationException {
        List<String> modelled = modelled();
        StringBuilder lines = new StringBuilder(HEAD);
        for (Map.Entry<String, Class<?>> request : requests().entrySet()) {
            lines.append(request.getKey());
            if (modelled.contains(request.getKey())) {
                lines.append(": ").append(String.join(" ", parameters(request.getValue())));
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    @Test
    void catalogue_asTheRealSdkHasIt_isTheResource() throws Exception {
        String catalogue = catalogue();
        if ("write".equals(System.getProperty("ec2.catalogue"))) {
            Files.writeString(RESOURCE, catalogue);
        }
        assertThat(requests()).hasSizeGreaterThan(700);
        assertThat(requests().keySet()).containsAll(modelled());
        assertThat(catalogue).isEqualTo(Files.readString(RESOURCE));
    }
}
