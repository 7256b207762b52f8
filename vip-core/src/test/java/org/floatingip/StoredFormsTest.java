package org.floatingip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether this version reads what an earlier one wrote by Java serialisation. A round trip within one version can't tell:
 * it writes and reads the same shape.
 *
 * <p>Each public serialisable type has one form in {@code src/test/resources/stored-forms/0.1}, as Base64. Missing ones are
 * written by {@code mvn test -pl vip-core -Dtest=StoredFormsTest -Dstored.forms=write}; those that are there are never
 * overwritten. Delete a form to have it written anew only while no release has its shape: afterwards callers may have it
 * on disk, and the type must go on reading it.
 */
class StoredFormsTest {

    /** The sources, not their copies in {@code target}: from there a deleted form would not go away. */
    private static final Path FORMS =
            Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "stored-forms", "0.1");

    private static final MoveStep STEP = (MoveStep) value(MoveStep.class);

    private static Object value(Class<?> type) {
        return ValuesTest.values().stream()
                .map(value -> value.make().get())
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    /** The first sample of a type; without cause and stack trace, which would be those of this machine and JDK. */
    private static ExceptionsTest.Sample exception(Class<?> type) {
        ExceptionsTest.Sample sample = ExceptionsTest.samplesMadeOf(null).stream()
                .filter(each -> type == each.exception().getClass())
                .findFirst()
                .orElseThrow();
        sample.exception().setStackTrace(new StackTraceElement[0]);
        sample.exception().recordSteps(List.of(STEP));
        sample.exception().recordOperationId("op-1");
        return sample;
    }

    private static Object sample(Class<?> type) {
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        return Throwable.class.isAssignableFrom(type) ? exception(type).exception() : value(type);
    }

    static Set<Class<?>> types() {
        return ExceptionsTest.concreteClasses(Serializable.class).stream()
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .filter(type -> !type.getPackageName().startsWith("org.floatingip.internal")) // never leaves the core
                .collect(Collectors.toSet());
    }

    private static Path form(Class<?> type) {
        return FORMS.resolve(type.getSimpleName() + ".txt");
    }

    @BeforeAll
    static void writeMissingForms_whenAskedTo() throws IOException {
        if (!"write".equals(System.getProperty("stored.forms"))) {
            return;
        }
        Files.createDirectories(FORMS);
        for (Class<?> type : types()) {
            if (Files.notExists(form(type))) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(sample(type));
                }
                Base64.Encoder lines = Base64.getMimeEncoder(76, new byte[] {'\n'});
                Files.writeString(form(type), lines.encodeToString(bytes.toByteArray()) + "\n", US_ASCII);
            }
        }
    }

    /** Also what fails when reflection finds fewer types than there are: their forms are left over then. */
    @Test
    void forms_whenATypeIsAddedOrRemoved_areStillOneForEachType() throws IOException {
        Set<String> expected = types().stream()
                .map(type -> form(type).getFileName().toString())
                .collect(Collectors.toSet());

        assertThat(expected).as("types of the same name would share a form").hasSameSizeAs(types());
        try (Stream<Path> files = Files.list(FORMS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("write missing ones by -Dstored.forms=write, see the Javadoc of this test")
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Compares the fields by name and type: a sample can't tell that one was added, nor name the one that was renamed. */
    @ParameterizedTest
    @MethodSource("types")
    void read_whenWrittenBefore_hasTheFieldsOfToday(Class<?> type) throws Exception {
        Map<String, Set<String>> today = new HashMap<>();
        Map<String, Set<String>> stored = stored(type).shapes;
        for (String name : stored.keySet()) {
            today.put(name, fields(ObjectStreamClass.lookup(Class.forName(name))));
        }

        assertThat(stored).containsKey(type.getName()).isEqualTo(today);
    }

    @ParameterizedTest
    @MethodSource("types")
    void read_whenWrittenBefore_givesTheSample(Class<?> type) throws Exception {
        Object read = stored(type).value;

        if (type.isEnum()) {
            // A constant more is no harm to those who stored the others.
            assertThat(List.<Object>of(type.getEnumConstants())).containsAll((List<?>) read);
        } else if (read instanceof FloatingIpException exception) {
            ExceptionsTest.Sample sample = exception(type);
            assertThat(exception)
                    .isExactlyInstanceOf(type)
                    .hasMessage(sample.exception().getMessage())
                    .hasNoCause();
            assertThat(exception.getStackTrace()).isEmpty();
            assertThat(exception.effect()).isEqualTo(sample.effect());
            assertThat(exception.retryable()).isEqualTo(sample.retryable());
            assertThat(exception.steps()).containsExactly(STEP);
            assertThat(exception.operationId()).isEqualTo("op-1");
            assertThat(ExceptionsTest.data(exception)).containsExactlyInAnyOrderEntriesOf(sample.data());
        } else {
            assertThat(read).isExactlyInstanceOf(type).isEqualTo(sample(type));
        }
    }

    /** What a form holds, and the fields that its classes had when it was written. */
    private record Stored(Object value, Map<String, Set<String>> shapes) {}

    private static Stored stored(Class<?> type) throws IOException, ClassNotFoundException {
        byte[] bytes = Base64.getMimeDecoder().decode(Files.readString(form(type), US_ASCII));
        try (ShapeReader in = new ShapeReader(new ByteArrayInputStream(bytes))) {
            return new Stored(in.readObject(), in.shapes);
        }
    }

    private static Set<String> fields(ObjectStreamClass shape) {
        return Stream.of(shape.getFields()).map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static final class ShapeReader extends ObjectInputStream {

        final Map<String, Set<String>> shapes = new TreeMap<>();

        ShapeReader(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
            ObjectStreamClass shape = super.readClassDescriptor();
            if (shape.getName().startsWith("org.floatingip.")) {
                shapes.put(shape.getName(), fields(shape));
            }
            return shape;
        }
    }
}
