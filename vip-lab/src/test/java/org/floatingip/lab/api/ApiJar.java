package org.floatingip.lab.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.AttributeInfo;
import javassist.bytecode.ClassFile;
import javassist.bytecode.ConstantAttribute;
import javassist.bytecode.EnclosingMethodAttribute;
import javassist.bytecode.ExceptionsAttribute;
import javassist.bytecode.FieldInfo;
import javassist.bytecode.InnerClassesAttribute;
import javassist.bytecode.MethodInfo;
import javassist.bytecode.SignatureAttribute;

/**
 * The API of a module, by the names of its classes: class files without code, without members that nobody outside can see, and
 * without packages named {@code internal}. What a comparison needs, in a tenth of the size.
 */
record ApiJar(Map<String, byte[]> classes) {

    /** Attributes that are part of an API: generic types, checked exceptions, constants, and how a nested class can be seen. */
    private static final Set<String> KEPT =
            Set.of(SignatureAttribute.tag, ExceptionsAttribute.tag, ConstantAttribute.tag, InnerClassesAttribute.tag);

    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Of what a build has compiled into that folder. */
    static ApiJar of(Path folder) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (name.equals("module-info.class") || ("/" + name).contains("/internal/")) {
                continue;
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                ClassFile read = new ClassFile(in);
                // A class without a name, or of a method.
                if (read.getAttribute(EnclosingMethodAttribute.tag) == null) {
                    classes.put(name, bytes(bare(read)));
                }
            }
        }
        return new ApiJar(classes);
    }

    static ApiJar read(Path jar) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                classes.put(entry.getName(), in.readAllBytes());
            }
        }
        return new ApiJar(classes);
    }

    void write(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> each : classes.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(ALWAYS);
                out.putNextEntry(entry);
                out.write(each.getValue());
                out.closeEntry();
            }
        }
    }

    /** The names of the classes that one of both has not, or has otherwise. */
    static Set<String> differences(ApiJar one, ApiJar other) {
        return Stream.of(one, other)
                .flatMap(each -> each.classes().keySet().stream())
                .filter(name ->
                        !Arrays.equals(one.classes().get(name), other.classes().get(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static ClassFile bare(ClassFile read) {
        without(read.getAttributes());
        read.getMethods().removeIf(method -> !seen(method.getAccessFlags()));
        for (MethodInfo method : read.getMethods()) {
            without(method.getAttributes());
        }
        read.getFields().removeIf(field -> !seen(field.getAccessFlags()));
        for (FieldInfo field : read.getFields()) {
            without(field.getAttributes());
        }
        // The names and constants of what is gone.
        read.compact();
        return read;
    }

    private static boolean seen(int flags) {
        return AccessFlag.isPublic(flags) || AccessFlag.isProtected(flags);
    }

    private static void without(Collection<AttributeInfo> attributes) {
        Predicate<AttributeInfo> dropped = attribute -> !KEPT.contains(attribute.getName());
        attributes.removeIf(dropped);
    }

    private static byte[] bytes(ClassFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(new DataOutputStream(out));
        return out.toByteArray();
    }
}
